// What walkie.id says of a data folder, from the look before the database is opened until the
// clean end. identity.h has the file's form, losses.h what is compared.
//
// Owner: the SQLite store, which calls it from one thread at a time.
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
  // What to do when walkie.id knows of more than there is (SqliteStoreOptions::Loss).
  enum class Loss : std::uint8_t { refuse, accept, ignore };

  // `on_notice` is told what an operator should know; it may be empty.
  FolderRecord(const DataFolder& folder, Loss loss,
               std::function<void(const std::string&)> on_notice);

  // Before the database is opened for good: a loss is refused or accepted, as `loss` says. A
  // database with one of the first `schemas` schemas is opened with `options` and looked into.
  Result<void> look_for_losses(const SqliteOptions& options, std::size_t schemas,
                               const Clock& clock);
  // Begins a life of the database: from here on a write-ahead log exists, and walkie.id knows it.
  // After an accepted loss the database gets a new epoch, and ids beyond those that were known.
  Result<void> begin_life(SqliteConnection& connection, Random& random);
  // Writes down what the database holds now. It does not wait for the disk: an old text is no harm.
  void write_down(SqliteConnection& connection);
  // Before the write-ahead log is taken away: a crash just after that finds none, and none is
  // missed. Waits for the disk.
  void forget_log();
  // The two halves of a clean end: before the last connection closes, and after it.
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
  Identity identity_;  // as it was written last
  bool loss_accepted_ = false;
};

}  // namespace walkie
