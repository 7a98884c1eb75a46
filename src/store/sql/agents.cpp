#include "store/sql/agents.h"

#include "store/sql/members.h"
#include "store/sql/read_rows.h"
#include "store/sql/rows.h"

namespace walkie {

std::optional<Agent> SqlAgentReads::agent(AgentId id) {
  Running query = run(Query::agent);
  auto row = one_row(query.with(id.value), agent_row);
  if (row) row->inboxes = members(connection_, Query::agent_inboxes, row->id.value);
  return row;
}

std::optional<Agent> SqlAgentReads::agent_by_email(const Email& email) {
  Running query = run(Query::agent_by_email);
  auto row = one_row(query.with(email.text()), agent_row);
  if (row) row->inboxes = members(connection_, Query::agent_inboxes, row->id.value);
  return row;
}

std::vector<Agent> SqlAgentReads::agents() {
  Running query = run(Query::agents);
  auto rows = all_rows(query, agent_row);
  for (Agent& row : rows)
    row.inboxes = members(connection_, Query::agent_inboxes, row.id.value);
  return rows;
}

AgentId SqlAgents::add_agent(const Agent& agent) {
  AgentId id;
  {
    Running query = change(Query::add_agent);
    query.with(agent.email, agent.name, number(agent.role), agent.avatar_url, agent.password_hash,
               agent.active ? 1 : 0, agent.created_at.ms);
    id = {query->insert()};
  }
  save_members(batch_, Query::remove_agent_inboxes, Query::add_agent_inbox, id.value,
               agent.inboxes);
  return id;
}

void SqlAgents::save_agent(const Agent& agent) {
  {
    Running query = change(Query::save_agent);
    query.with(agent.id.value, agent.email, agent.name, number(agent.role), agent.avatar_url,
               agent.password_hash, agent.active ? 1 : 0, agent.created_at.ms);
    query->step();
  }
  save_members(batch_, Query::remove_agent_inboxes, Query::add_agent_inbox, agent.id.value,
               agent.inboxes);
}

}  // namespace walkie
