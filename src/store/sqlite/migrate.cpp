#include "store/sqlite/migrate.h"

#include <sys/stat.h>

#include <algorithm>

#include "store/epoch.h"

namespace walkie {
namespace {

// A database up to this size is read whole at the start: it takes a few milliseconds.
constexpr std::int64_t whole_check_bytes = 4 << 20;

Error with_place(Error error, const std::string& path) {
  if (error.reason != "database_damaged") return error;
  std::replace(error.detail.begin(), error.detail.end(), '\n', ' ');
  error.detail = path + " is damaged: " + error.detail + std::string(put_back_a_copy);
  return error;
}

Error cannot_be_read(Error error, const std::string& path) {
  if (error.reason == "database_damaged") error.detail = "it cannot be read";
  return with_place(std::move(error), path);
}

Error foreign(const std::string& path) {
  return {Code::unavailable, "database_foreign",
          path + " belongs to another program; choose another folder with --data", "data", 0};
}

// A database without a schema of Walkie must have no tables.
Result<void> without_tables(SqliteConnection& connection, const std::string& path) {
  if (connection.count_tables() > 0) return foreign(path);
  if (auto failure = connection.take_failure()) return cannot_be_read(std::move(*failure), path);
  return {};
}

Result<void> back_up(SqliteConnection& connection, const DataFolder& folder, int version,
                     std::size_t kept, const Clock& clock) {
  auto name = folder.backup_name(version, clock.wall());
  if (!name) return std::move(name).error();
  if (auto made = ensure_private_file(*name); !made) return made;
  if (auto copied = connection.copy_to(*name); !copied) {
    Error error = copied.error();
    error.detail =
        "no copy could be made before the upgrade, so nothing was changed: " + error.detail;
    return error;
  }
  folder.remove_old_backups(kept);
  return {};
}

}  // namespace

Result<void> inspect_database(const SqliteOptions& options, std::size_t known_version,
                              const std::function<Result<void>(SqlConnection&)>& also) {
  struct stat info {};
  if (::stat(options.path.c_str(), &info) != 0 || info.st_size == 0) return {};
  struct stat wal {};
  const bool wal_waits = ::stat((options.path + "-wal").c_str(), &wal) == 0;
  auto opened = SqliteConnection::open(options);
  if (!opened) return cannot_be_read(std::move(opened).error(), options.path);
  SqliteConnection& connection = **opened;
  // An existing WAL is left as it is. Without one, closing removes the files of this check.
  if (wal_waits) connection.leave_untouched();
  const int version = connection.schema_version();
  const std::int64_t application = connection.pragma("application_id");
  if (auto failure = connection.take_failure())
    return cannot_be_read(std::move(*failure), options.path);
  if (version > static_cast<int>(known_version)) {
    return Error{Code::unavailable, "schema_too_new",
                 options.path + " has schema " + std::to_string(version) +
                     ", this program knows up to " + std::to_string(known_version) +
                     "; install the newer Walkie again, or put back a copy from backups/",
                 "", 0};
  }
  if (version > 0 && application != sqlite_application_id) return foreign(options.path);
  if (auto sound = connection.check(info.st_size <= whole_check_bytes); !sound) {
    return with_place(std::move(sound).error(), options.path);
  }
  if (version == 0) return without_tables(connection, options.path);
  if (version == static_cast<int>(known_version) && known_version == migrations().size()) {
    if (auto complete = connection.check_queries(); !complete)
      return with_place(std::move(complete).error(), options.path);
  }
  if (!also) return {};
  Result<void> looked = also(connection);
  if (auto failure = connection.take_failure())
    return cannot_be_read(std::move(*failure), options.path);
  return looked;
}

Result<void> migrate(SqliteConnection& connection, const std::vector<Migration>& migrations,
                     const DataFolder& folder, std::size_t backups_kept, const Clock& clock,
                     Random& random) {
  const int before = connection.schema_version();
  const bool behind = before < static_cast<int>(migrations.size());
  if (before > 0 && behind) {
    if (auto done = back_up(connection, folder, before, backups_kept, clock); !done) return done;
  }
  for (int version = before; version < static_cast<int>(migrations.size()); ++version) {
    const Migration& migration = migrations[static_cast<std::size_t>(version)];
    connection.begin_write();
    connection.execute(connection.dialect(migration.sql));
    if (version == 0) {
      Running query(connection.statement(Query::save_setting));
      query.with("epoch", make_epoch(random))->step();
    }
    connection.set_schema_version(version + 1);
    if (!connection.failed()) connection.commit();
    if (auto failure = connection.take_failure()) {
      connection.rollback();
      failure->detail =
          "migration " + std::string(migration.name) + " failed and was undone: " + failure->detail;
      return std::move(*failure);
    }
  }
  return {};
}

}  // namespace walkie
