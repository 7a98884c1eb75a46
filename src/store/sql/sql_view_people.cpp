// The part of SqlView about people, sessions and settings.
#include "store/sql/read_rows.h"
#include "store/sql/rows.h"
#include "store/sql/sql_view.h"

namespace walkie {

template <class Base>
std::string SqlView<Base>::epoch() {
  return setting("epoch").value_or("");
}

template <class Base>
std::optional<std::string> SqlView<Base>::setting(std::string_view name) {
  Running query = run(Query::setting);
  query.with(name);
  if (!query->step()) return std::nullopt;
  return std::string(query->text(0));
}

template <class Base>
std::optional<Inbox> SqlView<Base>::inbox(InboxId id) {
  Running query = run(Query::inbox);
  return one_row(query.with(id.value), inbox_row);
}

template <class Base>
std::vector<Inbox> SqlView<Base>::inboxes() {
  Running query = run(Query::inboxes);
  return all_rows(query, inbox_row);
}

template <class Base>
std::optional<Visitor> SqlView<Base>::visitor(VisitorId id) {
  Running query = run(Query::visitor);
  return one_row(query.with(id.value), visitor_row);
}

template <class Base>
std::vector<InboxId> SqlView<Base>::members(Query query, std::int64_t id) {
  Running rows = run(query);
  rows.with(id);
  std::vector<InboxId> out;
  while (rows->step())
    out.push_back({rows->integer(0)});
  return out;
}

template <class Base>
std::optional<Agent> SqlView<Base>::agent(AgentId id) {
  Running query = run(Query::agent);
  auto row = one_row(query.with(id.value), agent_row);
  if (row) row->inboxes = members(Query::agent_inboxes, row->id.value);
  return row;
}

template <class Base>
std::optional<Agent> SqlView<Base>::agent_by_email(const Email& email) {
  Running query = run(Query::agent_by_email);
  auto row = one_row(query.with(email.text()), agent_row);
  if (row) row->inboxes = members(Query::agent_inboxes, row->id.value);
  return row;
}

template <class Base>
std::vector<Agent> SqlView<Base>::agents() {
  Running query = run(Query::agents);
  auto rows = all_rows(query, agent_row);
  for (Agent& row : rows)
    row.inboxes = members(Query::agent_inboxes, row.id.value);
  return rows;
}

template <class Base>
std::optional<Bot> SqlView<Base>::bot(BotId id) {
  Running query = run(Query::bot);
  auto row = one_row(query.with(id.value), bot_row);
  if (row) row->inboxes = members(Query::bot_inboxes, row->id.value);
  return row;
}

template <class Base>
std::optional<Bot> SqlView<Base>::bot_by_key_hash(std::string_view hash) {
  Running query = run(Query::bot_by_key_hash);
  query->bind_bytes(1, hash);
  auto row = one_row(query, bot_row);
  if (row) row->inboxes = members(Query::bot_inboxes, row->id.value);
  return row;
}

template <class Base>
std::vector<Bot> SqlView<Base>::bots() {
  Running query = run(Query::bots);
  auto rows = all_rows(query, bot_row);
  for (Bot& row : rows)
    row.inboxes = members(Query::bot_inboxes, row.id.value);
  return rows;
}

template <class Base>
std::optional<Session> SqlView<Base>::session_by_hash(std::string_view token_hash) {
  Running query = run(Query::session_by_hash);
  query->bind_bytes(1, token_hash);
  return one_row(query, session_row);
}

template class SqlView<View>;
template class SqlView<Transaction>;

}  // namespace walkie
