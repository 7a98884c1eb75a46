// The store's port: durable state, one transaction at a time, synchronous.
//
// Owner: node/ builds it; dispatch/ calls it on its store threads; actions/ see only View and
// Transaction. One contract suite (tests/contract/store) holds the memory and the SQL one together.
//
// Writing (group commit): begin(), then step() for each action that waits, then commit(). A step
// that returns an error leaves no trace; the others stand. What a step wrote is durable when
// commit() has returned ok, and not before (protocol S2).
//
// Failure of the environment (disk full, I/O error): the calls of View and Transaction answer
// nothing/empty and the transaction remembers; step(), commit() or read() then returns
// storage_full or unavailable, whatever the action returned: it needs no error path for the disk.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "chat/conversation.h"
#include "chat/email.h"
#include "chat/event.h"
#include "chat/message.h"
#include "chat/people.h"
#include "store/filters.h"

namespace walkie {

// A consistent snapshot. Valid only inside the call that handed it out, on that thread.
class View {
 public:
  virtual ~View() = default;

  virtual std::string epoch() = 0;  // protocol L4

  virtual std::optional<Inbox> inbox(InboxId id) = 0;
  virtual std::vector<Inbox> inboxes() = 0;
  virtual std::optional<Visitor> visitor(VisitorId id) = 0;
  virtual std::optional<Agent> agent(AgentId id) = 0;
  virtual std::optional<Agent> agent_by_email(const Email& email) = 0;
  virtual std::vector<Agent> agents() = 0;  // removed ones too
  virtual std::optional<Bot> bot(BotId id) = 0;
  virtual std::optional<Bot> bot_by_key_hash(std::string_view hash) = 0;
  virtual std::vector<Bot> bots() = 0;
  virtual std::optional<Session> session_by_hash(std::string_view token_hash) = 0;

  virtual std::optional<Conversation> conversation(ConversationId id) = 0;
  virtual std::vector<Conversation> conversations(const ConversationFilter& filter) = 0;
  virtual std::int64_t count_conversations(const ConversationFilter& filter, int at_most) = 0;
  // last_seq of many at once (N2); conversations that do not exist are left out.
  virtual std::vector<Conversation> conversations_by_id(const std::vector<ConversationId>& ids) = 0;

  virtual std::optional<Message> message(MessageId id) = 0;
  virtual std::optional<Message> message_by_client_id(ConversationId conversation,
                                                      PrincipalKind sender_kind,
                                                      std::int64_t sender_id,
                                                      std::string_view client_id) = 0;
  virtual std::vector<Message> messages(const MessageFilter& filter) = 0;
  // Events with after < seq, ascending, at most `limit`; a message in them is as it is now.
  virtual std::vector<Event> events(ConversationId conversation, Channel channel, Seq after,
                                    int limit) = 0;
  // conversation_update events with after < seq < before, ascending; the newest `limit` of them.
  virtual std::vector<Event> updates(ConversationId id, Seq after, Seq before, int limit) = 0;
  // The newest message of another agent or bot in the public log after `after`, if any (S5).
  virtual std::optional<Message> answer_of_another(ConversationId conversation, Seq after,
                                                   PrincipalKind self_kind,
                                                   std::int64_t self_id) = 0;

  virtual std::optional<Position> position(ConversationId conversation, PrincipalKind reader_kind,
                                           std::int64_t reader_id) = 0;
  virtual std::vector<Position> positions(ConversationId conversation) = 0;
  // Public messages after `after` of visitors (of_visitors) or of staff; no further than `at_most`.
  virtual int count_messages(ConversationId conversation, Seq after, bool of_visitors,
                             int at_most) = 0;

  // Small durable facts of the installation by name (the one-time link's hash, its expiry …).
  virtual std::optional<std::string> setting(std::string_view name) = 0;
};

// Ids are given out by the store: pass rows with id 0 to the add_ calls.
class Transaction : public View {
 public:
  virtual InboxId add_inbox(const Inbox& inbox) = 0;
  virtual void save_inbox(const Inbox& inbox) = 0;
  virtual VisitorId add_visitor(const Visitor& visitor) = 0;
  virtual void save_visitor(const Visitor& visitor) = 0;
  virtual AgentId add_agent(const Agent& agent) = 0;
  virtual void save_agent(const Agent& agent) = 0;
  virtual BotId add_bot(const Bot& bot) = 0;
  virtual void save_bot(const Bot& bot) = 0;
  virtual SessionId add_session(const Session& session) = 0;
  virtual void touch_session(SessionId id, WallTime used_at) = 0;
  virtual void remove_session(SessionId id) = 0;
  virtual std::vector<SessionId> remove_sessions_of(PrincipalKind kind, std::int64_t id) = 0;
  virtual int remove_expired_sessions(WallTime now, WallTime idle_before, int at_most) = 0;

  virtual ConversationId add_conversation(const Conversation& conversation) = 0;
  // Saves every column but id, inbox, visitor, heads; takes version as given.
  virtual void save_conversation(const Conversation& conversation) = 0;
  // The next seq of a log, given out in this transaction (L1). The conversation must exist.
  virtual Seq next_seq(ConversationId conversation, Channel channel) = 0;
  // seq: what next_seq gives. No id: its sender has used this client_id here (S1), nothing is done.
  virtual MessageId add_message(const Message& message) = 0;
  virtual void save_message(const Message& message) = 0;  // content, edited_at, deleted_…
  // Every event but new_message; event.seq comes from next_seq.
  virtual void add_event(const Event& event) = 0;
  // Only ever moves forward; answers the position that is now in force.
  virtual Position advance_position(const Position& position) = 0;

  virtual void save_setting(std::string_view name, std::string_view value) = 0;
  virtual void remove_setting(std::string_view name) = 0;
  virtual void save_epoch(std::string_view epoch) = 0;  // restore only; skips ids (L4)
};

// The one writer. Owned and called by one thread.
class Writer {
 public:
  using Step = std::function<Result<void>(Transaction&)>;
  virtual ~Writer() = default;
  // How a step that fails is undone. `whole_batch` spares the guard around each step, and with it
  // a third of an insert's cost (decision 0074).
  enum class Undo { each_step, whole_batch };
  virtual Result<void> begin(Undo undo = Undo::each_step) = 0;
  virtual Result<void> step(const Step& step) = 0;
  // Under `whole_batch`: a step has failed after it had changed something. commit() then undoes
  // the batch and answers an error; the same steps may be run again under `each_step`.
  virtual bool spoiled() const { return false; }
  virtual Result<void> commit() = 0;  // an error: nothing of the batch happened
};

// Snapshot reads beside the writer. One per thread.
class Reader {
 public:
  using Look = std::function<Result<void>(View&)>;
  virtual ~Reader() = default;
  virtual Result<void> read(const Look& look) = 0;
};

// Any thread. Outlives its writers and readers.
class Store {
 public:
  virtual ~Store() = default;
  virtual std::unique_ptr<Writer> writer() = 0;  // once
  virtual std::unique_ptr<Reader> reader() = 0;
};

}  // namespace walkie
