// Bots and their inboxes in SQL.
#pragma once

#include "store/bots.h"
#include "store/sql/part.h"

namespace walkie {

class SqlBotReads : public virtual BotReads, protected SqlReads {
 public:
  explicit SqlBotReads(SqlConnection& connection) : SqlReads(connection) {}

  std::optional<Bot> bot(BotId id) override;
  std::optional<Bot> bot_by_key_hash(std::string_view hash) override;
  std::vector<Bot> bots() override;
};

class SqlBots : public SqlBotReads, public virtual BotWrites, protected SqlWrites {
 public:
  explicit SqlBots(SqlBatch& batch) : SqlBotReads(batch.connection()), SqlWrites(batch) {}

  BotId add_bot(const Bot& bot) override;
  void save_bot(const Bot& bot) override;
};

}  // namespace walkie
