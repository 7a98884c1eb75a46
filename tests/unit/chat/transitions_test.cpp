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
    EXPECT_TRUE(apply_message(conversation, from(PrincipalKind::visitor), WallTime{2000}));
    EXPECT_EQ(conversation.status, Status::open) << to_string(asleep);
  }
  for (const Status awake : {Status::open, Status::pending}) {
    Conversation conversation = with(awake);
    EXPECT_FALSE(apply_message(conversation, from(PrincipalKind::visitor), WallTime{2000}));
    EXPECT_EQ(conversation.status, awake) << to_string(awake);
  }
}

TEST(Transitions, AnAgentsMessageWakesNothing) {
  for (const Status status : {Status::open, Status::pending, Status::snoozed, Status::resolved}) {
    for (const PrincipalKind staff : {PrincipalKind::agent, PrincipalKind::bot}) {
      Conversation conversation = with(status);
      EXPECT_FALSE(apply_message(conversation, from(staff), WallTime{2000}));
      EXPECT_EQ(conversation.status, status) << to_string(status);
      EXPECT_TRUE(conversation.last_message_from_agent);
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

TEST(Transitions, AnUpdateSaysWhatTheConversationHasNowAndWhoDidIt) {
  Conversation conversation = with(Status::snoozed);
  conversation.id = ConversationId{7};
  conversation.assignee_id = AgentId{3};
  const Principal ana{.kind = PrincipalKind::agent, .id = 5, .name = "Ana"};
  const Event event = update_event(conversation, "Ben", ana, 9, WallTime{2000});
  EXPECT_EQ(event.conversation_id, ConversationId{7});
  EXPECT_EQ(event.channel, Channel::everyone);
  EXPECT_EQ(event.seq, 9);
  EXPECT_EQ(event.type, EventType::conversation_update);
  EXPECT_EQ(event.created_at, WallTime{2000});
  EXPECT_EQ(event.change.status, Status::snoozed);
  EXPECT_EQ(event.change.assignee_id, AgentId{3});
  EXPECT_EQ(event.change.assignee_name, "Ben");
  EXPECT_EQ(event.change.actor_kind, PrincipalKind::agent);
  EXPECT_EQ(event.change.actor_id, 5);
  EXPECT_EQ(event.change.actor_name, "Ana");
}

}  // namespace
}  // namespace walkie
