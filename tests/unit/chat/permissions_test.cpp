// The matrix: who × what, over a conversation of the shop's inbox whose visitor is `visitor`.
#include "chat/permissions.h"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <string>

namespace walkie {
namespace {

constexpr InboxId kShop{1}, kOther{2};

Principal person(PrincipalKind kind, std::int64_t id, std::vector<InboxId> inboxes,
                 Role role = Role::agent) {
  Principal principal;
  principal.kind = kind;
  principal.id = id;
  principal.role = role;
  principal.inboxes = std::move(inboxes);
  return principal;
}

// In this order the columns of the matrix stand.
const std::vector<std::pair<std::string, Principal>> kWho = {
    {"anonymous", Principal{}},
    {"visitor", person(PrincipalKind::visitor, 5, {kShop})},
    {"other visitor", person(PrincipalKind::visitor, 6, {kShop})},
    {"agent", person(PrincipalKind::agent, 5, {kShop})},
    {"agent of another inbox", person(PrincipalKind::agent, 6, {kOther})},
    {"admin", person(PrincipalKind::agent, 7, {}, Role::admin)},
    {"bot", person(PrincipalKind::bot, 5, {kShop})},
    {"bot of another inbox", person(PrincipalKind::bot, 6, {kOther})},
};

Conversation the_conversation() {
  Conversation conversation;
  conversation.id = {9};
  conversation.inbox_id = kShop;
  conversation.visitor_id = {5};
  return conversation;
}

Message written_by(PrincipalKind kind, std::int64_t id, Channel channel = Channel::everyone) {
  Message message;
  message.conversation_id = {9};
  message.sender.kind = kind;
  message.sender.id = id;
  message.channel = channel;
  return message;
}

TEST(Permissions, Matrix) {
  const Conversation conversation = the_conversation();
  const Message visitors = written_by(PrincipalKind::visitor, 5);
  const Message agents = written_by(PrincipalKind::agent, 5);
  const Message note = written_by(PrincipalKind::agent, 5, Channel::staff);
  Visitor visitor;
  visitor.id = {5};
  visitor.inbox_id = kShop;
  using May = std::function<bool(const Principal&)>;
  //                              anon visitor other agent foreign admin bot foreign bot
  const std::map<std::string, std::pair<std::string, May>> rules = {
      {"read", {"01010110", [&](auto& p) { return may_read(p, conversation); }}},
      {"read staff log",
       {"00010110", [&](auto& p) { return may_read_staff_log(p, conversation); }}},
      {"post", {"01010110", [&](auto& p) { return may_post(p, conversation); }}},
      {"note", {"00010110", [&](auto& p) { return may_note(p, conversation); }}},
      {"update", {"00010110", [&](auto& p) { return may_update(p, conversation); }}},
      {"see message",
       {"01010110", [&](auto& p) { return may_see_message(p, conversation, agents); }}},
      {"see note", {"00010110", [&](auto& p) { return may_see_message(p, conversation, note); }}},
      {"edit visitor's",
       {"01000000", [&](auto& p) { return may_edit(p, conversation, visitors); }}},
      {"edit agent's", {"00010000", [&](auto& p) { return may_edit(p, conversation, agents); }}},
      {"edit note", {"00010000", [&](auto& p) { return may_edit(p, conversation, note); }}},
      {"delete visitor's",
       {"01000100", [&](auto& p) { return may_delete(p, conversation, visitors); }}},
      {"delete agent's",
       {"00010100", [&](auto& p) { return may_delete(p, conversation, agents); }}},
      {"see visitor", {"01010110", [&](auto& p) { return may_see_visitor(p, visitor); }}},
      {"open conversation",
       {"01010110", [&](auto& p) { return may_open_conversation_for(p, visitor); }}},
      {"list agents", {"00011111", [&](auto& p) { return may_list_agents(p); }}},
      {"list inbox", {"01110110", [&](auto& p) { return may_list_inbox(p, kShop); }}},
      {"count", {"00011111", [&](auto& p) { return may_count_conversations(p); }}},
      {"allowed origins", {"00000100", [&](auto& p) { return may_see_allowed_origins(p); }}},
      {"administer", {"00000100", [&](auto& p) { return may_administer(p); }}},
  };
  for (const auto& [what, rule] : rules) {
    for (std::size_t i = 0; i < kWho.size(); ++i) {
      EXPECT_EQ(rule.second(kWho[i].second), rule.first[i] == '1')
          << what << " by " << kWho[i].first;
    }
  }
}

TEST(Permissions, TheConsoleMayWhatAnAdminMay) {
  EXPECT_TRUE(may_administer(console_principal()));
  EXPECT_TRUE(may_read(console_principal(), the_conversation()));
}

TEST(Permissions, ADeletedMessageCannotBeEdited) {
  Message message = written_by(PrincipalKind::visitor, 5);
  message.deleted_at = WallTime{1};
  EXPECT_FALSE(may_edit(kWho[1].second, the_conversation(), message));
}

TEST(Permissions, WhoDeletedItsOwnMessageMayTakeThatBackForAWhile) {
  Limits limits;
  limits.restore_s = 60;
  const Principal visitor = kWho[1].second;
  Message message = written_by(PrincipalKind::visitor, 5);
  const auto may = [&](const Principal& who, std::int64_t now_ms) {
    return may_restore(who, the_conversation(), message, WallTime{now_ms}, limits);
  };
  EXPECT_FALSE(may(visitor, 1'000)) << "it is not deleted";
  message.deleted_at = WallTime{1'000};
  EXPECT_FALSE(may(visitor, 1'000)) << "an admin deleted it";
  message.deleted_by_sender = true;
  EXPECT_TRUE(may(visitor, 1'000));
  EXPECT_TRUE(may(visitor, 61'000)) << "the last moment";
  EXPECT_FALSE(may(visitor, 61'001));
  for (const auto& [who, principal] : kWho) {
    EXPECT_EQ(may(principal, 1'000), who == "visitor") << who;
  }
  message.channel = Channel::staff;  // moved out of its sight, if that ever happens
  EXPECT_FALSE(may(visitor, 1'000));
}

TEST(Permissions, OnlyActiveMembersAndAdminsAreAssigned) {
  Agent agent;
  agent.inboxes = {kShop};
  EXPECT_TRUE(may_be_assigned(agent, the_conversation()));
  agent.active = false;
  EXPECT_FALSE(may_be_assigned(agent, the_conversation()));
  agent.active = true;
  agent.inboxes = {kOther};
  EXPECT_FALSE(may_be_assigned(agent, the_conversation()));
  agent.role = Role::admin;
  EXPECT_TRUE(may_be_assigned(agent, the_conversation()));
}

}  // namespace
}  // namespace walkie
