// The store's port for agents. Rules of transactions, threads and failure: store/store.h.
#pragma once

#include <optional>
#include <vector>

#include "chat/email.h"
#include "chat/people.h"

namespace walkie {

class AgentReads {
 public:
  virtual ~AgentReads() = default;
  virtual std::optional<Agent> agent(AgentId id) = 0;
  virtual std::optional<Agent> agent_by_email(const Email& email) = 0;
  virtual std::vector<Agent> agents() = 0;  // by id; those who were removed are among them
};

class AgentWrites {
 public:
  virtual ~AgentWrites() = default;
  // Two agents with one e-mail address: the step fails with a conflict.
  virtual AgentId add_agent(const Agent& agent) = 0;
  virtual void save_agent(const Agent& agent) = 0;
};

}  // namespace walkie
