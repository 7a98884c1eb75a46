#include "store/sqlite/restore.h"

#include <filesystem>
#include <utility>

#include "store/epoch.h"
#include "store/sqlite/data_folder.h"
#include "store/sqlite/identity.h"
#include "store/sqlite/losses.h"
#include "store/sqlite/sqlite_store.h"

namespace walkie {
namespace {

namespace files = std::filesystem;

Error restore_error(std::string detail) {
  return {.code = Code::unavailable, .reason = "restore_failed", .detail = std::move(detail)};
}

Result<void> give_new_epoch(SqliteStore& store, Random& random) {
  return store.writer()->write([&random](Transaction& transaction) -> Result<void> {
    transaction.save_epoch(make_epoch(random));
    return {};
  });
}

// Copies, opens, migrates and checks the backup in `staging`; closing it leaves one plain file.
Result<void> prepare_backup(const std::string& from, const files::path& staging, const Clock& clock,
                            Random& random) {
  std::error_code failed;
  files::remove_all(staging, failed);
  files::create_directories(staging, failed);
  files::permissions(staging, files::perms::owner_all, failed);
  files::copy_file(from, staging / "walkie.db", failed);
  if (failed) return restore_error("cannot copy " + from + ": " + failed.message());
  files::permissions(staging / "walkie.db", files::perms::owner_read | files::perms::owner_write,
                     failed);
  auto store = open_sqlite_store(staging.string(), clock, random);
  if (!store) return store.error();
  if (auto sound = store.value()->check(); !sound) return sound;
  if (auto given = give_new_epoch(*store.value(), random); !given) return given;
  return store.value()->maintain();
}

// Leaves the old database without a write-ahead log, and a copy of it in backups/. A database that
// cannot be opened is moved aside whole; answers where it is then.
Result<std::string> retire_old(const std::string& folder, const std::string& stamp,
                               const Clock& clock, Random& random) {
  const auto database = files::path(folder) / "walkie.db";
  std::error_code failed;
  if (!files::exists(database, failed)) return std::string();
  {
    SqliteStoreOptions as_it_is;
    as_it_is.loss = SqliteStoreOptions::Loss::ignore;
    auto store = open_sqlite_store(folder, clock, random, as_it_is);
    if (store) {
      const auto copy = files::path(folder) / "backups" / ("before-restore-" + stamp + ".db");
      files::create_directories(copy.parent_path(), failed);
      if (auto copied = store.value()->copy_to(copy.string()); !copied) return copied.error();
      return std::string();
    }
    if (store.error().reason != "database_damaged") return store.error();
  }
  const auto aside = files::path(folder) / ("damaged-" + stamp);
  files::create_directories(aside, failed);
  for (const char* name : {"walkie.db-wal", "walkie.db-shm", "walkie.db"}) {
    files::rename(files::path(folder) / name, aside / name, failed);
  }
  return aside.string();
}

// walkie.id of the old database must not speak against the new one, whenever the power goes: it
// says that a restore is under way until the new one's has taken its place.
Result<void> put_in_place(const DataFolder& folder, const files::path& staging,
                          const std::string& stamp) {
  {
    IdentityFile file(folder.identity());
    Identity identity;
    if (file.read(identity) != IdentityFile::Found::nothing) {
      identity.state = Identity::State::restoring;
      if (auto written = file.write(identity, true); !written) return written;
    }
  }
  if (auto moved = move_rest_aside(folder, stamp); !moved) return moved;
  std::error_code failed;
  files::rename(staging / "walkie.db", folder.database(), failed);
  if (!failed) files::rename(staging / "walkie.id", folder.identity(), failed);
  if (failed) return restore_error("cannot put the backup in place: " + failed.message());
  return {};
}

}  // namespace

Result<std::string> restore_database(const std::string& from, const std::string& data_folder,
                                     const Clock& clock, Random& random) {
  std::error_code failed;
  if (!files::is_regular_file(from, failed)) return restore_error(from + ": no such file");
  {
    // Nobody else may hold the folder; and it is made when missing.
    const auto folder = DataFolder::take(data_folder);
    if (!folder) return folder.error();
  }
  const auto staging = files::path(data_folder) / "restore";
  if (auto ready = prepare_backup(from, staging, clock, random); !ready) {
    files::remove_all(staging, failed);
    return ready.error();
  }
  const auto stamp = std::to_string(clock.wall().ms);
  auto retired = retire_old(data_folder, stamp, clock, random);
  if (!retired) return retired;
  const auto folder = DataFolder::take(data_folder);
  if (!folder) return folder.error();
  if (auto placed = put_in_place(*folder, staging, stamp); !placed) return placed.error();
  files::remove_all(staging, failed);
  return retired;
}

}  // namespace walkie
