// Encodes the frames that the server sends, each into one string.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "chat/conversation_row.h"
#include "chat/event.h"
#include "chat/principal.h"

namespace walkie::wire {

// A conversation_update for a page of messages: its frame with its time.
std::string update_item(const Event& event);
// new_message, message_edited, message_deleted, conversation_update: encoded once per event for all
// readers.
std::string event_frame(const Event& event);

struct Ready {
  ConnectionId connection_id;
  WallTime server_time;
  std::string_view epoch;
  std::int64_t ping_interval_ms = 0;
  std::int64_t ping_timeout_ms = 0;
  std::int64_t frame_bytes = 0;
  std::int64_t content_bytes = 0;
  std::int64_t subscriptions = 0;
  std::int64_t typing_text_bytes = 0;
};
std::string ready_frame(const Ready& ready, const Principal& me);

// staff_head_seq: for staff only.
std::string subscribed_frame(ConversationId id, std::string_view epoch, Seq head_seq,
                             std::optional<Seq> staff_head_seq);
std::string synced_frame(ConversationId id, Seq head_seq, std::optional<Seq> staff_head_seq);

// reason: "epoch", "too_far_behind", "trimmed" or "ahead".
std::string reset_frame(ConversationId id, Channel channel, std::string_view epoch, Seq head_seq,
                        std::string_view reason);

std::string read_frame(const Position& position);

// text: the unsent text, for staff only. Empty: left out.
std::string typing_frame(ConversationId id, const Principal& sender, std::string_view text,
                         std::int64_t expires_in_ms);

struct PresentAgent {
  AgentId id;
  std::string name;
};
std::string presence_frame(ConversationId id, bool visitor_online,
                           const std::vector<PresentAgent>& agents);

// The answer to subscribe_inbox (C7).
std::string inbox_subscribed_frame();

// The hint of L3: goes to every agent of the inbox.
std::string inbox_frame(const ConversationRow& row);

std::string ack_frame(const Message& message, Seq head_seq, bool created);

// members: as in problem().
std::string error_frame(const Error& error, std::string_view client_id, ConversationId id,
                        std::string_view members = {});

using Heads = std::vector<std::pair<ConversationId, Seq>>;
std::string pong_frame(const Heads& heads, const std::optional<Heads>& staff_heads);

std::string bye_frame(std::int64_t reconnect_in_ms, std::string_view reason);

}  // namespace walkie::wire
