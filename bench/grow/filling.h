// Fills a database through the store's port, the way a shop does over the years: some conversations
// are under way at any time, each gets its messages between those of the others.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/random.h"
#include "store/sqlite/sqlite_store.h"

namespace walkie::bench {

struct Shape {
  std::int64_t messages = 0;
  std::int64_t conversations = 0;  // the same number of messages in each
};

// What a filled database is asked with.
struct House {
  std::unique_ptr<SqliteStore> store;
  std::unique_ptr<Writer> writer;
  Shape shape;
  InboxId inbox;
  AgentId agent;  // of that inbox
  WallTime now;   // after everything in it
};

// An error's text on failure. `progress` writes a line to stderr now and then.
Result<House> fill(const std::string& folder, Shape shape, Random& random, bool progress);

}  // namespace walkie::bench
