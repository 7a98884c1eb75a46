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

Result<void> give_new_epoch(SqliteStore& store, Random& random) {
  return store.writer()->write([&random](Transaction& transaction) -> Result<void> {
    transaction.save_epoch(make_epoch(random));
    return {};
  });
}

// Changes an error of the store about the copy in `staging` to one about the backup `from`. Removes
// the advice to restore a backup.
Error said_of(const BackupFile& from, const files::path& staging, Error error) {
  const std::string copy = (staging / "walkie.db").string();
  const auto at = error.detail.find(copy);
  if (at == std::string::npos) {
    error.detail = from.path() + " cannot be restored: " + error.detail;
  } else {
    error.detail.replace(at, copy.size(), from.path());
  }
  if (const auto advice = error.detail.find(put_back_a_copy); advice != std::string::npos)
    error.detail.erase(advice);
  error.detail += "; nothing was changed";
  return error;
}

Error incomplete(const BackupFile& from, Error error) {
  if (error.reason == "database_damaged")
    error.detail = from.path() + " is damaged: " + error.detail + "; nothing was changed";
  return error;
}

// Copies, opens, migrates and checks the backup in `staging`; closing it leaves one plain file.
Result<void> prepare_backup(const BackupFile& from, const files::path& staging, const Clock& clock,
                            Random& random) {
  std::error_code failed;
  files::remove_all(staging, failed);
  files::create_directories(staging, failed);
  files::permissions(staging, files::perms::owner_all, failed);
  if (auto copied = from.copy_to((staging / "walkie.db").string()); !copied) return copied;
  auto store = open_sqlite_store(staging.string(), clock, random);
  if (!store) return said_of(from, staging, store.error());
  if (auto sound = store.value()->check(); !sound) return incomplete(from, sound.error());
  if (auto given = give_new_epoch(*store.value(), random); !given) return given;
  return store.value()->maintain();
}

// Merges the write-ahead log of the old database and copies it to backups/. A database that cannot
// be opened is moved; returns its new path then.
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

// After a power failure walkie.id of the old database must not report a loss in the new one. So it
// says "restoring" until the new walkie.id has replaced it.
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

// Removes the folder that this restore has created and not used.
void remove_unused(const files::path& folder) {
  std::error_code ignored;
  files::remove(folder / "walkie.lock", ignored);
  files::remove(folder, ignored);
}

}  // namespace

Result<std::string> restore_database(const BackupFile& from, const std::string& data_folder,
                                     const Clock& clock, Random& random) {
  std::error_code failed;
  const bool there = files::exists(data_folder, failed);
  {
    // Checks that the folder is not in use. Creates it when it is missing.
    const auto folder = DataFolder::take(data_folder);
    if (!folder) return folder.error();
  }
  const auto staging = files::path(data_folder) / "restore";
  if (auto ready = prepare_backup(from, staging, clock, random); !ready) {
    files::remove_all(staging, failed);
    if (!there) remove_unused(data_folder);
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
