// The conversation's row and the list of conversations.
#include <gmock/gmock.h>

#include "tests/contract/store/store_suite.h"

namespace walkie {
namespace {

class StoreConversations : public StoreContract {
 protected:
  std::vector<std::int64_t> ids(const ConversationFilter& filter) {
    std::vector<std::int64_t> out;
    read([&](View& v) {
      for (const Conversation& row : v.conversations(filter))
        out.push_back(row.id.value);
    });
    return out;
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, StoreConversations, ::testing::Values("sqlite"), name_of);

using ::testing::ElementsAre;

TEST_P(StoreConversations, SavesEveryColumnButHeadsAndOwners) {
  write([&](Transaction& t) {
    t.next_seq(conversation, Channel::everyone);
    Conversation row = *t.conversation(conversation);
    EXPECT_EQ(row.last_seq, 1);
    row.status = Status::snoozed;
    row.assignee_id = agent;
    row.last_seq = 99;
    row.staff_last_seq = 99;
    row.visitor_id = {99};
    row.updated_at = {50};
    row.last_message_at = {60};
    row.last_message = "你好";
    row.last_message_is_agent = true;
    t.save_conversation(row);
    EXPECT_EQ(t.next_seq(conversation, Channel::everyone), 2);
    EXPECT_EQ(t.next_seq(conversation, Channel::staff), 1);
  });
  read([&](View& v) {
    const auto row = v.conversation(conversation);
    ASSERT_TRUE(row.has_value());
    EXPECT_EQ(row->status, Status::snoozed);
    EXPECT_EQ(row->assignee_id, agent);
    EXPECT_EQ(row->last_seq, 2);
    EXPECT_EQ(row->staff_last_seq, 1);
    EXPECT_EQ(row->visitor_id, visitor);
    EXPECT_EQ(row->inbox_id, inbox);
    EXPECT_EQ(row->created_at, WallTime{10});
    EXPECT_EQ(row->updated_at, WallTime{50});
    EXPECT_EQ(row->last_message_at, WallTime{60});
    EXPECT_EQ(row->last_message, "你好");
    EXPECT_TRUE(row->last_message_is_agent);
    EXPECT_FALSE(v.conversation({99}).has_value());
  });
}

TEST_P(StoreConversations, AListInTheSameStepSeesWhatTheStepSaved) {
  write([&](Transaction& t) {
    Conversation row = *t.conversation(conversation);
    row.status = Status::resolved;
    t.save_conversation(row);
    ConversationFilter filter;
    filter.every_inbox = true;
    filter.where.set(&Conversation::status, Status::resolved);
    EXPECT_EQ(t.conversations(filter).size(), 1U);
    EXPECT_EQ(t.count_conversations(filter, 10), 1);
  });
}

TEST_P(StoreConversations, AFailedStepTakesBackWhatItsListHadToWrite) {
  ConversationFilter resolved;
  resolved.every_inbox = true;
  resolved.where.set(&Conversation::status, Status::resolved);
  const auto results = writer->commit(2, [&](std::size_t i, Transaction& t) -> Result<void> {
    Conversation row = *t.conversation(conversation);
    if (i == 0) {
      row.status = Status::resolved;
      t.save_conversation(row);
      return {};
    }
    EXPECT_EQ(t.count_conversations(resolved, 10), 1);
    row.status = Status::pending;
    t.save_conversation(row);
    EXPECT_EQ(t.count_conversations(resolved, 10), 0);
    return Error{Code::forbidden, "no", "", "", 0};
  });
  ASSERT_TRUE(results.ok());
  EXPECT_TRUE((*results)[0].ok());
  EXPECT_FALSE((*results)[1].ok());
  read([&](View& v) { EXPECT_EQ(v.conversation(conversation)->status, Status::resolved); });
}

TEST_P(StoreConversations, ListsNewestActivityFirstWithACursor) {
  write([&](Transaction& t) {
    for (int i = 0; i < 5; ++i)
      add_conversation(t, visitor, i < 2 ? 20 : 30);  // ids 2…6
  });
  ConversationFilter filter;
  filter.inboxes = {inbox};
  filter.limit = 3;
  EXPECT_THAT(ids(filter), ElementsAre(6, 5, 4));
  filter.before_at = {30};
  filter.before_id = {4};
  EXPECT_THAT(ids(filter), ElementsAre(3, 2, 1));
  filter.before_at = {20};
  filter.before_id = {2};
  EXPECT_THAT(ids(filter), ElementsAre(1));
  filter.before_at = {10};
  filter.before_id = {1};
  EXPECT_THAT(ids(filter), ElementsAre());
}

TEST_P(StoreConversations, FiltersByStatusAssigneeInboxAndVisitor) {
  InboxId second;
  VisitorId other;
  write([&](Transaction& t) {
    second = t.add_inbox({{}, "Second", {}, {1}});
    other = t.add_visitor({{}, second, "", "", {1}});
    Conversation row;
    row.visitor_id = other;
    row.inbox_id = second;
    row.last_message_at = {20};
    row.assignee_id = agent;
    t.add_conversation(row);  // 2
    row.status = Status::resolved;
    row.last_message_at = {30};
    t.add_conversation(row);  // 3
    row.inbox_id = inbox;
    row.visitor_id = visitor;
    row.status = Status::open;
    row.last_message_at = {40};
    t.add_conversation(row);  // 4
  });
  ConversationFilter filter;
  EXPECT_THAT(ids(filter), ElementsAre());  // no inbox: nothing
  filter.every_inbox = true;
  EXPECT_THAT(ids(filter), ElementsAre(4, 3, 2, 1));
  filter.where.set(&Conversation::status, Status::open);
  EXPECT_THAT(ids(filter), ElementsAre(4, 2, 1));
  filter.where.set(&Conversation::assignee_id, agent);
  EXPECT_THAT(ids(filter), ElementsAre(4, 2));
  filter.where.set(&Conversation::assignee_id, AgentId{0});
  EXPECT_THAT(ids(filter), ElementsAre(1));
  filter.where.forget(&Conversation::assignee_id);
  filter.where.forget(&Conversation::status);
  filter.every_inbox = false;
  filter.inboxes = {second, second};
  EXPECT_THAT(ids(filter), ElementsAre(3, 2));
  filter.inboxes = {inbox, second};
  filter.visitor_id = other;
  EXPECT_THAT(ids(filter), ElementsAre(3, 2));
  filter.where.set(&Conversation::status, Status::resolved);
  EXPECT_THAT(ids(filter), ElementsAre(3));
  filter.inboxes = {inbox};
  EXPECT_THAT(ids(filter), ElementsAre());
}

TEST_P(StoreConversations, CountsNoFurtherThanAsked) {
  write([&](Transaction& t) {
    for (int i = 0; i < 5; ++i)
      add_conversation(t, visitor, 20);
  });
  ConversationFilter filter;
  filter.inboxes = {inbox};
  filter.limit = 1;  // of the list, not of the count
  read([&](View& v) {
    EXPECT_EQ(v.count_conversations(filter, 100), 6);
    EXPECT_EQ(v.count_conversations(filter, 4), 4);
    filter.where.set(&Conversation::assignee_id, AgentId{0});
    EXPECT_EQ(v.count_conversations(filter, 100), 6);
    filter.visitor_id = visitor;
    EXPECT_EQ(v.count_conversations(filter, 100), 6);
    EXPECT_EQ(v.count_conversations(filter, 2), 2);
    filter.where.set(&Conversation::status, Status::resolved);
    EXPECT_EQ(v.count_conversations(filter, 100), 0);
  });
}

TEST_P(StoreConversations, ReadsManyAtOnceAndLeavesOutTheMissing) {
  read([&](View& v) {
    const auto rows = v.conversations_by_id({{99}, conversation});
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows[0].id, conversation);
    EXPECT_TRUE(v.conversations_by_id({}).empty());
  });
}

}  // namespace
}  // namespace walkie
