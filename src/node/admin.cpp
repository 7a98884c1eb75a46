#include "node/admin.h"

#include <fmt/format.h>

#include <optional>
#include <utility>
#include <vector>

#include "actions/create_agent.h"
#include "actions/create_bot_key.h"
#include "actions/credentials.h"
#include "actions/ensure_inbox.h"
#include "actions/set_up.h"
#include "actions/update_agent.h"
#include "chat/text.h"
#include "node/admin_members.h"
#include "node/admin_origins.h"

namespace walkie {
namespace {

using actions::Context;
using actions::Outcome;

Result<Role> role_from(const std::string& text) {
  if (text == "admin") return Role::admin;
  if (text == "agent" || text.empty()) return Role::agent;
  return bad_admin_field("role", fmt::format("--role {}: must be admin or agent", text));
}

Result<std::string> create_agent(const PreparedAdminRequest& prepared, const Context& context,
                                 Transaction& store, Outcome& outcome) {
  const auto& request = prepared.request;
  const auto role = role_from(request.field("role"));
  if (!role) return role.error();
  const auto agent = actions::CreateAgent{
      .email = request.field("email"),
      .name = request.field("name"),
      .role = role.value(),
      .password_hash = prepared.password_hash,
      .inboxes = {}}.run(context, store, outcome);
  if (!agent) return agent.error();
  return fmt::format("created {} {} <{}>, id {}\n", role.value() == Role::admin ? "admin" : "agent",
                     agent->name, agent->email, agent->id.value);
}

Result<std::string> create_key(const PreparedAdminRequest& prepared, const Context& context,
                               Transaction& store, Outcome& outcome) {
  const auto made =
      actions::CreateBotKey{.name = prepared.request.field("name"), .inboxes = {}}.run(
          context, store, outcome);
  if (!made) return made.error();
  return made->key + "\n";
}

Result<std::string> setup_link(const PreparedAdminRequest& prepared, const Context& context,
                               Transaction& store, Outcome& outcome) {
  const auto link = actions::CreateSetupLink{}.run(context, store, outcome);
  if (!link) return link.error();
  return fmt::format("{}/agent/setup#{}\n", prepared.base_url, link->token);
}

Result<std::string> set_password(const PreparedAdminRequest& prepared, const Context& context,
                                 Transaction& store, Outcome& outcome) {
  const auto agent = agent_named(prepared, context, store);
  if (!agent) return agent.error();
  actions::UpdateAgent update;
  update.agent_id = agent->id;
  update.password_hash = prepared.password_hash;
  if (const auto done = update.run(context, store, outcome); !done) return done.error();
  return fmt::format("{} has a new password and is signed out everywhere\n", agent->email);
}

Result<std::string> set_active(const PreparedAdminRequest& prepared, bool active,
                               const Context& context, Transaction& store, Outcome& outcome) {
  const auto agent = agent_named(prepared, context, store);
  if (!agent) return agent.error();
  actions::UpdateAgent update;
  update.agent_id = agent->id;
  update.active = active;
  if (const auto done = update.run(context, store, outcome); !done) return done.error();
  return fmt::format("{} can {}sign in\n", agent->email, active ? "" : "no longer ");
}

Result<std::string> remove_agent(const PreparedAdminRequest& prepared, const Context& context,
                                 Transaction& store, Outcome& outcome) {
  return set_active(prepared, false, context, store, outcome);
}

Result<std::string> restore_agent(const PreparedAdminRequest& prepared, const Context& context,
                                  Transaction& store, Outcome& outcome) {
  return set_active(prepared, true, context, store, outcome);
}

Result<std::string> list_agents(const PreparedAdminRequest&, const Context&, Transaction& store,
                                Outcome&) {
  std::string lines;
  for (const auto& agent : store.agents()) {
    lines += fmt::format("{}\t{}\t{}\t{}\t{}\n", agent.id.value, agent.email, agent.name,
                         agent.role == Role::admin ? "admin" : "agent",
                         agent.active ? "active" : "removed");
  }
  return lines.empty() ? "no agents yet; `walkie admin setup-link` makes the first admin's link\n"
                       : lines;
}

// A running server answers this itself.
Result<std::string> no_metrics(const PreparedAdminRequest&, const Context&, Transaction&,
                               Outcome&) {
  return bad_admin_field("verb", "no server runs on this data folder, so there are no metrics");
}

struct Command {
  std::string_view verb;
  std::vector<std::string_view> required;
  Result<std::string> (*run)(const PreparedAdminRequest&, const Context&, Transaction&, Outcome&);
};

const std::vector<Command>& commands() {
  static const std::vector<Command> all{
      {"create-agent", {"email", "name", "password"}, create_agent},
      {"create-key", {"name"}, create_key},
      {"setup-link", {}, setup_link},
      {"set-password", {"email", "password"}, set_password},
      {"remove-agent", {"email"}, remove_agent},
      {"restore-agent", {"email"}, restore_agent},
      {"list-agents", {}, list_agents},
      {"allow-origin", {"origin"}, allow_origin},
      {"list-origins", {}, list_origins},
      {"metrics", {}, no_metrics},
      {"remove-origin", {"origin"}, remove_origin},
      {"list-keys", {}, list_keys},
      {"revoke-key", {"id"}, revoke_key},
      {"list-inboxes", {}, list_inboxes},
      {"set-inboxes", {"inboxes"}, set_inboxes},
      {"unlock", {}, unlock},
  };
  return all;
}

const Command* command_named(std::string_view verb) {
  for (const auto& command : commands()) {
    if (command.verb == verb) return &command;
  }
  return nullptr;
}

}  // namespace

Result<PreparedAdminRequest> prepare_admin_request(AdminRequest request, std::string base_url,
                                                   Random& random, const Limits& limits) {
  const auto* command = command_named(request.verb);
  if (command == nullptr) {
    return bad_admin_field("verb", fmt::format("unknown admin command {}", request.verb));
  }
  for (const auto& name : command->required) {
    if (request.field(std::string(name)).empty()) {
      return bad_admin_field(std::string(name), fmt::format("{} is missing or empty", name));
    }
  }
  PreparedAdminRequest prepared{std::move(request), {}, std::move(base_url)};
  const auto password = prepared.request.field("password");
  if (!password.empty()) {
    if (auto good = check_password(password, limits); !good) return good.error();
    prepared.password_hash = actions::hash_password(password, random, limits);
    prepared.request.fields.erase("password");
  }
  return prepared;
}

Result<std::string> AdminVerb::run(const actions::Context& context, Transaction& store,
                                   actions::Outcome& outcome) const {
  const auto* command = command_named(prepared.request.verb);
  if (command == nullptr) return bad_admin_field("verb", "unknown admin command");
  // A new folder has an inbox before anything else.
  if (const auto inbox = actions::EnsureInbox{}.run(context, store, outcome); !inbox) {
    return inbox.error();
  }
  return command->run(prepared, context, store, outcome);
}

}  // namespace walkie
