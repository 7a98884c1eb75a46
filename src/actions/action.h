// What every verb gets and gives. A verb is a struct: its fields are the request, run() is
// load → rule → save → events inside one transaction (or one snapshot, when it only looks):
//
//   struct PostMessage {
//     using Answer = PostedMessage;
//     ConversationId conversation_id; …
//     Result<Answer> run(const Context&, Transaction&, Outcome&) const;   // changes
//     Result<Answer> run(const Context&, View&) const;                    // looks
//   };
//
// run() is called on a store thread, may be called again for a retry, and touches nothing but its
// arguments. An error leaves no trace in the store, and its Outcome is thrown away.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "chat/event.h"
#include "chat/limits.h"
#include "chat/principal.h"
#include "store/store.h"

namespace walkie::actions {

class DeletedTexts;

struct Context {
  const Principal& principal;  // who asks
  WallTime now;
  Random& random;
  const Limits& limits;
  DeletedTexts* deleted_texts = nullptr;  // for verbs that change; null: none are kept
};

// Sockets and streams to end: of one session, or of everything the principal has open.
struct Revocation {
  enum class Why : std::uint8_t { signed_out, removed, replaced, credential_expired };
  PrincipalKind kind = PrincipalKind::visitor;
  std::int64_t id = 0;
  SessionId session;  // none: all of them
  Why why = Why::signed_out;
};

// The row of a conversation changed; connections that watch its inbox get a hint (L3). Every event
// of an outcome has the row of its conversation beside it.
struct ChangedRow {
  ConversationId conversation_id;
  InboxId inbox_id;
  VisitorId visitor_id;
  Seq last_seq = 0;  // heads after the action
  Seq staff_last_seq = 0;
};

// What the world must hear once the change is durable.
struct Outcome {
  std::vector<Event> events;        // durable, in log order
  std::vector<Position> positions;  // moved; pushed as hints (L2)
  std::vector<ChangedRow> rows;
  std::vector<Revocation> revocations;
};

}  // namespace walkie::actions
