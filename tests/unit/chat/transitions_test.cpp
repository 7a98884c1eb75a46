// How a message changes its conversation.
#include "chat/transitions.h"

#include <gtest/gtest.h>

namespace walkie {
namespace {

Message from(PrincipalKind kind, std::string content = "hello") {
  Message message;
  message.sender = {kind, 1, "V", ""};
  message.content = std::move(content);
  return message;
}

Conversation with(Status status) {
  Conversation conversation;
  conversation.status = status;
  conversation.created_at = conversation.updated_at = conversation.last_message_at = WallTime{1000};
  return conversation;
}

TEST(Transitions, AVisitorsMessageWakesWhatSleeps) {
  for (const Status asleep : {Status::snoozed, Status::resolved}) {
    Conversation conversation = with(asleep);
    apply_message(conversation, from(PrincipalKind::visitor), WallTime{2000});
    EXPECT_EQ(conversation.status, Status::open) << to_string(asleep);
  }
  for (const Status awake : {Status::open, Status::pending}) {
    Conversation conversation = with(awake);
    apply_message(conversation, from(PrincipalKind::visitor), WallTime{2000});
    EXPECT_EQ(conversation.status, awake) << to_string(awake);
  }
}

TEST(Transitions, AnAgentsMessageWakesNothing) {
  for (const Status status : {Status::open, Status::pending, Status::snoozed, Status::resolved}) {
    for (const PrincipalKind staff : {PrincipalKind::agent, PrincipalKind::bot}) {
      Conversation conversation = with(status);
      apply_message(conversation, from(staff), WallTime{2000});
      EXPECT_EQ(conversation.status, status) << to_string(status);
      EXPECT_TRUE(conversation.last_message_is_agent);
    }
  }
}

TEST(Transitions, TimesNeverRunBackwards) {
  Conversation conversation = with(Status::open);
  apply_message(conversation, from(PrincipalKind::visitor), WallTime{5000});
  EXPECT_EQ(conversation.updated_at, WallTime{5000});
  EXPECT_EQ(conversation.last_message_at, WallTime{5000});
  touch(conversation, WallTime{4000});  // the wall clock was set back
  EXPECT_EQ(conversation.updated_at, WallTime{5000});
  apply_message(conversation, from(PrincipalKind::agent), WallTime{3000});
  EXPECT_EQ(conversation.updated_at, WallTime{5000});
  EXPECT_EQ(conversation.last_message_at, WallTime{5000});
  touch(conversation, WallTime{6000});
  EXPECT_EQ(conversation.updated_at, WallTime{6000});
}

TEST(Transitions, AWrittenConversationIsKnownWithinTheMillisecondInWhichItBegan) {
  Conversation conversation = with(Status::open);
  EXPECT_FALSE(conversation.written());
  apply_message(conversation, from(PrincipalKind::visitor), conversation.created_at);
  EXPECT_EQ(conversation.last_message_at, WallTime{1001});
  conversation.last_message.clear();  // the message was deleted
  EXPECT_TRUE(conversation.written());
}

Principal ana() {
  Principal ana;
  ana.kind = PrincipalKind::agent;
  ana.id = 5;
  ana.name = "Ana";
  return ana;
}

TEST(Transitions, AnUpdateSaysWhatTheConversationHasNowAndWhoDidIt) {
  Conversation before = with(Status::open);
  before.id = ConversationId{7};
  Conversation after = before;
  after.status = Status::snoozed;
  after.assignee_id = AgentId{3};
  const auto event = update_event(before, after, Channel::everyone, "Ben", ana(), WallTime{2000});
  ASSERT_TRUE(event.has_value());
  EXPECT_EQ(event->type, EventType::conversation_update);
  EXPECT_EQ(event->conversation_id, ConversationId{7});
  EXPECT_EQ(event->channel, Channel::everyone);
  EXPECT_EQ(event->created_at, WallTime{2000});
  const ConversationChange& change = *event->change;
  EXPECT_EQ(change.status, Status::snoozed);
  EXPECT_EQ(change.assignee_id, AgentId{3});
  EXPECT_EQ(change.assignee_name, "Ben");
  EXPECT_EQ(change.actor_kind, PrincipalKind::agent);
  EXPECT_EQ(change.actor_id, 5);
  EXPECT_EQ(change.actor_name, "Ana");
  EXPECT_EQ(change.cause.kind, CauseKind::agent);
  EXPECT_EQ(change.cause.id, 5);
  EXPECT_EQ(change.changed.get(&Conversation::status), Status::snoozed);
  EXPECT_EQ(change.before.get(&Conversation::status), Status::open);
  EXPECT_EQ(change.before.get(&Conversation::assignee_id), AgentId{0});
}

TEST(Transitions, ALogThatHasNothingToTellHasNoEvent) {
  const Conversation before = with(Status::open);
  Conversation after = before;
  EXPECT_FALSE(update_event(before, after, Channel::everyone, "", ana(), WallTime{1}).has_value());
  after.status = Status::pending;
  EXPECT_FALSE(update_event(before, after, Channel::staff, "", ana(), WallTime{1}).has_value());
}

TEST(Transitions, EveryoneWhoActsIsACause) {
  EXPECT_EQ(cause_of(PrincipalKind::visitor, 4).kind, CauseKind::visitor);
  EXPECT_EQ(cause_of(PrincipalKind::bot, 4).kind, CauseKind::bot);
  EXPECT_EQ(cause_of(PrincipalKind::agent, 4).kind, CauseKind::agent);
  EXPECT_EQ(cause_of(PrincipalKind::agent, 0).kind, CauseKind::console);
  EXPECT_EQ(cause_of(PrincipalKind::agent, 4).id, 4);
}

}  // namespace
}  // namespace walkie
