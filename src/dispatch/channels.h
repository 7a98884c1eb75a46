// The keys of the channels of broker and hub. The top byte is the kind of channel and the rest is
// the id, so two channels never have the same key.
#pragma once

#include "base/ids.h"
#include "broker/broker.h"
#include "chat/conversation.h"
#include "chat/principal.h"

namespace walkie {

enum class ChannelKind : std::uint8_t { conversation = 1, staff, inbox, principal };

constexpr ChannelKey channel_key(ChannelKind kind, std::int64_t id) {
  return (static_cast<ChannelKey>(kind) << 56) | static_cast<ChannelKey>(id);
}
constexpr ChannelKind channel_kind(ChannelKey key) { return static_cast<ChannelKind>(key >> 56); }
constexpr std::int64_t channel_id(ChannelKey key) {
  return static_cast<std::int64_t>(key & ((ChannelKey{1} << 56) - 1));
}

// The public log, or the staff log, of a conversation: events; `read`, `typing`, `presence`.
constexpr ChannelKey conversation_channel(ConversationId id, Channel channel = Channel::everyone) {
  return channel_key(channel == Channel::everyone ? ChannelKind::conversation : ChannelKind::staff,
                     id.value);
}
// `inbox` hints for staff (L3).
constexpr ChannelKey inbox_channel(InboxId id) { return channel_key(ChannelKind::inbox, id.value); }
// Revocations (revocation.h). Every connection subscribes to the channel of its principal.
constexpr ChannelKey principal_channel(PrincipalKind kind, std::int64_t id) {
  return channel_key(ChannelKind::principal, (static_cast<std::int64_t>(kind) << 48) | id);
}

}  // namespace walkie
