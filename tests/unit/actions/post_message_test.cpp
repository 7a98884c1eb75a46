#include "actions/post_message.h"

#include "actions/delete_message.h"
#include "actions/edit_message.h"
#include "actions/get_conversation.h"
#include "actions/list_messages.h"
#include "actions/update_conversation.h"
#include "tests/unit/actions/house.h"

namespace walkie::actions {
namespace {

using How = PostedMessage::How;

class PostMessageTest : public ::testing::Test, protected House {};

// product.md, point 4: saved, then an event for everybody, the sender included.
TEST_F(PostMessageTest, Point4_SavesTheMessageAndMakesOneEvent) {
  const PostedMessage posted = say(vic, "你好");
  EXPECT_EQ(posted.how, How::created);
  EXPECT_EQ(posted.message.content, "你好");
  EXPECT_EQ(posted.message.seq, 1);
  EXPECT_EQ(posted.head_seq, 1);
  EXPECT_FALSE(posted.message.from_agent());
  ASSERT_EQ(outcome.events.size(), 1u);
  EXPECT_EQ(outcome.events[0].type, EventType::new_message);
  EXPECT_EQ(outcome.events[0].message.id, posted.message.id);
  ASSERT_EQ(outcome.rows.size(), 1u);
  EXPECT_EQ(outcome.rows[0].last_seq, 1);
}

// product.md, point 5.
TEST_F(PostMessageTest, Point5_ListMessagesReturnsWhatWasPosted) {
  say(vic, "one");
  say(ana, "two");
  const MessagePage page = must(vic, ListMessages{vics});
  ASSERT_EQ(page.items.size(), 2u);
  EXPECT_EQ(page.items[0].content, "one");
  EXPECT_EQ(page.items[1].sender.name, "Ana");
  EXPECT_EQ(page.head_seq, 2);
  EXPECT_FALSE(page.more);
}

TEST_F(PostMessageTest, L1_EachLogCountsByItself) {
  EXPECT_EQ(say(vic, "a").message.seq, 1);
  const PostMessage note{.conversation_id = vics, .channel = Channel::staff, .content = "note"};
  const PostedMessage posted = must(ana, note);
  EXPECT_EQ(posted.message.seq, 1);
  EXPECT_EQ(posted.head_seq, 1);
  EXPECT_EQ(outcome.events.at(0).channel, Channel::staff);
  EXPECT_EQ(outcome.rows.at(0).staff_last_seq, 1);
  EXPECT_EQ(say(ana, "b").message.seq, 2);
}

TEST_F(PostMessageTest, S1b_ARepeatGetsTheOriginalAndChangesNothing) {
  const PostMessage post{.conversation_id = vics, .content = "hi", .client_id = "c-1"};
  const PostedMessage first = must(vic, post);
  say(ana, "answer");
  const PostedMessage again = must(vic, post);
  EXPECT_EQ(again.how, How::repeated);
  EXPECT_EQ(again.message.id, first.message.id);
  EXPECT_EQ(again.message.seq, first.message.seq);
  EXPECT_EQ(again.head_seq, 2);
  EXPECT_TRUE(outcome.events.empty());
}

TEST_F(PostMessageTest, S1b_TheSameIdWithAnotherBodyIsAConflict) {
  must(vic, PostMessage{.conversation_id = vics, .content = "hi", .client_id = "c-1"});
  const auto other =
      run(vic, PostMessage{.conversation_id = vics, .content = "ho", .client_id = "c-1"});
  EXPECT_EQ(other.error().code, Code::conflict);
  EXPECT_EQ(other.error().reason, "client_id_reused");
}

TEST_F(PostMessageTest, S1b_ARepeatTakesNoSeq) {
  const PostMessage post{.conversation_id = vics, .content = "hi", .client_id = "c-1"};
  must(vic, post);
  must(vic, post);
  EXPECT_EQ(say(vic, "next").message.seq, 2);
}

TEST_F(PostMessageTest, S1a_TheIdBelongsToItsSender) {
  must(vic, PostMessage{.conversation_id = vics, .content = "hi", .client_id = "c-1"});
  const PostedMessage posted =
      must(ana, PostMessage{.conversation_id = vics, .content = "hi", .client_id = "c-1"});
  EXPECT_EQ(posted.how, How::created);
}

TEST_F(PostMessageTest, S1b_ARepeatOfWhatWasEditedOrDeletedSinceIsStillARepeat) {
  const PostMessage post{.conversation_id = vics, .content = "hi", .client_id = "c-1"};
  const MessageId id = must(vic, post).message.id;
  must(vic, EditMessage{id, "hello"});
  EXPECT_EQ(must(vic, post).message.content, "hello");
  must(vic, DeleteMessage{id});
  EXPECT_EQ(must(vic, post).how, How::repeated);
}

TEST_F(PostMessageTest, S1b_WithoutAnIdTheServerMakesOneAndNothingIsDeduplicated) {
  const PostedMessage a = say(vic, "hi");
  const PostedMessage b = say(vic, "hi");
  EXPECT_NE(a.message.id, b.message.id);
  EXPECT_EQ(a.message.client_id.size(), 36u);
  EXPECT_NE(a.message.client_id, b.message.client_id);
}

TEST_F(PostMessageTest, S4_AFalseRoleIsForbiddenInBothDirections) {
  const auto as_agent =
      run(vic, PostMessage{.conversation_id = vics, .content = "x", .sender_is_agent = true});
  EXPECT_EQ(as_agent.error().code, Code::forbidden);
  EXPECT_EQ(as_agent.error().reason, "role_mismatch");
  EXPECT_EQ(as_agent.error().field, "sender_is_agent");
  const PostMessage as_visitor{.conversation_id = vics, .content = "x", .sender_is_agent = false};
  EXPECT_EQ(why(ana, as_visitor), "role_mismatch");
  EXPECT_EQ(why(vic, as_visitor), "ok");
}

TEST_F(PostMessageTest, S5_AMessageOfAnotherAgentIsAConflict) {
  say(vic, "help");
  const PostedMessage bens = say(ben, "on it");
  const PostMessage late{
      .conversation_id = vics, .content = "me too", .client_id = "c-9", .expected_head_seq = 1};
  const PostedMessage refused = must(ana, late);
  EXPECT_EQ(refused.how, How::conflict);
  EXPECT_EQ(refused.message.id, bens.message.id);
  EXPECT_EQ(refused.head_seq, 2);
  EXPECT_TRUE(outcome.events.empty());
  EXPECT_EQ(must(ana, GetConversation{vics}).conversation.last_seq, 2);
}

TEST_F(PostMessageTest, S5_MessagesOfTheVisitorAndOnesOwnAreNoConflict) {
  say(vic, "help");
  say(ana, "yes?");
  say(vic, "it broke");
  const PostMessage post{.conversation_id = vics, .content = "try this", .expected_head_seq = 1};
  EXPECT_EQ(must(ana, post).how, How::created);
}

TEST_F(PostMessageTest, S1BeforeS5_ARetryGetsItsOriginalThoughTheConversationMoved) {
  say(vic, "help");
  const PostMessage post{
      .conversation_id = vics, .content = "hi", .client_id = "c-1", .expected_head_seq = 1};
  const PostedMessage first = must(ana, post);
  say(ben, "me too");
  const PostedMessage again = must(ana, post);
  EXPECT_EQ(again.how, How::repeated);
  EXPECT_EQ(again.message.id, first.message.id);
}

TEST_F(PostMessageTest, AVisitorsMessageReopensWhatWasResolved) {
  must(ana, UpdateConversation{vics, to(Status::resolved, AgentId{ana.id})});
  const PostedMessage posted = say(vic, "still broken");
  ASSERT_EQ(outcome.events.size(), 2u);
  EXPECT_EQ(outcome.events[1].type, EventType::conversation_update);
  EXPECT_EQ(outcome.events[1].change->status, Status::open);
  EXPECT_EQ(outcome.events[1].change->assignee_name, "Ana");
  EXPECT_EQ(outcome.events[1].change->actor_kind, PrincipalKind::visitor);
  EXPECT_EQ(outcome.events[1].change->cause.kind, CauseKind::visitor);
  EXPECT_EQ(outcome.events[1].change->before.get(&Conversation::status), Status::resolved);
  EXPECT_FALSE(outcome.events[1].change->changed.get(&Conversation::assignee_id).has_value());
  EXPECT_EQ(outcome.events[1].seq, posted.message.seq + 1);
  EXPECT_EQ(posted.head_seq, posted.message.seq + 1);
  EXPECT_EQ(must(ana, GetConversation{vics}).conversation.status, Status::open);
}

TEST_F(PostMessageTest, AnAgentsMessageAndANoteLeaveItResolved) {
  must(ana, UpdateConversation{vics, to(Status::resolved)});
  say(ana, "bye");
  must(ana, PostMessage{.conversation_id = vics, .channel = Channel::staff, .content = "n"});
  EXPECT_EQ(must(ana, GetConversation{vics}).conversation.status, Status::resolved);
}

TEST_F(PostMessageTest, ContentIsChecked) {
  auto post = [this](std::string text) {
    return run(vic, PostMessage{.conversation_id = vics, .content = std::move(text)});
  };
  EXPECT_EQ(post("").error().reason, "empty_content");
  EXPECT_EQ(post(" \n\t　​").error().reason, "empty_content");
  EXPECT_EQ(post("").error().field, "content");
  EXPECT_TRUE(post(std::string(16 * 1024, 'a')).ok());
  const auto long_one = post(std::string(16 * 1024 + 1, 'a'));
  EXPECT_EQ(long_one.error().code, Code::too_large);
  EXPECT_EQ(long_one.error().reason, "content_too_long");
  EXPECT_EQ(why(vic, PostMessage{.conversation_id = vics, .content = "x", .content_type = "html"}),
            "bad_content_type");
  EXPECT_EQ(why(vic, PostMessage{.conversation_id = vics, .content = "x", .client_id = "a b"}),
            "bad_client_id");
}

TEST_F(PostMessageTest, AClockThatRunsBackwardsDoesNotReorderTheList) {
  say(vic, "one");
  const Conversation before = must(ana, GetConversation{vics}).conversation;
  clock.jump_wall(Duration(-3'600'000));
  const PostedMessage later = say(vic, "two");
  const Conversation after = must(ana, GetConversation{vics}).conversation;
  EXPECT_EQ(later.message.seq, 2);
  EXPECT_GE(after.last_message_at, before.last_message_at);
  EXPECT_GT(after.version_for_visitor(), before.version_for_visitor());
  EXPECT_EQ(after.last_message, "two");
}

TEST_F(PostMessageTest, EditAndDeleteAreEventsWithAPlaceInTheLog) {
  const PostedMessage posted = say(vic, "secert");
  const ChangedMessage edited = must(vic, EditMessage{posted.message.id, "secret"});
  EXPECT_EQ(edited.head_seq, 2);
  EXPECT_EQ(edited.message.seq, 1);
  EXPECT_TRUE(edited.message.edited_at.has_value());
  EXPECT_EQ(outcome.events.at(0).type, EventType::message_edited);
  EXPECT_EQ(outcome.events.at(0).seq, 2);
  EXPECT_EQ(must(ana, GetConversation{vics}).conversation.last_message, "secret");

  EXPECT_EQ(must(vic, EditMessage{posted.message.id, "secret"}).head_seq, 2);
  EXPECT_TRUE(outcome.events.empty());

  const ChangedMessage deleted = must(vic, DeleteMessage{posted.message.id});
  EXPECT_EQ(deleted.message.content, "");
  EXPECT_EQ(deleted.head_seq, 3);
  EXPECT_EQ(outcome.events.at(0).type, EventType::message_deleted);
  EXPECT_EQ(must(ana, GetConversation{vics}).conversation.last_message, "");
  EXPECT_EQ(must(vic, DeleteMessage{posted.message.id}).head_seq, 3);
  clock.advance(Duration(limits.restore_s * 1000 + 1));
  EXPECT_EQ(why(vic, EditMessage{posted.message.id, "x"}), "message_deleted");
}

// Decision 0117: the text is gone at once, for everybody; its author may send it again for a
// moment.
TEST_F(PostMessageTest, S8WhoDeletedItsOwnMessageMayBringItBackForAMoment) {
  const MessageId id = say(vic, "4111 1111").message.id;
  must(vic, DeleteMessage{id});
  EXPECT_EQ(must(vic, ListMessages{vics}).items.at(0).content, "");
  EXPECT_EQ(why(boss, EditMessage{id, "words in its mouth"}), "message_deleted");
  EXPECT_EQ(why(ana, EditMessage{id, "x"}), "message_deleted");
  clock.advance(Duration(limits.restore_s * 1000));
  const ChangedMessage back = must(vic, EditMessage{id, "4111 1111"});
  EXPECT_EQ(back.message.content, "4111 1111");
  EXPECT_FALSE(back.message.deleted_at.has_value());
  EXPECT_FALSE(back.message.edited_at.has_value());
  EXPECT_EQ(outcome.events.at(0).type, EventType::message_edited);
  EXPECT_EQ(must(ana, GetConversation{vics}).conversation.last_message, "4111 1111");
  must(vic, DeleteMessage{id});
  must(vic, EditMessage{id, "again"});
}

// S8: for every reader, and after another deletion.
TEST_F(PostMessageTest, S8WhatComesBackAsItWasIsEditedAsItWas) {
  const auto seen = [&] { return must(ana, ListMessages{vics}).items.at(0).edited_at; };
  const MessageId id = say(vic, "one").message.id;
  clock.advance(Duration(1000));
  const auto edited = must(vic, EditMessage{id, "two"}).message.edited_at;
  ASSERT_TRUE(edited.has_value());
  for (int i = 0; i < 2; ++i) {
    clock.advance(Duration(1000));
    must(vic, DeleteMessage{id});
    clock.advance(Duration(1000));
    EXPECT_EQ(must(vic, EditMessage{id, "two"}).message.edited_at, edited);
    EXPECT_EQ(outcome.events.at(0).message.edited_at, edited);
    EXPECT_EQ(seen(), edited);
  }
  // Another text is an edit, and so is one that nobody can compare any more.
  must(vic, DeleteMessage{id});
  EXPECT_EQ(must(vic, EditMessage{id, "three"}).message.edited_at, clock.wall());
  clock.advance(Duration(1000));
  must(vic, DeleteMessage{id});
  deleted_texts = std::make_unique<DeletedTexts>(random);
  EXPECT_EQ(must(vic, EditMessage{id, "three"}).message.edited_at, clock.wall());
}

TEST_F(PostMessageTest, WhatAnAdminDeletedStaysDeleted) {
  const MessageId id = say(vic, "rude").message.id;
  must(boss, DeleteMessage{id});
  EXPECT_EQ(why(vic, EditMessage{id, "rude"}), "message_deleted");
  // Deleting it once more does not make it one's own deletion.
  must(vic, DeleteMessage{id});
  EXPECT_EQ(why(vic, EditMessage{id, "rude"}), "message_deleted");
}

TEST_F(PostMessageTest, DeletingTheNewestMessageKeepsTheRowsPlace) {
  say(vic, "one");
  clock.advance(Duration(60'000));
  const PostedMessage newest = say(vic, "two");
  const WallTime at = must(ana, GetConversation{vics}).conversation.last_message_at;
  clock.advance(Duration(60'000));
  must(vic, DeleteMessage{newest.message.id});
  const Conversation after = must(ana, GetConversation{vics}).conversation;
  EXPECT_EQ(after.last_message_at, at);
  EXPECT_EQ(after.last_message, "");
  EXPECT_TRUE(after.written());
}

// The clock stands still here: created and written in one millisecond.
TEST_F(PostMessageTest, AnOnlyMessageThatIsDeletedWasStillWritten) {
  EXPECT_FALSE(must(ana, GetConversation{vics}).conversation.written());
  const PostedMessage only = say(vic, "hi");
  must(vic, DeleteMessage{only.message.id});
  EXPECT_TRUE(must(ana, GetConversation{vics}).conversation.written());
}

TEST_F(PostMessageTest, S7AnAnswerWithTakeAssignsAnUnassignedConversation) {
  say(vic, "hello");
  PostMessage answer{.conversation_id = vics, .content = "hi", .take = true};
  EXPECT_EQ(must(ana, answer).head_seq, 3);
  ASSERT_EQ(outcome.events.size(), 2u);
  EXPECT_EQ(outcome.events[1].type, EventType::conversation_update);
  EXPECT_EQ(outcome.events[1].change->assignee_id, AgentId{ana.id});
  EXPECT_EQ(outcome.events[1].change->assignee_name, "Ana");
  EXPECT_EQ(must(ana, GetConversation{vics}).conversation.assignee_id, AgentId{ana.id});
  // A colleague's answer takes nothing away, a note and a visitor's words take nothing.
  must(ben, answer);
  EXPECT_EQ(outcome.events.size(), 1u);
  EXPECT_EQ(must(ana, GetConversation{vics}).conversation.assignee_id, AgentId{ana.id});
}

TEST_F(PostMessageTest, OnlyAPublicAnswerOfAnAgentTakes) {
  must(vic, PostMessage{.conversation_id = vics, .content = "hello", .take = true});
  must(ana,
       PostMessage{
           .conversation_id = vics, .channel = Channel::staff, .content = "note", .take = true});
  say(ana, "without");
  EXPECT_EQ(must(ana, GetConversation{vics}).conversation.assignee_id, AgentId{});
}

// What was changed is in the log, so a page has it after a reload, too.
TEST_F(PostMessageTest, APageHasTheUpdatesBetweenItsMessagesWhenAsked) {
  say(vic, "one");
  must(ana, UpdateConversation{vics, to(Status::resolved)});
  say(vic, "two");  // reopens
  say(ana, "three");
  EXPECT_TRUE(must(vic, ListMessages{vics}).updates.empty());
  ListMessages asked{.conversation_id = vics, .updates = true};
  const MessagePage all = must(ana, asked);
  ASSERT_EQ(all.updates.size(), 2u);
  EXPECT_EQ(all.updates[0].change->status, Status::resolved);
  EXPECT_EQ(all.updates[0].seq, 2);
  EXPECT_EQ(all.updates[1].change->status, Status::open);
  EXPECT_EQ(all.updates[1].seq, 4);
  asked.limit = 2;
  const MessagePage newest = must(ana, asked);
  ASSERT_EQ(newest.updates.size(), 1u);
  EXPECT_EQ(newest.updates[0].seq, 4);
  asked.before_seq = newest.next;
  const MessagePage older = must(ana, asked);
  ASSERT_EQ(older.items.size(), 1u);
  ASSERT_EQ(older.updates.size(), 1u);
  EXPECT_EQ(older.updates[0].seq, 2);
}

TEST_F(PostMessageTest, OnlyItsSenderEditsAndOnlyItsSenderOrAnAdminDeletes) {
  const MessageId id = say(ana, "hi").message.id;
  EXPECT_EQ(why(ben, EditMessage{id, "x"}), "not_your_message");
  EXPECT_EQ(why(boss, EditMessage{id, "x"}), "not_your_message");
  EXPECT_EQ(why(vic, DeleteMessage{id}), "not_your_message");
  EXPECT_EQ(why(wei, EditMessage{id, "x"}), "message_not_found");
  EXPECT_EQ(why(eve, DeleteMessage{id}), "message_not_found");
  EXPECT_EQ(why(boss, DeleteMessage{id}), "ok");
}

}  // namespace
}  // namespace walkie::actions
