#include "node/admin_origins.h"

#include <fmt/format.h>

#include <algorithm>

#include "actions/ensure_inbox.h"
#include "base/origin.h"

namespace walkie {
namespace {

Result<Inbox> chosen_inbox(const PreparedAdminRequest& prepared, Transaction& store) {
  auto inboxes = store.inboxes();
  if (inboxes.empty())
    return bad_admin_field("inbox", "the server has no inbox yet; start it once");
  const auto wanted = prepared.request.field("inbox");
  if (wanted.empty()) return std::move(inboxes.front());
  for (auto& inbox : inboxes) {
    if (std::to_string(inbox.id.value) == wanted) return std::move(inbox);
  }
  return bad_admin_field("inbox", fmt::format("no inbox has the id {}", wanted));
}

Result<void> save(const Inbox& inbox, std::vector<std::string> origins,
                  const actions::Context& context, Transaction& store, actions::Outcome& outcome) {
  actions::UpdateInbox update;
  update.inbox_id = inbox.id;
  update.allowed_origins = std::move(origins);
  const auto done = update.run(context, store, outcome);
  return done ? Result<void>() : done.error();
}

}  // namespace

Result<std::string> allow_origin(const PreparedAdminRequest& prepared,
                                 const actions::Context& context, Transaction& store,
                                 actions::Outcome& outcome) {
  const auto inbox = chosen_inbox(prepared, store);
  if (!inbox) return inbox.error();
  const auto origin = parse_site(prepared.request.field("origin"));
  if (!origin) return bad_admin_field("origin", origin.error().detail);
  auto origins = inbox->allowed_origins;
  // What older versions stored and can never match goes with the first change.
  std::erase_if(origins, [](const std::string& stored) { return !parse_site(stored); });
  origins.push_back(origin->text());
  if (auto saved = save(*inbox, std::move(origins), context, store, outcome); !saved) {
    return saved.error();
  }
  return fmt::format("{} may embed inbox {} ({})\n", origin->text(), inbox->id.value, inbox->name);
}

Result<std::string> remove_origin(const PreparedAdminRequest& prepared,
                                  const actions::Context& context, Transaction& store,
                                  actions::Outcome& outcome) {
  const auto inbox = chosen_inbox(prepared, store);
  if (!inbox) return inbox.error();
  const auto typed = prepared.request.field("origin");
  const auto parsed = parse_site(typed);
  const std::string origin = parsed ? parsed->text() : typed;
  auto origins = inbox->allowed_origins;
  if (std::erase(origins, origin) == 0) {
    return bad_admin_field("origin", fmt::format("{:?} is not on the list of inbox {} ({}); "
                                                 "`walkie admin list-origins` shows it",
                                                 origin, inbox->id.value, inbox->name));
  }
  std::erase_if(origins, [](const std::string& stored) { return !parse_site(stored); });
  if (auto saved = save(*inbox, std::move(origins), context, store, outcome); !saved) {
    return saved.error();
  }
  return fmt::format("{} may no longer embed inbox {} ({})\n", origin, inbox->id.value,
                     inbox->name);
}

Result<std::string> list_origins(const PreparedAdminRequest& /*prepared*/,
                                 const actions::Context& /*context*/, Transaction& store,
                                 actions::Outcome& /*outcome*/) {
  std::string lines;
  for (const auto& inbox : store.inboxes()) {
    for (const auto& stored : inbox.allowed_origins) {
      const auto origin = parse_site(stored);
      lines += origin ? fmt::format("{}\t{}\t{}\n", inbox.id.value, stored, inbox.name)
                      : fmt::format("{}\tnever matches: {}\t{}\n", inbox.id.value,
                                    origin.error().detail, inbox.name);
    }
  }
  return lines.empty() ? "no site may embed an inbox yet; `walkie admin allow-origin` adds one\n"
                       : lines;
}

}  // namespace walkie
