// DIR/walkie.id: what the database of this folder is known to hold. It lies beside walkie.db. When
// the server starts, it shows that the database is gone, is older than it was, or has lost its
// write-ahead log. Such a database is not taken for a new or a whole one.
//
// Owner: the store. One thread at a time. It says nothing that is not on the disk already, so it
// may be older than the database and is never ahead of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "base/result.h"

namespace walkie {

// The newest ids. They only grow.
struct NewestIds {
  std::int64_t conversations = 0;
  std::int64_t messages = 0;
  std::int64_t notes = 0;
  std::int64_t visitors = 0;

  bool operator==(const NewestIds&) const = default;
  // None of them is below that of `other`.
  bool cover(const NewestIds& other) const;
};

struct Identity {
  enum class State : std::uint8_t {
    stopped,    // cleanly: the database is whole without a write-ahead log
    running,    // or killed
    restoring,  // another database is about to be put in place
  };
  State state = State::running;
  std::string installation;  // 16 hex digits, made with the database and kept in it
  std::string epoch;
  NewestIds newest;
  // Of the write-ahead log in use: the number that its header counts up each time the log is
  // restarted. 0: none was known.
  std::uint32_t log = 0;

  bool operator==(const Identity&) const = default;
};

class IdentityFile {
 public:
  enum class Found : std::uint8_t { nothing, unreadable, identity };

  explicit IdentityFile(std::string path) : path_(std::move(path)) {}
  ~IdentityFile();
  IdentityFile(IdentityFile&& other) noexcept;
  IdentityFile& operator=(IdentityFile&&) = delete;

  // Reads it and keeps it open; makes nothing. `identity` is set when there is one.
  Found read(Identity& identity);
  // In place, so that the open file stays the one that is written. `durable` waits for the disk.
  // A failure is an Error data_folder_not_writable.
  Result<void> write(const Identity& identity, bool durable);

 private:
  std::string path_;
  int file_ = -1;
};

// The number that counts the beginnings of the write-ahead log `path`; 0 when there is no log.
// `durable` waits until the log is on the disk.
std::uint32_t log_number(const std::string& path, bool durable);

}  // namespace walkie
