#include "actions/count_conversations.h"
#include "actions/create_visitor.h"
#include "actions/get_conversation.h"
#include "actions/get_epoch.h"
#include "actions/list_conversations.h"
#include "actions/list_events.h"
#include "actions/list_messages.h"
#include "actions/list_people.h"
#include "actions/mark_read.h"
#include "actions/read_heads.h"
#include "actions/update_conversation.h"
#include "tests/unit/actions/house.h"

namespace walkie::actions {
namespace {

class ConversationsTest : public ::testing::Test, protected House {};

// What the original allowed and must not be: listening to, or writing into, somebody else's
// conversation. Unknown and forbidden are the same answer for every verb.
TEST_F(ConversationsTest, UnknownAndForbiddenLookTheSame) {
  const ConversationId nowhere{999};
  for (const Principal& who : {wei, eve}) {
    for (ConversationId id : {vics, nowhere}) {
      EXPECT_EQ(why(who, GetConversation{id}), "conversation_not_found");
      EXPECT_EQ(why(who, ListMessages{id}), "conversation_not_found");
      EXPECT_EQ(why(who, ListEvents{id, 0}), "conversation_not_found");
      EXPECT_EQ(why(who, MarkRead{id, 1}), "conversation_not_found");
      EXPECT_EQ(why(who, UpdateConversation{id, to(Status::resolved)}), "conversation_not_found");
      EXPECT_EQ(why(who, PostMessage{.conversation_id = id, .content = "x"}),
                "conversation_not_found");
    }
  }
  EXPECT_EQ(why(anonymous, GetConversation{vics}), "sign_in_required");
  EXPECT_EQ(why(anonymous, PostMessage{.conversation_id = vics, .content = "x"}),
            "sign_in_required");
  EXPECT_EQ(why(anonymous, ListConversations{}), "sign_in_required");
  EXPECT_EQ(why(anonymous, OpenConversation{}), "sign_in_required");
}

TEST_F(ConversationsTest, NotesAreForStaff) {
  const MessageId note =
      must(ana, PostMessage{.conversation_id = vics, .channel = Channel::staff, .content = "psst"})
          .message.id;
  EXPECT_EQ(why(vic, GetMessage{note}), "message_not_found");
  EXPECT_EQ(why(vic, ListMessages{vics, Channel::staff}), "staff_only");
  EXPECT_EQ(
      why(vic, PostMessage{.conversation_id = vics, .channel = Channel::staff, .content = "x"}),
      "staff_only");
  EXPECT_TRUE(must(vic, ListMessages{vics}).items.empty());
  EXPECT_TRUE(must(vic, ListEvents{vics, 0, 0}).staff_events.empty());
  EXPECT_EQ(must(vic, ListEvents{vics, 0, 0}).staff_head_seq, 0);
  EXPECT_EQ(must(bot, ListEvents{vics, 0, 0}).staff_events.size(), 1u);
  EXPECT_EQ(must(ben, ListMessages{vics, Channel::staff}).items.size(), 1u);
}

TEST_F(ConversationsTest, VisitorsOpenTheirOwnAndStaffOpenForVisitors) {
  EXPECT_EQ(why(vic, OpenConversation{.visitor_id = VisitorId{wei.id}}), "visitor_not_found");
  EXPECT_EQ(why(vic, OpenConversation{.inbox_id = wholesale}), "inbox_not_found");
  EXPECT_EQ(why(ana, OpenConversation{}), "missing_field");
  EXPECT_EQ(why(eve, OpenConversation{.visitor_id = VisitorId{vic.id}}), "visitor_not_found");
  const ConversationRow row = must(ana, OpenConversation{.visitor_id = VisitorId{vic.id}});
  EXPECT_EQ(row.conversation.inbox_id, shop);
  EXPECT_EQ(row.visitor.name, "Vic");
  EXPECT_EQ(outcome.rows.size(), 1u);
}

TEST_F(ConversationsTest, ListsShowEverybodyTheirOwn) {
  must(wei, OpenConversation{});
  EXPECT_EQ(must(vic, ListConversations{}).items.size(), 1u);
  EXPECT_EQ(must(ana, ListConversations{}).items.size(), 2u);
  EXPECT_EQ(must(bot, ListConversations{}).items.size(), 2u);
  EXPECT_EQ(must(eve, ListConversations{}).items.size(), 0u);
  EXPECT_EQ(must(boss, ListConversations{}).items.size(), 2u);
  EXPECT_EQ(why(ana, ListConversations{.inbox_id = wholesale}), "inbox_not_found");
  EXPECT_EQ(must(boss, ListConversations{.inbox_id = wholesale}).items.size(), 0u);
  EXPECT_EQ(must(ana, ListConversations{.where = to(Status::resolved)}).items.size(), 0u);
}

TEST_F(ConversationsTest, PagesNeitherRepeatNorSkip) {
  for (int i = 0; i < 6; ++i) {
    if (i % 2 == 0) clock.advance(Duration(1));  // some share a millisecond
    must(wei, OpenConversation{});
  }
  std::vector<ConversationId> seen;
  ListConversations list{.limit = 2};
  for (int page = 0; page < 10; ++page) {
    const ConversationPage got = must(ana, list);
    for (const ConversationRow& row : got.items)
      seen.push_back(row.conversation.id);
    if (!got.next) break;
    list.cursor = *got.next;
  }
  EXPECT_EQ(seen.size(), 7u);
  std::sort(seen.begin(), seen.end());
  EXPECT_EQ(std::unique(seen.begin(), seen.end()), seen.end());
}

TEST_F(ConversationsTest, CountsAreTheTabsOfOpenConversations) {
  const ConversationId weis = must(wei, OpenConversation{}).conversation.id;
  must(ana, UpdateConversation{weis, to(AgentId{ana.id})});
  ConversationCounts counts = must(ana, CountConversations{});
  EXPECT_EQ(counts.mine, 1);
  EXPECT_EQ(counts.unassigned, 1);
  EXPECT_EQ(counts.all, 2);
  must(ana, UpdateConversation{weis, to(Status::resolved)});
  counts = must(ana, CountConversations{});
  EXPECT_EQ(counts.mine, 0);
  EXPECT_EQ(counts.all, 1);
  EXPECT_EQ(why(vic, CountConversations{}), "staff_only");
}

// L7.
TEST_F(ConversationsTest, AnUpdateIsOneEventAndARepeatIsNone) {
  const ConversationRow row =
      must(ana, UpdateConversation{vics, to(Status::pending, AgentId{ben.id})});
  EXPECT_EQ(row.conversation.last_seq, 1);
  EXPECT_EQ(row.assignee->name, "Ben");
  EXPECT_TRUE(row.assignee->password_hash.empty());
  ASSERT_EQ(outcome.events.size(), 1u);
  EXPECT_EQ(outcome.events[0].change->assignee_name, "Ben");
  EXPECT_EQ(outcome.events[0].change->actor_name, "Ana");
  const ConversationChange& change = *outcome.events[0].change;
  EXPECT_EQ(change.changed.get(&Conversation::status), Status::pending);
  EXPECT_EQ(change.changed.get(&Conversation::assignee_id), AgentId{ben.id});
  EXPECT_EQ(change.before.get(&Conversation::status), Status::open);
  EXPECT_EQ(change.before.get(&Conversation::assignee_id), AgentId{});
  EXPECT_EQ(change.cause.kind, CauseKind::agent);
  EXPECT_EQ(change.cause.id, ana.id);
  EXPECT_EQ(must(ana, UpdateConversation{vics, to(Status::pending, AgentId{ben.id})})
                .conversation.version_for_staff(),
            row.conversation.version_for_staff());
  EXPECT_TRUE(outcome.events.empty());
  EXPECT_FALSE(must(ana, UpdateConversation{vics, to(AgentId{})}).assignee.has_value());
}

TEST_F(ConversationsTest, OnlyStaffUpdatesAndOnlyMembersAreAssigned) {
  EXPECT_EQ(why(vic, UpdateConversation{vics, to(Status::resolved)}), "staff_only");
  EXPECT_EQ(why(ana, UpdateConversation{vics, to(AgentId{eve.id})}), "bad_assignee");
  EXPECT_EQ(why(ana, UpdateConversation{vics, to(AgentId{999})}), "bad_assignee");
  EXPECT_EQ(why(ana, UpdateConversation{vics, to(AgentId{boss.id})}), "ok");
  EXPECT_EQ(why(bot, UpdateConversation{vics, to(Status::resolved)}), "ok");
}

TEST_F(ConversationsTest, PositionsOnlyGoForwardAndNotBeyondTheHead) {
  for (int i = 0; i < 3; ++i)
    say(vic, "hi");
  EXPECT_EQ(must(ana, GetConversation{vics}).unread, 3);
  EXPECT_EQ(must(ana, MarkRead{vics, 2}).position.read_seq, 2);
  EXPECT_EQ(outcome.positions.size(), 1u);
  EXPECT_EQ(must(ana, MarkRead{vics, 1}).position.read_seq, 2);
  EXPECT_TRUE(outcome.positions.empty());
  EXPECT_EQ(must(ana, GetConversation{vics}).unread, 1);
  EXPECT_EQ(must(ana, MarkRead{vics, 99}).position.read_seq, 3);
  EXPECT_EQ(must(vic, GetConversation{vics}).agent_read_seq, 3);
  EXPECT_EQ(why(ana, MarkRead{vics, -1}), "bad_value");
}

TEST_F(ConversationsTest, ReceivingIsNotReadingButReadingIsReceiving) {
  say(ana, "hi");
  EXPECT_EQ(must(vic, MarkRead{vics, 0, 1}).position.read_seq, 0);
  ConversationRow row = must(ana, GetConversation{vics});
  EXPECT_EQ(row.visitor_received_seq, 1);
  EXPECT_EQ(row.visitor_read_seq, 0);
  say(ana, "ho");
  must(vic, MarkRead{vics, 2});
  row = must(ana, GetConversation{vics});
  EXPECT_EQ(row.visitor_received_seq, 2);
  EXPECT_EQ(must(vic, GetConversation{vics}).unread, 0);
}

TEST_F(ConversationsTest, UnreadCountsTheOtherSideAndNoFurtherThanItsCap) {
  limits.unread_max = 5;
  for (int i = 0; i < 9; ++i)
    say(vic, "hi");
  say(ana, "hello");
  EXPECT_EQ(must(ben, GetConversation{vics}).unread, 5);
  EXPECT_EQ(must(vic, GetConversation{vics}).unread, 1);
}

TEST_F(ConversationsTest, MessagePagesGoBothWays) {
  for (int i = 1; i <= 7; ++i)
    say(vic, std::to_string(i));
  MessagePage page = must(vic, ListMessages{.conversation_id = vics, .limit = 3});
  EXPECT_EQ(page.items.front().content, "5");
  EXPECT_TRUE(page.more);
  page = must(vic, ListMessages{.conversation_id = vics, .before_seq = page.next, .limit = 3});
  EXPECT_EQ(page.items.front().content, "2");
  page = must(vic, ListMessages{.conversation_id = vics, .before_seq = page.next, .limit = 3});
  EXPECT_EQ(page.items.size(), 1u);
  EXPECT_FALSE(page.more);
  page = must(vic, ListMessages{.conversation_id = vics, .after_seq = 2, .limit = 3});
  EXPECT_EQ(page.items.front().content, "3");
  EXPECT_EQ(page.next, 5);
}

TEST_F(ConversationsTest, C5c_EventsAfterACursorOrAReset) {
  for (int i = 1; i <= 4; ++i)
    say(vic, std::to_string(i));
  EventPage page = must(vic, ListEvents{vics, 2});
  ASSERT_EQ(page.events.size(), 2u);
  EXPECT_EQ(page.events[0].seq, 3);
  EXPECT_EQ(page.head_seq, 4);
  EXPECT_TRUE(must(vic, ListEvents{vics, 4}).events.empty());
  EXPECT_TRUE(must(vic, ListEvents{vics, std::nullopt}).events.empty());
  EXPECT_EQ(must(vic, ListEvents{vics, 5}).reset, "ahead");
  limits.resume_events = 3;
  EXPECT_EQ(must(vic, ListEvents{vics, 0}).reset, "too_far_behind");
  EXPECT_EQ(must(vic, ListEvents{vics, 1}).reset, "");
}

TEST_F(ConversationsTest, L4_AnotherEpochIsAReset) {
  say(vic, "hi");
  const std::string epoch = must(console, GetEpoch{});
  EXPECT_EQ(must(vic, ListEvents{vics, 0, {}, epoch}).reset, "");
  EXPECT_EQ(must(vic, ListEvents{vics, 0, {}, "another"}).reset, "epoch");
}

TEST_F(ConversationsTest, N2_HeadsOfManyAreReadAtOnce) {
  say(vic, "hi");
  const ConversationId weis = must(wei, OpenConversation{}).conversation.id;
  const auto heads = must(console, ReadHeads{{vics, weis, ConversationId{99}}});
  ASSERT_EQ(heads.size(), 2u);
  EXPECT_EQ(heads[heads[0].id == vics ? 0 : 1].last_seq, 1);
}

TEST_F(ConversationsTest, AVisitorWhoComesBackIsTheSameVisitor) {
  const NewVisitor again = must(vic, CreateVisitor{});
  EXPECT_FALSE(again.created);
  EXPECT_EQ(again.visitor.id.value, vic.id);
  EXPECT_EQ(why(anonymous, CreateVisitor{.inbox_id = InboxId{99}}), "inbox_not_found");
  EXPECT_EQ(must(anonymous, CreateVisitor{}).visitor.inbox_id, shop);
}

TEST_F(ConversationsTest, PeopleAreListedWithoutSecrets) {
  EXPECT_EQ(why(vic, ListAgents{}), "staff_only");
  for (const Agent& agent : must(bot, ListAgents{}))
    EXPECT_TRUE(agent.password_hash.empty());
  EXPECT_EQ(must(ana, ListInboxes{}).size(), 1u);
  EXPECT_EQ(must(boss, ListInboxes{}).size(), 2u);
  const Me me = must(ana, GetMe{});
  EXPECT_EQ(me.email, "ana@example.org");
  EXPECT_EQ(me.inboxes.size(), 1u);
  EXPECT_EQ(why(anonymous, GetMe{}), "sign_in_required");
}

}  // namespace
}  // namespace walkie::actions
