// The store's contract, run on every implementation; today there is one, and the parameter is its
// name. What a test may rely on: an inbox, a visitor, an agent and a conversation stand in a fresh
// store.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "store/sqlite/sqlite_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temp_folder.h"

namespace walkie {

class StoreContract : public ::testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    auto opened = open_sqlite_store(folder.path(), clock, random);
    ASSERT_TRUE(opened.ok()) << opened.error().detail;
    store = std::move(*opened);
    writer = store->writer();
    reader = store->reader();
    write([&](Transaction& t) {
      inbox = t.add_inbox({{}, "Shop", {"https://a.example", "https://b.example"}, {1}});
      visitor = t.add_visitor({{}, inbox, "Vera", "v@example.com", {2}});
      Agent row;
      row.email = "ana@example.com";
      row.name = "Ana";
      row.inboxes = {inbox};
      agent = t.add_agent(row);
      conversation = add_conversation(t, visitor, 10);
    });
  }

  // One batch of one step that must succeed.
  template <class Body>
  void write(Body body) {
    const auto written = writer->write([&](Transaction& t) -> Result<void> {
      body(t);
      return {};
    });
    ASSERT_TRUE(written.ok()) << written.error().detail;
  }

  template <class Body>
  void read(Body body) {
    const auto result = reader->read([&](View& view) -> Result<void> {
      body(view);
      return {};
    });
    ASSERT_TRUE(result.ok()) << result.error().detail;
  }

  ConversationId add_conversation(Transaction& t, VisitorId who, std::int64_t at_ms) {
    Conversation row;
    row.inbox_id = inbox;
    row.visitor_id = who;
    row.created_at = row.updated_at = row.last_message_at = {at_ms};
    return t.add_conversation(row);
  }

  Message message(std::string client_id, std::string content = "hello") {
    Message row;
    row.conversation_id = conversation;
    row.client_id = std::move(client_id);
    row.content = std::move(content);
    row.sender = {PrincipalKind::visitor, visitor.value, "Vera", ""};
    row.created_at = {100};
    return row;
  }

  Message answer(std::string client_id, std::int64_t agent_id) {
    Message row = message(std::move(client_id), "answer");
    row.sender = {PrincipalKind::agent, agent_id, "Ana", "/ana.png"};
    return row;
  }

  // What post_message does: the next seq, then the message.
  static Message post(Transaction& t, Message row) {
    row.seq = t.next_seq(row.conversation_id, row.channel);
    row.id = t.add_message(row);
    return row;
  }

  testing::FakeClock clock;
  testing::SeededRandom random{1};
  testing::TempFolder folder;
  std::unique_ptr<Store> store;
  std::unique_ptr<Writer> writer;
  std::unique_ptr<Reader> reader;
  InboxId inbox;
  VisitorId visitor;
  AgentId agent;
  ConversationId conversation;
};

inline std::string name_of(const ::testing::TestParamInfo<std::string>& info) { return info.param; }

}  // namespace walkie
