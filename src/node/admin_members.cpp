#include "node/admin_members.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "actions/update_agent.h"
#include "actions/update_bot.h"
#include "base/address_key.h"
#include "base/decimal.h"
#include "chat/email.h"

namespace walkie {
namespace {

Result<std::int64_t> id_from(std::string_view text, const std::string& field) {
  const auto id = decimal_from<std::int64_t>(text);
  if (id && *id > 0) return *id;
  return bad_admin_field(field, fmt::format("--{} {:?}: must be a number above 0", field, text));
}

std::string ids_text(const std::vector<InboxId>& inboxes) {
  std::vector<std::int64_t> ids;
  for (const InboxId inbox : inboxes)
    ids.push_back(inbox.value);
  return fmt::format("{}", fmt::join(ids, ","));
}

// "all": an empty list, which verbs take for every inbox there is.
Result<std::vector<InboxId>> inboxes_from(std::string_view text) {
  std::vector<InboxId> inboxes;
  if (text == "all") return inboxes;
  for (bool more = true; more;) {
    const std::size_t comma = text.find(',');
    const Result<std::int64_t> id = id_from(text.substr(0, comma), "inboxes");
    if (!id) return id.error();
    inboxes.push_back({*id});
    more = comma != std::string_view::npos;
    if (more) text.remove_prefix(comma + 1);
  }
  return inboxes;
}

Result<Bot> bot_named(const PreparedAdminRequest& prepared, const std::string& field,
                      Transaction& store) {
  const Result<std::int64_t> id = id_from(prepared.request.field(field), field);
  if (!id) return id.error();
  auto bot = store.bot({*id});
  if (!bot) {
    return bad_admin_field(
        field,
        fmt::format("no API key has the id {}; `walkie admin list-keys` lists the keys", *id));
  }
  return *std::move(bot);
}

}  // namespace

Result<Agent> agent_named(const PreparedAdminRequest& prepared, const actions::Context& context,
                          Transaction& store) {
  const auto email = Email::from(prepared.request.field("email"), context.limits);
  if (!email) return email.error();
  auto agent = store.agent_by_email(*email);
  if (!agent)
    return bad_admin_field("email",
                           fmt::format("no agent has the e-mail address {}", email->text()));
  return *std::move(agent);
}

Result<std::string> list_keys(const PreparedAdminRequest& /*prepared*/,
                              const actions::Context& /*context*/, Transaction& store,
                              actions::Outcome& /*outcome*/) {
  std::string lines;
  for (const auto& bot : store.bots()) {
    lines += fmt::format("{}\t{}\t{}\t{}\n", bot.id.value, bot.name, ids_text(bot.inboxes),
                         bot.active ? "active" : "revoked");
  }
  return lines.empty() ? "no keys yet; `walkie admin create-key` makes one\n" : lines;
}

Result<std::string> revoke_key(const PreparedAdminRequest& prepared,
                               const actions::Context& context, Transaction& store,
                               actions::Outcome& outcome) {
  const auto bot = bot_named(prepared, "id", store);
  if (!bot) return bot.error();
  const actions::UpdateBot update{bot->id, {}, false};
  if (const auto done = update.run(context, store, outcome); !done) return done.error();
  return fmt::format("revoked the API key {} ({})\n", bot->id.value, bot->name);
}

Result<std::string> list_inboxes(const PreparedAdminRequest& /*prepared*/,
                                 const actions::Context& /*context*/, Transaction& store,
                                 actions::Outcome& /*outcome*/) {
  std::string lines;
  for (const auto& inbox : store.inboxes())
    lines += fmt::format("{}\t{}\n", inbox.id.value, inbox.name);
  return lines;
}

Result<std::string> set_inboxes(const PreparedAdminRequest& prepared,
                                const actions::Context& context, Transaction& store,
                                actions::Outcome& outcome) {
  const auto inboxes = inboxes_from(prepared.request.field("inboxes"));
  if (!inboxes) return inboxes.error();
  const bool has_email = !prepared.request.field("email").empty();
  if (has_email == !prepared.request.field("key").empty()) {
    return bad_admin_field("email", "give either --email or --key");
  }
  if (has_email) {
    const auto agent = agent_named(prepared, context, store);
    if (!agent) return agent.error();
    actions::UpdateAgent update;
    update.agent_id = agent->id;
    update.inboxes = *inboxes;
    const auto done = update.run(context, store, outcome);
    if (!done) return done.error();
    return fmt::format("{} belongs to inbox {}\n", done->email, ids_text(done->inboxes));
  }
  const auto bot = bot_named(prepared, "key", store);
  if (!bot) return bot.error();
  const auto done = actions::UpdateBot{bot->id, *inboxes, {}}.run(context, store, outcome);
  if (!done) return done.error();
  return fmt::format("the key {} ({}) belongs to inbox {}\n", done->id.value, done->name,
                     ids_text(done->inboxes));
}

Result<std::string> unlock(const PreparedAdminRequest& prepared, const actions::Context& context,
                           Transaction& store, actions::Outcome& /*outcome*/) {
  const std::string address = prepared.request.field("address");
  if (address.empty() == prepared.request.field("email").empty()) {
    return bad_admin_field("email", "give either --email or --address");
  }
  if (!address.empty()) {
    const std::string key = address_key(address);
    if (key == "unknown") return bad_admin_field("address", "--address must be an IP address");
    return fmt::format("failed sign-ins from {} are forgotten\n", key);
  }
  const auto agent = agent_named(prepared, context, store);
  if (!agent) return agent.error();
  return fmt::format("failed sign-ins of {} are forgotten\n", agent->email);
}

}  // namespace walkie
