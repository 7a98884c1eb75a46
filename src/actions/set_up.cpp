#include "actions/set_up.h"

#include <algorithm>
#include <charconv>

#include "actions/create_agent.h"
#include "actions/credentials.h"
#include "chat/permissions.h"

namespace walkie::actions {
namespace {

constexpr std::string_view kTokenHash = "setup.token_hash";
constexpr std::string_view kExpiresAt = "setup.expires_at_ms";

// Settings are text, hashes are bytes.
std::string stored_form(std::string_view token) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  for (const char c : token_hash(token)) {
    text += kHex[static_cast<unsigned char>(c) >> 4];
    text += kHex[static_cast<unsigned char>(c) & 0x0F];
  }
  return text;
}

bool has_admin(View& store) {
  const std::vector<Agent> agents = store.agents();
  return std::any_of(agents.begin(), agents.end(),
                     [](const Agent& agent) { return agent.active && agent.role == Role::admin; });
}

Error already_set_up() {
  return {.code = Code::conflict,
          .reason = "already_set_up",
          .detail = "An admin account exists already. Sign in, or ask an admin for an account."};
}

Error bad_link() {
  return {.code = Code::forbidden,
          .reason = "bad_setup_link",
          .detail =
              "The link is wrong, was used already, or is older than 15 minutes. Run `walkie admin "
              "setup-link` for a new one."};
}

Result<void> check_link(const Context& context, View& store, std::string_view token) {
  if (has_admin(store)) return already_set_up();
  const std::string stored = store.setting(kTokenHash).value_or("");
  const std::string expiry = store.setting(kExpiresAt).value_or("");
  std::int64_t expires_at_ms = 0;
  std::from_chars(expiry.data(), expiry.data() + expiry.size(), expires_at_ms);
  const bool good = !stored.empty() && same_secret(stored, stored_form(token));
  if (!good || context.now.ms >= expires_at_ms) return bad_link();
  return {};
}

}  // namespace

Result<SetupLink> CreateSetupLink::run(const Context& context, Transaction& store,
                                       Outcome& /*outcome*/) const {
  if (!may_administer(context.principal)) return admins_only("making a set-up link");
  if (has_admin(store)) return already_set_up();
  SetupLink link;
  link.token = make_token(context.random);
  link.expires_at = {context.now.ms + context.limits.setup_link_s * 1000};
  store.save_setting(kTokenHash, stored_form(link.token));
  store.save_setting(kExpiresAt, std::to_string(link.expires_at.ms));
  return link;
}

Result<CheckSetupLink::Answer> CheckSetupLink::run(const Context& context, View& store) const {
  Result<void> good = check_link(context, store, token);
  if (!good) return std::move(good).error();
  return Answer{};
}

Result<SignedIn> SetUp::run(const Context& context, Transaction& store, Outcome& outcome) const {
  Result<void> good = check_link(context, store, token);
  if (!good) return std::move(good).error();
  const Principal console = console_principal();
  const Context as_operator{console, context.now, context.random, context.limits};
  const CreateAgent first{email, name, Role::admin, password_hash, {}};
  Result<Agent> admin = first.run(as_operator, store, outcome);
  if (!admin) return std::move(admin).error();
  store.remove_setting(kTokenHash);
  store.remove_setting(kExpiresAt);
  return OpenSession{admin->id, password_hash}.run(as_operator, store, outcome);
}

Result<bool> IsSetUp::run(const Context& /*context*/, View& store) const {
  return has_admin(store);
}

}  // namespace walkie::actions
