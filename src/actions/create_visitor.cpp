#include "actions/create_visitor.h"

#include <algorithm>

#include "actions/credentials.h"
#include "actions/inbox_scope.h"
#include "chat/text.h"

namespace walkie::actions {
namespace {

Result<Inbox> chosen_inbox(View& store, InboxId id) {
  if (id) {
    std::optional<Inbox> inbox = store.inbox(id);
    if (inbox) return std::move(*inbox);
    return unknown_inbox("inbox_id");
  }
  std::vector<Inbox> inboxes = store.inboxes();
  auto first = std::min_element(inboxes.begin(), inboxes.end(),
                                [](const Inbox& a, const Inbox& b) { return a.id < b.id; });
  if (first != inboxes.end()) return std::move(*first);
  return Error{.code = Code::unavailable,
               .reason = "no_inbox",
               .detail = "The server has no inbox. Start the server once: it makes the first one."};
}

}  // namespace

Result<NewVisitor> CreateVisitor::run(const Context& context, Transaction& store,
                                      Outcome& /*outcome*/) const {
  Result<std::string> good_name = checked_name(name, false, context.limits);
  if (!good_name) return std::move(good_name).error();
  Result<std::string> good_email = checked_email(email, false, context.limits);
  if (!good_email) return std::move(good_email).error();
  if (context.principal.kind == PrincipalKind::visitor) {
    std::optional<Visitor> known = store.visitor(VisitorId{context.principal.id});
    if (known) return NewVisitor{std::move(*known), {}, false};
  }
  Result<Inbox> inbox = chosen_inbox(store, inbox_id);
  if (!inbox) return std::move(inbox).error();

  NewVisitor made;
  made.visitor.inbox_id = inbox->id;
  made.visitor.name = std::move(good_name).value();
  made.visitor.email = std::move(good_email).value();
  made.visitor.created_at = context.now;
  made.visitor.id = store.add_visitor(made.visitor);

  made.token = make_token(context.random);
  Session session;
  session.token_hash = token_hash(made.token);
  session.kind = PrincipalKind::visitor;
  session.principal_id = made.visitor.id.value;
  session.created_at = session.used_at = context.now;
  session.expires_at = {context.now.ms + context.limits.visitor_session_s * 1000};
  store.add_session(session);
  return made;
}

}  // namespace walkie::actions
