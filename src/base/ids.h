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

// Messages and notes are counted apart: the ids of messages, which visitors see, show nothing of
// notes. Messages begin at 1, notes here. Both are exact as JSON numbers (below 2^53).
constexpr std::int64_t first_note_id = std::int64_t{1} << 52;

// A new epoch begins its ids at least this far beyond the newest one. That is more than is written
// between a backup and its restore: an id from before the restore never names another message (L4).
constexpr std::int64_t ids_that_epochs_skip = 1'000'000;

}  // namespace walkie

template <class Tag>
struct std::hash<walkie::Id<Tag>> {
  std::size_t operator()(walkie::Id<Tag> id) const noexcept {
    return std::hash<std::int64_t>{}(id.value);
  }
};
