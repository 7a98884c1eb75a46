#include "store/sqlite/folder_record.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "store/epoch.h"
#include "store/sql/transaction.h"
#include "store/sqlite/losses.h"
#include "store/sqlite/migrate.h"

namespace walkie {
namespace {

// New ids are greater than the known ones.
void keep_ids_beyond(const NewestIds& known, SqlIds& ids, SqlConnection& connection) {
  const auto keep = [&connection](SqlIds::Count& count, std::int64_t known_last) {
    count.use(std::max(count.last(connection), known_last));
  };
  keep(ids.conversations, known.conversations);
  keep(ids.messages, known.messages);
  keep(ids.notes, known.notes);
}

}  // namespace

FolderRecord::FolderRecord(const DataFolder& folder, Loss loss,
                           std::function<void(const std::string&)> on_notice)
    : folder_(folder), loss_(loss), on_notice_(std::move(on_notice)), file_(folder.identity()) {}

Result<void> FolderRecord::look_for_losses(const SqliteOptions& options, std::size_t schemas,
                                           const Clock& clock) {
  const auto found = file_.read(identity_);
  const bool comparable = found == IdentityFile::Found::identity &&
                          identity_.state != Identity::State::restoring && loss_ != Loss::ignore;
  if (found == IdentityFile::Found::unreadable) notice(folder_.identity() + " cannot be read");
  if (loss_ != Loss::ignore) {
    if (auto there = look_for_files(folder_, found, identity_); !there) {
      if (auto accepted = accept(there.error()); !accepted) return accepted;
      if (there.error().reason == "database_missing") {
        if (auto moved = move_rest_aside(folder_, std::to_string(clock.wall().ms)); !moved)
          return moved;
      }
    }
  }
  const auto also = [&](SqlConnection& connection) -> Result<void> {
    if (!comparable) return {};
    auto same = look_into_database(folder_, identity_, connection);
    return same ? same : accept(same.error());
  };
  return inspect_database(options, schemas, also);
}

Result<void> FolderRecord::accept(const Error& loss) {
  if (loss_ == Loss::refuse) return loss;
  notice("going on with a loss: " + loss.detail);
  loss_accepted_ = true;
  return {};
}

void FolderRecord::notice(const std::string& what) const {
  if (on_notice_) on_notice_(what);
}

Result<void> FolderRecord::begin_life(SqliteConnection& connection, Random& random) {
  const NewestIds known = identity_.newest;
  // After a power failure the log may have a number that the next commit happens to use again. So
  // the log is merged first, and the new one is recorded when it has a commit.
  if (identity_.log != 0) {
    identity_.log = 0;
    write_durably();
  }
  connection.merge_log();
  identity_ = {};
  connection.begin_write();
  {
    SqlBatch batch(connection);
    batch.begin(SqlBatch::Guard::none);
    SqlTransaction transaction(batch);
    identity_.installation = transaction.setting("installation").value_or(make_epoch(random));
    transaction.save_setting("installation", identity_.installation);
    if (loss_accepted_) {
      keep_ids_beyond(known, batch.ids(), connection);
      transaction.save_epoch(make_epoch(random));
    }
    identity_.epoch = transaction.epoch();
    batch.flush();
  }
  // Written durably before the first commit, without a log that must exist.
  identity_.newest = newest_ids(connection);
  write_durably();
  if (!connection.failed()) connection.commit();
  if (auto failure = connection.take_failure()) return std::move(*failure);
  identity_.log = log_number(log(), true);
  write_durably();
  return {};
}

// A full disk does not stop the start: the database can still be read.
void FolderRecord::write_durably() {
  if (auto written = file_.write(identity_, true); !written) notice(written.error().detail);
}

void FolderRecord::write_down(SqliteConnection& connection) {
  Identity now = identity_;
  now.newest = newest_ids(connection);
  now.epoch = epoch_of(connection);  // a restore changes it
  if (connection.take_failure()) return;
  now.log = log_number(log(), false);
  if (now.log != identity_.log) now.log = log_number(log(), true);
  if (now == identity_ || !file_.write(now, false)) return;
  identity_ = now;
}

void FolderRecord::forget_log() {
  identity_.log = 0;
  write_durably();
}

void FolderRecord::closing(SqliteConnection& connection) {
  write_down(connection);
  forget_log();
}

void FolderRecord::closed() {
  struct stat info {};
  if (::stat(log().c_str(), &info) == 0 || errno != ENOENT) return;
  identity_.state = Identity::State::stopped;
  identity_.log = 0;
  (void)file_.write(identity_, true).ok();
}

}  // namespace walkie
