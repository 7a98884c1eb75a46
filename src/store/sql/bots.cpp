#include "store/sql/bots.h"

#include "store/sql/members.h"
#include "store/sql/read_rows.h"

namespace walkie {

std::optional<Bot> SqlBotReads::bot(BotId id) {
  Running query = run(Query::bot);
  auto row = one_row<Bot>(query.with(id.value));
  if (row) row->inboxes = members(connection_, Query::bot_inboxes, row->id.value);
  return row;
}

std::optional<Bot> SqlBotReads::bot_by_key_hash(std::string_view hash) {
  Running query = run(Query::bot_by_key_hash);
  query->bind_bytes(1, hash);
  auto row = one_row<Bot>(query);
  if (row) row->inboxes = members(connection_, Query::bot_inboxes, row->id.value);
  return row;
}

std::vector<Bot> SqlBotReads::bots() {
  Running query = run(Query::bots);
  auto rows = all_rows<Bot>(query);
  for (Bot& row : rows)
    row.inboxes = members(connection_, Query::bot_inboxes, row.id.value);
  return rows;
}

BotId SqlBots::add_bot(const Bot& bot) {
  BotId id;
  {
    Running query = change(Query::add_bot);
    bind_columns(*query, Columns::but_id, bot);
    id = {query->insert()};
  }
  save_members(batch_, Query::remove_bot_inboxes, Query::add_bot_inbox, id.value, bot.inboxes);
  return id;
}

void SqlBots::save_bot(const Bot& bot) {
  {
    Running query = change(Query::save_bot);
    bind_columns(*query.with(bot.id.value), Columns::changing, bot, 2);
    query->step();
  }
  save_members(batch_, Query::remove_bot_inboxes, Query::add_bot_inbox, bot.id.value, bot.inboxes);
}

}  // namespace walkie
