// Encodes the bodies of REST answers.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/shared_bytes.h"
#include "chat/event.h"
#include "wire/rows.h"

namespace walkie::wire {

std::string message_answer(const Message& message);
std::string message_answer(const Message& message, Seq head_seq);
// The same, from the frame of the new_message event.
std::string message_answer(std::string_view new_message_frame, Seq head_seq);
// next: the seq of the next page; 0 when this is the last page. updates: null: not requested.
std::string message_list(const std::vector<Message>& items, Seq next, Seq head_seq,
                         std::string_view epoch, const std::vector<Event>* updates = nullptr);
std::string conversation_answer(const ConversationRow& row, RowKind kind);
std::string conversation_answer(const ConversationRow& row, RowKind kind, Seq head_seq);
std::string conversation_list(const std::vector<ConversationRow>& items, RowKind kind,
                              std::string_view next);
std::string conversation_counts(std::int64_t mine, std::int64_t unassigned, std::int64_t all);
std::string read_answer(const Position& position, Seq head_seq);
// events: encoded frames.
std::string event_page(std::string_view epoch, Seq head_seq,
                       const std::vector<SharedBytes>& events);
std::string event_reset(std::string_view epoch, Seq head_seq);

std::string visitor_answer(const Visitor& visitor, std::string_view token);
std::string signed_in_answer(const Agent& agent);
std::string setup_answer(bool is_set_up);
// next: the cursor of the next page; empty: this is the last.
std::string agent_list(const std::vector<Agent>& agents, std::string_view next = {});
std::string inbox_list(const std::vector<Inbox>& inboxes, bool with_origins,
                       std::string_view next = {});
// email: of agents, and of visitors who gave one; empty otherwise.
std::string me_answer(const Principal& me, std::string_view email,
                      const std::vector<Inbox>& inboxes);

std::string readiness(bool ready, const std::map<std::string, std::string>& checks);

// The members head_seq and messages of a conversation_moved error (S5).
std::string head_conflict_members(Seq head_seq, const std::vector<Message>& came);

}  // namespace walkie::wire
