// What every verb gets and returns. A verb is a struct: its fields are the request. run() does load
// → rule → save → events inside one transaction; a verb that only reads runs on a snapshot:
//
//   struct PostMessage {
//     using Answer = PostedMessage;
//     ConversationId conversation_id; …
//     Result<Answer> run(const Context&, Transaction&, Outcome&) const;   // changes something
//     Result<Answer> run(const Context&, View&) const;                    // only reads
//   };
//
// run() is called on a store thread and may be called again for a retry. It uses only its
// arguments. After an error the store is unchanged and the Outcome is dropped.
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
  const Principal& principal;  // whose request it is
  WallTime now;
  Random& random;
  const Limits& limits;
  DeletedTexts* deleted_texts = nullptr;  // for verbs that change; null: none are kept
};

// Connections to close: those of one session, or all of the principal.
struct Revocation {
  enum class Why : std::uint8_t { signed_out, removed, replaced, credential_expired };
  PrincipalKind kind = PrincipalKind::visitor;
  std::int64_t id = 0;
  SessionId session;  // none: all of them
  Why why = Why::signed_out;
};

// The row of a conversation changed: subscribers of its inbox get a hint (L3). An outcome with an
// event has the row of its conversation too.
struct ChangedRow {
  ConversationId conversation_id;
  InboxId inbox_id;
  VisitorId visitor_id;
  Seq last_seq = 0;  // heads after the action
  Seq staff_last_seq = 0;
};

// What is published when the change is durable.
struct Outcome {
  std::vector<Event> events;        // durable, in log order
  std::vector<Position> positions;  // changed; sent as hints (L2)
  std::vector<ChangedRow> rows;
  std::vector<Revocation> revocations;
};

}  // namespace walkie::actions
