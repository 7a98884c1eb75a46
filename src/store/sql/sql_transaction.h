// The writer's transaction over one SQL connection. Under Undo::each_step a savepoint is opened by
// the first change of a step, so that a step that only looks costs none.
#pragma once

#include "store/sql/conversation_cache.h"
#include "store/sql/sql_view.h"

namespace walkie {

class SqlTransaction final : public SqlView<Transaction> {
 public:
  explicit SqlTransaction(SqlConnection& connection) : SqlView<Transaction>(connection) {}

  // The writer's calls, around batch and step. A new connection starts with nothing cached.
  void use(SqlConnection& connection);
  void begin_batch(Writer::Undo undo);
  void begin_step();
  // False: what the step had changed could not be undone alone.
  bool end_step(bool keep);
  void flush() { cache_.flush(*connection_); }
  void end_batch(bool committed);

  std::optional<Conversation> conversation(ConversationId id) override;
  std::vector<Conversation> conversations(const ConversationFilter& filter) override;
  std::int64_t count_conversations(const ConversationFilter& filter, int at_most) override;

  InboxId add_inbox(const Inbox& inbox) override;
  void save_inbox(const Inbox& inbox) override;
  VisitorId add_visitor(const Visitor& visitor) override;
  void save_visitor(const Visitor& visitor) override;
  AgentId add_agent(const Agent& agent) override;
  void save_agent(const Agent& agent) override;
  BotId add_bot(const Bot& bot) override;
  void save_bot(const Bot& bot) override;
  SessionId add_session(const Session& session) override;
  void touch_session(SessionId id, WallTime used_at) override;
  void remove_session(SessionId id) override;
  std::vector<SessionId> remove_sessions_of(PrincipalKind kind, std::int64_t id) override;
  int remove_expired_sessions(WallTime now, WallTime idle_before, int at_most) override;
  ConversationId add_conversation(const Conversation& conversation) override;
  void save_conversation(const Conversation& conversation) override;
  Seq next_seq(ConversationId conversation, Channel channel) override;
  MessageId add_message(const Message& message) override;
  void save_message(const Message& message) override;
  void add_event(const Event& event) override;
  Position advance_position(const Position& position) override;
  void save_setting(std::string_view name, std::string_view value) override;
  void remove_setting(std::string_view name) override;
  void save_epoch(std::string_view epoch) override;
  // None of these ids, nor any before them, is given out from now on.
  void keep_ids_beyond(std::int64_t conversations, std::int64_t messages, std::int64_t notes);

 private:
  // Ids are given out here: the database would give those of rows that a restore has taken away to
  // other rows again.
  struct Ids {
    Query newest;
    const char* after;                 // the setting that says from where on they are free
    std::optional<std::int64_t> last;  // none: not yet looked for
  };

  std::int64_t last_of(Ids& ids);
  void forget_ids();
  Running change(Query query);
  void before_change();
  void flush_in_step();
  void save_members(Query remove, Query add, std::int64_t id, const std::vector<InboxId>& inboxes);
  int remove_found(Query query, std::int64_t time, std::int64_t at_most);

  ConversationCache cache_;
  Ids conversation_ids_{Query::newest_conversation_id, "conversation_ids_after", {}};
  Ids message_ids_{Query::newest_message_id, "message_ids_after", {}};
  Ids note_ids_{Query::newest_note_id, "note_ids_after", {}};
  Writer::Undo undo_ = Writer::Undo::each_step;
  bool changed_ = false;  // by the step under way
};

}  // namespace walkie
