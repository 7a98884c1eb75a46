// The store's port for bots. Rules of transactions, threads and failure: store/store.h.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "chat/people.h"

namespace walkie {

class BotReads {
 public:
  virtual ~BotReads() = default;
  virtual std::optional<Bot> bot(BotId id) = 0;
  virtual std::optional<Bot> bot_by_key_hash(std::string_view hash) = 0;
  virtual std::vector<Bot> bots() = 0;  // by id; those who were removed are among them
};

class BotWrites {
 public:
  virtual ~BotWrites() = default;
  // Two bots with one key: the step fails with a conflict.
  virtual BotId add_bot(const Bot& bot) = 0;
  virtual void save_bot(const Bot& bot) = 0;
};

}  // namespace walkie
