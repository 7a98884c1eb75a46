// Whatever the disk does, an Error of the store says it in our words, and the log gets SQLite's.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <set>

#include "store/sqlite/sqlite_error.h"
#include "store/sqlite/sqlite_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/forgetful_vfs.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temp_folder.h"

namespace walkie {
namespace {

const std::set<std::string> our_sentences = {
    "The disk is full. Nothing was saved.", "Another change was made at the same time. Try again.",
    "The database is damaged and cannot be read.", "The database does not answer. Try again.",
    "The server has lost its files and is stopping."};

Message message(Seq seq, Channel channel) {
  Message row;
  row.conversation_id = {1};
  row.channel = channel;
  row.seq = seq;
  row.client_id = (channel == Channel::staff ? "n" : "c") + std::to_string(seq);
  row.sender = {PrincipalKind::visitor, 1, "V", ""};
  row.content = std::string(4000, 'x');
  return row;
}

// Every call that looks.
void look(View& v) {
  v.epoch();
  v.inbox({1});
  v.inboxes();
  v.visitor({1});
  v.agent({1});
  v.agent_by_email(*Email::from("a@b.cd", Limits()));
  v.agents();
  v.bot({1});
  v.bot_by_key_hash("k");
  v.bots();
  v.session_by_hash("h");
  v.conversation({1});
  ConversationFilter filter;
  filter.every_inbox = true;
  filter.limit = 10;
  v.conversations(filter);
  v.count_conversations(filter, 10);
  v.conversations_by_id({{1}});
  v.message({1});
  v.message_by_client_id({1}, PrincipalKind::visitor, 1, "c1");
  MessageFilter messages;
  messages.conversation_id = {1};
  messages.limit = 10;
  v.messages(messages);
  v.events({1}, Channel::everyone, 0, 10);
  v.answer_of_another({1}, 0, PrincipalKind::agent, 1);
  v.position({1}, PrincipalKind::visitor, 1);
  v.positions({1});
  v.count_messages({1}, 0, true, 10);
  v.setting("x");
}

// Every call that changes.
void change(Transaction& t, int life) {
  const std::string name = "n" + std::to_string(life);
  t.add_inbox({{}, name, {}, {}});
  t.save_inbox({{1}, name, {}, {}});
  Visitor visitor;
  visitor.inbox_id = {1};
  t.add_visitor(visitor);
  visitor.id = {1};
  t.save_visitor(visitor);
  Agent agent;
  agent.email = name;
  agent.inboxes = {{1}};
  agent.id = t.add_agent(agent);
  t.save_agent(agent);
  Bot bot;
  bot.key_hash = name;
  bot.id = t.add_bot(bot);
  t.save_bot(bot);
  Session session;
  session.token_hash = name;
  session.id = t.add_session(session);
  t.touch_session(session.id, {5});
  t.remove_session(session.id);
  t.remove_sessions_of(PrincipalKind::agent, 1);
  t.remove_expired_sessions({9}, {9}, 9);
  Conversation conversation;
  conversation.inbox_id = {1};
  conversation.visitor_id = {1};
  t.add_conversation(conversation);
  for (const Channel channel : {Channel::everyone, Channel::staff}) {
    Message row = message(t.next_seq({1}, channel), channel);
    row.id = t.add_message(row);
    t.save_message(row);
    Event event;
    event.type = EventType::message_edited;
    event.conversation_id = {1};
    event.channel = channel;
    event.seq = t.next_seq({1}, channel);
    event.message = row;
    t.add_event(event);
  }
  if (const auto row = t.conversation({1})) t.save_conversation(*row);
  t.advance_position({{1}, 1, 1, 1, 1});
  t.save_setting("x", name);
  t.remove_setting("y");
  look(t);
}

struct Words : ::testing::Test {
  Words() {
    options.vfs = disk.name();
    options.on_failure = [this](int, const std::string& words) { logged.push_back(words); };
    auto opened = open_sqlite_store(folder.file("data"), clock, random, options);
    EXPECT_TRUE(opened.ok()) << opened.error().detail;
    store = std::move(*opened);
    writer = store->writer();
    reader = store->reader();
  }
  void judge(const Result<void>& result) {
    if (result) return;
    ++failures;
    EXPECT_TRUE(our_sentences.contains(result.error().detail)) << result.error().detail;
    const Code code = result.error().code;
    EXPECT_TRUE(code == Code::unavailable || code == Code::storage_full || code == Code::conflict);
  }
  void write(const Writer::Step& step) { judge(writer->write(step)); }
  void run_all() {
    const int life = ++lives;
    write([life](Transaction& t) -> Result<void> {
      change(t, life);
      return {};
    });
    judge(reader->read([](View& view) -> Result<void> {
      look(view);
      return {};
    }));
  }

  testing::TempFolder folder;
  testing::FakeClock clock;
  testing::SeededRandom random;
  testing::ForgetfulVfs disk{random};
  SqliteStoreOptions options;
  std::vector<std::string> logged;
  std::unique_ptr<SqliteStore> store;
  std::unique_ptr<Writer> writer;
  std::unique_ptr<Reader> reader;
  int failures = 0;
  int lives = 0;
};

TEST_F(Words, OfADiskThatFailsAtAnyWriteAreOurs) {
  run_all();
  ASSERT_EQ(failures, 0) << (logged.empty() ? "" : logged.front());
  for (int after = 0; after < 12; ++after) {
    disk.cut_power_after(after);
    run_all();
    if (disk.powered()) disk.cut_power();
    run_all();
    disk.restore_power();
  }
  EXPECT_GT(failures, 12);
  EXPECT_FALSE(logged.empty()) << "the log has SQLite's";
}

TEST_F(Words, OfAFullDiskAndOfFailedSyncsAreOurs) {
  run_all();
  disk.set_full(true);
  for (int count = 0; count < 5; ++count)
    run_all();
  disk.set_full(false);
  disk.set_sync_fails(true);
  run_all();
  EXPECT_GT(failures, 2);
}

TEST_F(Words, OfABrokenConstraintAreOurs) {
  run_all();
  write([](Transaction& t) -> Result<void> {
    Conversation row;
    row.inbox_id = {999};
    row.visitor_id = {999};
    t.add_conversation(row);
    return {};
  });
  EXPECT_GT(failures, 0);
  EXPECT_FALSE(logged.empty());
}

// Every code that SQLite has.
TEST(SqliteError, SaysOneOfFiveSentences) {
  for (int code = 1; code < 101; ++code) {
    const Error error = sqlite_error(code);
    EXPECT_TRUE(our_sentences.contains(error.detail)) << error.detail;
    EXPECT_EQ(error.code == Code::conflict, (code & 0xFF) == SQLITE_CONSTRAINT);
  }
}

}  // namespace
}  // namespace walkie
