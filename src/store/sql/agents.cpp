#include "store/sql/agents.h"

#include "store/sql/members.h"
#include "store/sql/read_rows.h"

namespace walkie {

std::optional<Agent> SqlAgentReads::agent(AgentId id) {
  Running query = run(Query::agent);
  auto row = one_row<Agent>(query.with(id.value));
  if (row) row->inboxes = members(connection_, Query::agent_inboxes, row->id.value);
  return row;
}

std::optional<Agent> SqlAgentReads::agent_by_email(const Email& email) {
  Running query = run(Query::agent_by_email);
  auto row = one_row<Agent>(query.with(email.text()));
  if (row) row->inboxes = members(connection_, Query::agent_inboxes, row->id.value);
  return row;
}

std::vector<Agent> SqlAgentReads::agents() {
  Running query = run(Query::agents);
  auto rows = all_rows<Agent>(query);
  for (Agent& row : rows)
    row.inboxes = members(connection_, Query::agent_inboxes, row.id.value);
  return rows;
}

AgentId SqlAgents::add_agent(const Agent& agent) {
  AgentId id;
  {
    Running query = change(Query::add_agent);
    bind_columns(*query, Columns::but_id, agent);
    id = {query->insert()};
  }
  save_members(batch_, Query::remove_agent_inboxes, Query::add_agent_inbox, id.value,
               agent.inboxes);
  return id;
}

void SqlAgents::save_agent(const Agent& agent) {
  {
    Running query = change(Query::save_agent);
    bind_columns(*query.with(agent.id.value), Columns::changing, agent, 2);
    query->step();
  }
  save_members(batch_, Query::remove_agent_inboxes, Query::add_agent_inbox, agent.id.value,
               agent.inboxes);
}

}  // namespace walkie
