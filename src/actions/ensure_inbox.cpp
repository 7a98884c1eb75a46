#include "actions/ensure_inbox.h"

#include <algorithm>

#include "actions/inbox_scope.h"
#include "base/origin.h"
#include "chat/permissions.h"
#include "chat/text.h"

namespace walkie::actions {
namespace {

void add_once(std::vector<std::string>& sites, std::string site) {
  if (std::find(sites.begin(), sites.end(), site) == sites.end()) sites.push_back(std::move(site));
}

Result<std::vector<std::string>> canonical_sites(const std::vector<std::string>& sites) {
  std::vector<std::string> canonical;
  for (const std::string& site : sites) {
    const auto origin = parse_site(site);
    if (!origin) {
      return Error{.code = Code::bad_request,
                   .reason = "bad_origin",
                   .detail = origin.error().detail,
                   .field = "allowed_origins"};
    }
    add_once(canonical, origin->text());
  }
  return canonical;
}

void give_members(Transaction& store, const std::vector<Inbox>& inboxes) {
  std::vector<InboxId> all;
  for (const Inbox& inbox : inboxes)
    all.push_back(inbox.id);
  for (Agent& agent : store.agents()) {
    if (!agent.inboxes.empty()) continue;
    agent.inboxes = all;
    store.save_agent(agent);
  }
  for (Bot& bot : store.bots()) {
    if (!bot.inboxes.empty()) continue;
    bot.inboxes = all;
    store.save_bot(bot);
  }
}

}  // namespace

Result<Inbox> EnsureInbox::run(const Context& context, Transaction& store,
                               Outcome& /*outcome*/) const {
  if (!may_administer(context.principal)) return admins_only("creating inboxes");
  std::vector<Inbox> inboxes = store.inboxes();
  if (inboxes.empty()) {
    Inbox inbox;
    inbox.name = name;
    inbox.created_at = context.now;
    inbox.id = store.add_inbox(inbox);
    inboxes.push_back(std::move(inbox));
  }
  give_members(store, inboxes);
  return std::move(inboxes.front());
}

Result<Inbox> UpdateInbox::run(const Context& context, Transaction& store,
                               Outcome& /*outcome*/) const {
  if (context.principal.kind == PrincipalKind::anonymous) return sign_in_required();
  if (!may_administer(context.principal)) return admins_only("changing inboxes");
  std::optional<Inbox> inbox = store.inbox(inbox_id);
  if (!inbox) return unknown_inbox("inbox_id");
  if (name) {
    Result<std::string> good = checked_name(*name, true, context.limits);
    if (!good) return std::move(good).error();
    inbox->name = std::move(good).value();
  }
  if (allowed_origins) {
    auto sites = canonical_sites(*allowed_origins);
    if (!sites) return std::move(sites).error();
    inbox->allowed_origins = std::move(sites).value();
  }
  store.save_inbox(*inbox);
  return std::move(*inbox);
}

Result<CanonicaliseOrigins::Answer> CanonicaliseOrigins::run(const Context& context,
                                                             Transaction& store,
                                                             Outcome& /*outcome*/) const {
  if (!may_administer(context.principal)) return admins_only("changing inboxes");
  Answer unusable;
  for (Inbox& inbox : store.inboxes()) {
    std::vector<std::string> sites;
    for (const std::string& site : inbox.allowed_origins) {
      const auto origin = parse_site(site);
      if (!origin) unusable.push_back({inbox.id, site, origin.error().detail});
      add_once(sites, origin ? origin->text() : site);
    }
    if (sites == inbox.allowed_origins) continue;
    inbox.allowed_origins = std::move(sites);
    store.save_inbox(inbox);
  }
  return unusable;
}

}  // namespace walkie::actions
