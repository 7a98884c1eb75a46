// The tables of the memory store. Everything is a map from key to row, so that one pair of
// functions (put, erase in memory_transaction.h) can undo and replay any change.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "chat/conversation.h"
#include "chat/event.h"
#include "chat/message.h"
#include "chat/people.h"

namespace walkie {

struct MemoryState {
  using LogKey = std::tuple<ConversationId, Channel, Seq>;
  using ClientKey = std::tuple<ConversationId, PrincipalKind, std::int64_t, std::string>;
  using ReaderKey = std::tuple<ConversationId, std::uint8_t, std::int64_t>;

  // What stands at one place of a log: a message, or an event that may refer to one.
  struct Entry {
    EventType type = EventType::new_message;
    MessageId message_id;
    WallTime created_at;
    ConversationChange change;
  };

  std::string epoch;
  std::map<InboxId, Inbox> inboxes;
  std::map<VisitorId, Visitor> visitors;
  std::map<AgentId, Agent> agents;
  std::map<std::string, AgentId> agents_by_email;
  std::map<BotId, Bot> bots;
  std::map<std::string, BotId> bots_by_key_hash;
  std::map<SessionId, Session> sessions;
  std::map<std::string, SessionId> sessions_by_hash;
  std::map<ConversationId, Conversation> conversations;
  std::map<MessageId, Message> messages;
  std::map<ClientKey, MessageId> messages_by_client_id;
  std::map<LogKey, Entry> log;
  std::map<ReaderKey, Position> positions;
  std::map<std::string, std::string> settings;
  std::map<std::string, std::int64_t> last_ids;  // by table: ids are never given out twice
};

}  // namespace walkie
