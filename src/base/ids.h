// Typed ids: a ConversationId is never passed where a MessageId is meant. 0 means "none".
#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace walkie {

template <class Tag>
struct Id {
  std::int64_t value = 0;

  explicit operator bool() const { return value != 0; }
  auto operator<=>(const Id&) const = default;
};

using InboxId = Id<struct InboxTag>;
using VisitorId = Id<struct VisitorTag>;
using AgentId = Id<struct AgentTag>;
using BotId = Id<struct BotTag>;
using SessionId = Id<struct SessionTag>;
using ConversationId = Id<struct ConversationTag>;
using MessageId = Id<struct MessageTag>;
using ConnectionId = Id<struct ConnectionTag>;

// Position in a log: 1, 2, 3 … without gaps; 0 is "before the first event".
using Seq = std::int64_t;

// Messages and notes are counted apart, so that the ids which visitors see do not tell of notes:
// messages from 1 on, notes from here on, and both are exact as JSON numbers (below 2^53).
constexpr std::int64_t first_note_id = std::int64_t{1} << 52;

// A new epoch gives ids at least so far beyond the newest: more than anybody writes between a
// backup and its restore, so that what a client knows by its id is unknown then, not another (L4).
constexpr std::int64_t ids_that_epochs_skip = 1'000'000;

}  // namespace walkie

template <class Tag>
struct std::hash<walkie::Id<Tag>> {
  std::size_t operator()(walkie::Id<Tag> id) const noexcept {
    return std::hash<std::int64_t>{}(id.value);
  }
};
