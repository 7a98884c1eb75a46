// The text of a conversation_update in its column: what goes in comes out, whatever is in the
// names.
#include "store/sql/change_text.h"

#include <gtest/gtest.h>

namespace walkie {
namespace {

ConversationChange change() {
  ConversationChange out{Status::snoozed, AgentId{7}, "Ana", PrincipalKind::bot, 3, "Triage"};
  out.cause = {CauseKind::key, 12};
  out.changed.set(&Conversation::status, Status::snoozed).set(&Conversation::assignee_id, {7});
  out.before.set(&Conversation::status, Status::open).set(&Conversation::assignee_id, {});
  return out;
}

TEST(ChangeText, ComesOutAsItWentIn) {
  const ConversationChange in = change();
  const ConversationChange out = change_from(change_text(in));
  EXPECT_EQ(out.status, in.status);
  EXPECT_EQ(out.assignee_id, in.assignee_id);
  EXPECT_EQ(out.assignee_name, in.assignee_name);
  EXPECT_EQ(out.actor_kind, in.actor_kind);
  EXPECT_EQ(out.actor_id, in.actor_id);
  EXPECT_EQ(out.actor_name, in.actor_name);
  EXPECT_EQ(out.cause.kind, CauseKind::key);
  EXPECT_EQ(out.cause.id, 12);
  EXPECT_EQ(out.changed.get(&Conversation::status), Status::snoozed);
  EXPECT_EQ(out.changed.get(&Conversation::assignee_id), AgentId{7});
  EXPECT_EQ(out.before.get(&Conversation::status), Status::open);
  EXPECT_EQ(out.before.get(&Conversation::assignee_id), AgentId{0});
  EXPECT_FALSE(out.changed.get(&Conversation::last_message).has_value());
}

TEST(ChangeText, KeepsEveryName) {
  for (const char* name : {"", "=", "a\nstatus=3", "\\", "\\n", "a\\", "魏 \"x\"", "\n\n"}) {
    ConversationChange in = change();
    in.assignee_name = name;
    in.actor_name = name;
    const ConversationChange out = change_from(change_text(in));
    EXPECT_EQ(out.assignee_name, name);
    EXPECT_EQ(out.actor_name, name);
    EXPECT_EQ(out.status, Status::snoozed);
  }
}

TEST(ChangeText, SkipsWhatItDoesNotKnow) {
  const ConversationChange out = change_from(
      "status=3\nmood=9\nchanged.mood=9\nassignee_id=x7\nno equals\n\nchanged.status=3");
  EXPECT_EQ(out.status, Status::resolved);
  EXPECT_EQ(out.assignee_id, AgentId{0});
  EXPECT_EQ(out.changed.get(&Conversation::status), Status::resolved);
}

TEST(ChangeText, WithoutACauseTheActorIsTheCause) {
  EXPECT_EQ(change_from("actor_kind=3\nactor_id=5").cause.kind, CauseKind::bot);
  EXPECT_EQ(change_from("actor_kind=3\nactor_id=5").cause.id, 5);
  EXPECT_EQ(change_from("actor_kind=2\nactor_id=0").cause.kind, CauseKind::console);
}

}  // namespace
}  // namespace walkie
