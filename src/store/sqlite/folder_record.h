// FolderRecord: keeps walkie.id of a data folder, from the check before the database is opened
// until it is closed. identity.h has the format of the file, losses.h the comparison.
//
// Owner: the SQLite store, from one thread at a time.
#pragma once

#include <functional>
#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "store/sqlite/data_folder.h"
#include "store/sqlite/identity.h"
#include "store/sqlite/sqlite_driver.h"

namespace walkie {

class FolderRecord {
 public:
  // What to do when the database lacks something that walkie.id has (SqliteStoreOptions::Loss).
  enum class Loss : std::uint8_t { refuse, accept, ignore };

  // `on_notice` gets messages for the operator; may be empty.
  FolderRecord(const DataFolder& folder, Loss loss,
               std::function<void(const std::string&)> on_notice);

  // Checks for losses before the store opens the database; refuses or accepts them as `loss` says.
  // Opens a database with one of the first `schemas` schemas with `options` to read it.
  Result<void> look_for_losses(const SqliteOptions& options, std::size_t schemas,
                               const Clock& clock);
  // Called when the database is opened: from now on it has a write-ahead log, which walkie.id
  // records. After an accepted loss the database gets a new epoch, and ids above the known ones.
  Result<void> begin_life(SqliteConnection& connection, Random& random);
  // Records what the database has now. Does not wait for the disk: an old record is harmless.
  void write_down(SqliteConnection& connection);
  // Call it before the write-ahead log is removed, so that a missing log is not a loss. Waits for
  // the disk.
  void forget_log();
  // Call closing() before the last connection closes, and closed() after it.
  void closing(SqliteConnection& connection);
  void closed();

 private:
  Result<void> accept(const Error& loss);
  void notice(const std::string& what) const;
  void write_durably();
  std::string log() const { return folder_.database() + "-wal"; }

  const DataFolder& folder_;
  const Loss loss_;
  const std::function<void(const std::string&)> on_notice_;
  IdentityFile file_;
  Identity identity_;  // as last written
  bool loss_accepted_ = false;
};

}  // namespace walkie
