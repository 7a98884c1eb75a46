// Agents and their inboxes in SQL.
#pragma once

#include "store/agents.h"
#include "store/sql/part.h"

namespace walkie {

class SqlAgentReads : public virtual AgentReads, protected SqlReads {
 public:
  explicit SqlAgentReads(SqlConnection& connection) : SqlReads(connection) {}

  std::optional<Agent> agent(AgentId id) override;
  std::optional<Agent> agent_by_email(const Email& email) override;
  std::vector<Agent> agents() override;
};

class SqlAgents : public SqlAgentReads, public virtual AgentWrites, protected SqlWrites {
 public:
  explicit SqlAgents(SqlBatch& batch) : SqlAgentReads(batch.connection()), SqlWrites(batch) {}

  AgentId add_agent(const Agent& agent) override;
  void save_agent(const Agent& agent) override;
};

}  // namespace walkie
