// Rows of people, sessions and settings.
#include "store/epoch.h"
#include "tests/contract/store/store_suite.h"

namespace walkie {
namespace {

class StorePeople : public StoreContract {};
INSTANTIATE_TEST_SUITE_P(Stores, StorePeople, ::testing::Values("sqlite"), name_of);

TEST_P(StorePeople, KeepsInboxesAndTheirOrigins) {
  InboxId second;
  write([&](Transaction& t) { second = t.add_inbox({{}, "Empty", {}, {5}}); });
  read([&](View& v) {
    ASSERT_TRUE(v.inbox(inbox).has_value());
    EXPECT_EQ(v.inbox(inbox)->name, "Shop");
    EXPECT_EQ(v.inbox(inbox)->allowed_origins,
              (std::vector<std::string>{"https://a.example", "https://b.example"}));
    EXPECT_TRUE(v.inbox(second)->allowed_origins.empty());
    EXPECT_EQ(v.inbox(second)->created_at, WallTime{5});
    EXPECT_EQ(v.inboxes().size(), 2U);
    EXPECT_FALSE(v.inbox({99}).has_value());
  });
  write([&](Transaction& t) { t.save_inbox({second, "Renamed", {"https://c.example"}, {5}}); });
  read([&](View& v) {
    EXPECT_EQ(v.inbox(second)->name, "Renamed");
    EXPECT_EQ(v.inbox(second)->allowed_origins.size(), 1U);
  });
}

TEST_P(StorePeople, KeepsVisitors) {
  write([&](Transaction& t) { t.save_visitor({visitor, inbox, "你好", "", {2}}); });
  read([&](View& v) {
    EXPECT_EQ(v.visitor(visitor)->name, "你好");
    EXPECT_EQ(v.visitor(visitor)->email, "");
    EXPECT_EQ(v.visitor(visitor)->inbox_id, inbox);
    EXPECT_FALSE(v.visitor({99}).has_value());
  });
}

TEST_P(StorePeople, KeepsAgentsByIdAndEmail) {
  write([&](Transaction& t) {
    Agent row = *t.agent(agent);
    row.email = "ana.new@example.com";
    row.role = Role::admin;
    row.active = false;
    row.avatar_url = "/ana.png";
    row.password_hash = "$argon2id$";
    row.inboxes = {};
    t.save_agent(row);
  });
  read([&](View& v) {
    EXPECT_FALSE(v.agent_by_email(*Email::from("ana@example.com", {})).has_value());
    const auto row = v.agent_by_email(*Email::from("ana.new@example.com", {}));
    ASSERT_TRUE(row.has_value());
    EXPECT_EQ(row->id, agent);
    EXPECT_EQ(row->role, Role::admin);
    EXPECT_FALSE(row->active);
    EXPECT_EQ(row->password_hash, "$argon2id$");
    EXPECT_TRUE(row->inboxes.empty());
    EXPECT_EQ(v.agents().size(), 1U);
  });
}

TEST_P(StorePeople, AnEmailIsTakenOnce) {
  const auto written = writer->write([&](Transaction& t) -> Result<void> {
    Agent row;
    row.email = "ana@example.com";
    t.add_agent(row);
    return {};
  });
  EXPECT_EQ(written.error().code, Code::conflict);
  read([&](View& v) { EXPECT_EQ(v.agents().size(), 1U); });
}

TEST_P(StorePeople, KeepsBotsByKeyHash) {
  const std::string hash("\0key\xFF", 5);
  BotId bot;
  write([&](Transaction& t) { bot = t.add_bot({{}, "Robo", hash, {inbox}, true, {7}}); });
  read([&](View& v) {
    const auto row = v.bot_by_key_hash(hash);
    ASSERT_TRUE(row.has_value());
    EXPECT_EQ(row->id, bot);
    EXPECT_EQ(row->key_hash, hash);
    EXPECT_EQ(row->inboxes, (std::vector<InboxId>{inbox}));
    EXPECT_FALSE(v.bot_by_key_hash("other").has_value());
  });
  write([&](Transaction& t) { t.save_bot({bot, "Robo", "new", {}, false, {7}}); });
  read([&](View& v) {
    EXPECT_FALSE(v.bot_by_key_hash(hash).has_value());
    EXPECT_FALSE(v.bot(bot)->active);
    EXPECT_EQ(v.bots().size(), 1U);
  });
}

TEST_P(StorePeople, SessionsComeAndGo) {
  SessionId first;
  SessionId second;
  write([&](Transaction& t) {
    first = t.add_session({{}, std::string("\0a", 2), PrincipalKind::agent, 1, {1}, {1}, {1000}});
    second = t.add_session({{}, "b", PrincipalKind::agent, 1, {1}, {1}, {1000}});
    t.add_session({{}, "c", PrincipalKind::visitor, 1, {1}, {1}, {1000}});
    t.touch_session(first, {500});
  });
  read([&](View& v) {
    const auto row = v.session_by_hash(std::string_view("\0a", 2));
    ASSERT_TRUE(row.has_value());
    EXPECT_EQ(row->id, first);
    EXPECT_EQ(row->used_at, WallTime{500});
    EXPECT_EQ(row->kind, PrincipalKind::agent);
  });
  write([&](Transaction& t) {
    EXPECT_EQ(t.remove_sessions_of(PrincipalKind::agent, 1),
              (std::vector<SessionId>{first, second}));
    EXPECT_TRUE(t.remove_sessions_of(PrincipalKind::agent, 1).empty());
  });
  read([&](View& v) {
    EXPECT_FALSE(v.session_by_hash("b").has_value());
    EXPECT_TRUE(v.session_by_hash("c").has_value());
  });
  write([&](Transaction& t) { t.remove_session(t.session_by_hash("c")->id); });
  read([&](View& v) { EXPECT_FALSE(v.session_by_hash("c").has_value()); });
}

TEST_P(StorePeople, ExpiredAndIdleSessionsAreRemovedNoFurtherThanAsked) {
  write([&](Transaction& t) {
    for (int i = 0; i < 4; ++i) {
      t.add_session({{}, "old" + std::to_string(i), PrincipalKind::agent, 1, {1}, {90}, {100}});
    }
    t.add_session({{}, "idle", PrincipalKind::agent, 1, {1}, {5}, {1000}});
    t.add_session({{}, "live", PrincipalKind::agent, 1, {1}, {90}, {1000}});
  });
  write([&](Transaction& t) {
    EXPECT_EQ(t.remove_expired_sessions({100}, {10}, 3), 3);
    EXPECT_EQ(t.remove_expired_sessions({100}, {10}, 30), 2);
    EXPECT_EQ(t.remove_expired_sessions({100}, {10}, 30), 0);
  });
  read([&](View& v) {
    EXPECT_TRUE(v.session_by_hash("live").has_value());
    EXPECT_FALSE(v.session_by_hash("idle").has_value());
  });
}

TEST_P(StorePeople, KeepsSettingsAndTheEpoch) {
  std::string epoch;
  read([&](View& v) {
    epoch = v.epoch();
    EXPECT_EQ(epoch.size(), 16U);
    EXPECT_FALSE(v.setting("setup").has_value());
  });
  write([&](Transaction& t) {
    t.save_setting("setup", "one");
    t.save_setting("setup", "two");
    t.save_epoch("0123456789abcdef");
  });
  read([&](View& v) {
    EXPECT_EQ(v.setting("setup"), "two");
    EXPECT_EQ(v.epoch(), "0123456789abcdef");
  });
  write([&](Transaction& t) { t.remove_setting("setup"); });
  read([&](View& v) { EXPECT_FALSE(v.setting("setup").has_value()); });
}

// L4: what a restore has taken away may still be known to somebody by its id.
TEST_P(StorePeople, ANewEpochGivesNoIdThatTheOldOneMayHaveGiven) {
  MessageId message_before;
  write([&](Transaction& t) { message_before = post(t, message("c1")).id; });
  write([&](Transaction& t) { t.save_epoch("0123456789abcdef"); });
  MessageId message_after;
  ConversationId conversation_after;
  write([&](Transaction& t) {
    message_after = post(t, message("c2")).id;
    conversation_after = add_conversation(t, visitor, 20);
    EXPECT_EQ(post(t, message("c3")).id.value, message_after.value + 1);
  });
  EXPECT_GT(message_after.value, message_before.value + ids_that_epochs_skip);
  EXPECT_GT(conversation_after.value, conversation.value + ids_that_epochs_skip);
}

// The same backup, restored twice.
TEST(SkippedIds, AreOthersForEachEpochAndNeverFew) {
  EXPECT_NE(skipped_ids("0123456789abcdef"), skipped_ids("0123456789abcdee"));
  EXPECT_EQ(skipped_ids("0123456789abcdef"), skipped_ids("0123456789abcdef"));
  for (const char* epoch : {"", "0", "ffffffffffffffff", "ce8aa5e85cb1f1eb"}) {
    EXPECT_GE(skipped_ids(epoch), ids_that_epochs_skip);
    EXPECT_LE(skipped_ids(epoch), 1000 * ids_that_epochs_skip);
  }
}

}  // namespace
}  // namespace walkie
