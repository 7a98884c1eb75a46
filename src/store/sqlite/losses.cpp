#include "store/sqlite/losses.h"

#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace walkie {
namespace {

constexpr const char* begin_anyway =
    "; to go on without what is missing, and let every client start again: walkie serve "
    "--accept-loss";

std::int64_t size_of(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 ? static_cast<std::int64_t>(info.st_size) : -1;
}

std::int64_t newest(SqlConnection& connection, Query query) {
  Running running(connection.statement(query));
  return running->step() ? std::max<std::int64_t>(0, running->integer(0)) : 0;
}

std::string setting(SqlConnection& connection, const char* name) {
  Running running(connection.statement(Query::setting));
  return running.with(std::string_view(name))->step() ? std::string(running->text(0)) : "";
}

// The first counter that is lower than the known one.
std::string what_is_older(const NewestIds& found, const NewestIds& known) {
  struct Count {
    const char* name;
    std::int64_t found;
    std::int64_t known;
  };
  for (const Count& each : {Count{"message", found.messages, known.messages},
                            {"conversation", found.conversations, known.conversations},
                            {"note", found.notes, known.notes},
                            {"visitor", found.visitors, known.visitors}}) {
    if (each.found >= each.known) continue;
    return std::string("its newest ") + each.name + " is number " + std::to_string(each.found) +
           ", and there was number " + std::to_string(each.known);
  }
  return "something of it is missing";
}

Error loss(const char* reason, std::string what) {
  return {Code::unavailable, reason, std::move(what) + begin_anyway, "data", 0};
}

}  // namespace

NewestIds newest_ids(SqlConnection& connection) {
  NewestIds ids;
  ids.conversations = newest(connection, Query::newest_conversation_id);
  ids.messages = newest(connection, Query::newest_message_id);
  ids.notes = newest(connection, Query::newest_note_id);
  ids.visitors = newest(connection, Query::newest_visitor_id);
  return ids;
}

std::string epoch_of(SqlConnection& connection) { return setting(connection, "epoch"); }

Result<void> look_for_files(const DataFolder& folder, IdentityFile::Found found,
                            const Identity& known) {
  const std::string log = folder.database() + "-wal";
  const std::int64_t log_size = size_of(log);
  const std::int64_t size = size_of(folder.database());
  if (size <= 0 && (found != IdentityFile::Found::nothing || log_size > 0)) {
    std::string what = folder.database() + (size < 0 ? " is gone" : " is empty") +
                       ", and this folder held a database until now; put it back";
    if (log_size > 0)
      what += " (its write-ahead log, " + log + ", is still here and belongs to it)";
    return loss("database_missing", what + ", or restore a backup: walkie restore");
  }
  if (found != IdentityFile::Found::identity || known.state != Identity::State::running) return {};
  const std::uint32_t number = log_number(log, false);
  // The number counts up and wraps around.
  const bool newer = static_cast<std::int32_t>(number - known.log) >= 0;
  if (known.log == 0 || (number != 0 && newer)) return {};
  return loss(
      "database_log_missing",
      log + (number == 0 ? " is gone or empty" : " is older than it was") +
          ", and the newest changes are in it and not in walkie.db; put it back, or restore "
          "a backup: walkie restore");
}

Result<void> look_into_database(const DataFolder& folder, const Identity& known,
                                SqlConnection& connection) {
  const std::string installation = setting(connection, "installation");
  const std::string epoch = epoch_of(connection);
  const NewestIds ids = newest_ids(connection);
  if (connection.failed()) return {};  // the caller reports it
  if (!installation.empty() && installation != known.installation) {
    return loss("database_other",
                folder.database() +
                    " is that of another installation than walkie.id knows; put "
                    "the right one back, or take this one over with walkie restore");
  }
  if (!ids.cover(known.newest)) {
    return loss("database_older",
                folder.database() + " is older than it was: " + what_is_older(ids, known.newest) +
                    "; put the newer one back, or take this one over with walkie restore");
  }
  if (epoch == known.epoch) return {};
  return loss("database_other",
              folder.database() +
                  " is from before or after a restore that walkie.id does not know; "
                  "put the right one back, or take this one over with walkie restore");
}

Result<void> move_rest_aside(const DataFolder& folder, const std::string& name) {
  namespace fs = std::filesystem;
  std::error_code failed;
  const fs::path aside = fs::path(folder.path()) / ("lost-" + name);
  for (const char* end : {"-wal", "-shm"}) {
    const fs::path from = folder.database() + end;
    if (!fs::exists(from, failed)) continue;
    fs::create_directory(aside, failed);
    fs::rename(from, aside / from.filename(), failed);
    if (failed) {
      return Error{Code::unavailable, "data_folder_not_writable",
                   "cannot move " + from.string() + " aside: " + failed.message(), "data", 0};
    }
  }
  return {};
}

}  // namespace walkie
