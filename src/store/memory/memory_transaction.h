// The memory store's transaction: changes the writer's working state at once and remembers, for
// each change, how to take it back and how to do it again on the committed state.
#pragma once

#include <functional>
#include <utility>
#include <vector>

#include "store/memory/memory_view.h"

namespace walkie {

class MemoryTransaction final : public MemoryView<Transaction> {
 public:
  explicit MemoryTransaction(MemoryState& working)
      : MemoryView<Transaction>(working), working_(working) {}

  std::size_t mark() const { return changes_.size(); }
  void roll_back_to(std::size_t mark);
  // Does everything again on `committed` and starts anew.
  void replay_on(MemoryState& committed);
  // The first failure of the step (a broken constraint), once.
  std::optional<Error> take_failure() { return std::exchange(failure_, std::nullopt); }

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

 private:
  using Change = std::function<void(MemoryState&)>;

  template <class Key, class Row>
  void put(std::map<Key, Row> MemoryState::*table, Key key, Row row);
  template <class Key, class Row>
  void erase(std::map<Key, Row> MemoryState::*table, Key key);
  std::int64_t next_id(const char* table);
  void require(bool holds);  // or the step conflicts

  MemoryState& working_;
  std::vector<std::pair<Change, Change>> changes_;  // redo, undo
  std::optional<Error> failure_;
};

}  // namespace walkie
