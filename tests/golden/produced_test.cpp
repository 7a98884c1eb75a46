// Every example that the server writes is what the encoders write: the same members with the same
// values (S4, C4, C5a, L2, L3: the shapes of SPEC.md).
#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "tests/golden/examples.h"
#include "wire/answers.h"
#include "wire/errors.h"
#include "wire/frames_out.h"

namespace walkie {
namespace {

constexpr WallTime at{1795374300123};  // 2026-11-22T19:05:00.123Z
const char* const epoch = "5f1c0a9be2d47713";
const char* const uuid = "0193f5a2-7c11-7d2e-9a53-0c6f6a1b2c3d";
constexpr ConversationId conversation_id{123};

Message visitor_message() {
  Message message;
  message.id = MessageId{501};
  message.conversation_id = conversation_id;
  message.seq = 7;
  message.client_id = uuid;
  message.sender = {PrincipalKind::visitor, 42, "Li Wei", ""};
  message.content = "你好 \"Walkie\"\n</script>";
  message.created_at = at;
  return message;
}

Message agent_message() {
  Message message = visitor_message();
  message.id = MessageId{502};
  message.seq = 8;
  message.client_id.back() = 'e';
  message.sender = {PrincipalKind::agent, 3, "Ana", "/assets/ana.png"};
  message.content = "Hello 👋";
  return message;
}

Message note() {
  Message message = visitor_message();
  message.id = MessageId{503};
  message.channel = Channel::staff;
  message.seq = 2;
  message.client_id.back() = 'f';
  message.sender = {PrincipalKind::bot, 1, "Triage", ""};
  message.content = "VIP customer";
  return message;
}

std::string event(EventType type, Seq seq, const Message& message) {
  Event event;
  event.conversation_id = conversation_id;
  event.channel = message.channel;
  event.seq = seq;
  event.type = type;
  event.message = message;
  return wire::event_frame(event);
}

std::string edited() {
  Message message = agent_message();
  message.content = "Hello again";
  message.edited_at = WallTime{at.ms + 59877};
  return event(EventType::message_edited, 9, message);
}

std::string deleted() {
  Message message = agent_message();
  message.content.clear();
  message.deleted_at = WallTime{at.ms + 119877};
  return event(EventType::message_deleted, 10, message);
}

std::string update(Seq seq, const ConversationChange& change) {
  Event event;
  event.conversation_id = conversation_id;
  event.seq = seq;
  event.type = EventType::conversation_update;
  event.change = change;
  return wire::event_frame(event);
}

Agent ana() {
  Agent agent;
  agent.id = AgentId{3};
  agent.name = "Ana";
  agent.email = "ana@shop.example";
  return agent;
}

Agent admin() {
  Agent agent = ana();
  agent.role = Role::admin;
  return agent;
}

Visitor li_wei() { return {VisitorId{42}, InboxId{1}, "Li Wei", "", at}; }

Principal visitor_principal() {
  Principal principal;
  principal.kind = PrincipalKind::visitor;
  principal.id = 42;
  principal.name = "Li Wei";
  return principal;
}

Principal agent_principal() {
  Principal principal;
  principal.kind = PrincipalKind::agent;
  principal.id = 3;
  principal.name = "Ana";
  return principal;
}

ConversationRow row() {
  ConversationRow row;
  row.conversation.id = conversation_id;
  row.conversation.inbox_id = InboxId{1};
  row.conversation.visitor_id = VisitorId{42};
  row.conversation.assignee_id = AgentId{3};
  row.conversation.last_seq = 8;
  row.conversation.staff_last_seq = 2;
  row.conversation.created_at = at;
  row.conversation.updated_at = WallTime{at.ms + 59877};
  row.conversation.last_message_at = row.conversation.updated_at;
  row.conversation.last_message = "Hello 👋";
  row.conversation.last_message_is_agent = true;
  row.visitor = li_wei();
  row.assignee = ana();
  row.visitor_read_seq = 6;
  row.visitor_received_seq = 8;
  row.agent_read_seq = 7;
  row.agent_received_seq = 7;
  row.read_seq = 7;
  return row;
}

ConversationRow row_of_visitor() {
  ConversationRow seen = row();
  seen.read_seq = 6;
  seen.unread = 1;
  return seen;
}

ConversationRow new_row() {
  ConversationRow fresh;
  fresh.conversation.id = conversation_id;
  fresh.conversation.inbox_id = InboxId{1};
  fresh.conversation.visitor_id = VisitorId{42};
  fresh.conversation.created_at = at;
  fresh.conversation.updated_at = at;
  fresh.conversation.last_message_at = at;
  fresh.visitor = {VisitorId{42}, InboxId{1}, "", "", at};
  return fresh;
}

Inbox shop() { return {InboxId{1}, "Shop", {"https://shop.example"}, at}; }

Position position() {
  return {conversation_id, static_cast<std::uint8_t>(PrincipalKind::visitor), 42, 8, 12};
}

Error too_fast() {
  return {.code = Code::too_many,
          .reason = "",
          .detail = "Too many messages. Try again in 1 s.",
          .field = "",
          .retry_after_s = 1};
}

Error wrong_type(const std::string& field) {
  return {.code = Code::bad_request,
          .reason = "wrong_type",
          .detail = "'" + field + "' must be an integer.",
          .field = field};
}

Error head_conflict() {
  return {.code = Code::conflict,
          .reason = "conversation_moved",
          .detail = "Ana has sent a newer message. Read it, then send yours again.",
          .field = "expected_head_seq"};
}

Error bad_json() {
  Error error{.code = Code::bad_request,
              .reason = "bad_json",
              .detail = "The body is not JSON: syntax error at byte 12, line 1, column 13."};
  error.position = 12;
  return error;
}

Error missing() {
  return {.code = Code::bad_request,
          .reason = "missing_field",
          .detail = "'content' is missing.",
          .field = "content"};
}

using Producers = std::map<std::string, std::function<std::string()>>;

void add_events(Producers& all) {
  all["server.new_message"] = [] { return event(EventType::new_message, 7, visitor_message()); };
  all["server.new_message_agent"] = [] {
    return event(EventType::new_message, 8, agent_message());
  };
  all["server.new_message_note"] = [] { return event(EventType::new_message, 2, note()); };
  all["server.message_edited"] = edited;
  all["server.message_deleted"] = deleted;
  all["server.conversation_update"] = [] {
    ConversationChange change{Status::open, AgentId{3}, "Ana", PrincipalKind::agent, 3, "Ana"};
    change.changed.set(&Conversation::assignee_id, AgentId{3});
    change.cause = {CauseKind::agent, 3};
    return update(11, change);
  };
  all["server.conversation_update_unassigned"] = [] {
    ConversationChange change{Status::resolved, AgentId{0}, "", PrincipalKind::bot, 1, "Triage"};
    change.changed.set(&Conversation::status, Status::resolved);
    change.changed.set(&Conversation::assignee_id, AgentId{0});
    change.cause = {CauseKind::bot, 1};
    return update(12, change);
  };
}

void add_frames(Producers& all) {
  using namespace wire;
  all["server.ready"] = [] {
    return ready_frame({ConnectionId{9001}, at, epoch, 54000, 60000, 65536, 16384, 200, 0},
                       visitor_principal());
  };
  all["server.subscribed"] = [] {
    return subscribed_frame(conversation_id, epoch, 8, std::nullopt);
  };
  all["server.subscribed_staff"] = [] { return subscribed_frame(conversation_id, epoch, 8, 2); };
  all["server.synced"] = [] { return synced_frame(conversation_id, 12, std::nullopt); };
  all["server.synced_staff"] = [] { return synced_frame(conversation_id, 12, 2); };
  all["server.reset"] = [] {
    return reset_frame(conversation_id, Channel::everyone, epoch, 2012, "too_far_behind");
  };
  all["server.read"] = [] { return read_frame(position()); };
  all["server.typing"] = [] { return typing_frame(conversation_id, agent_principal(), "", 6000); };
  all["server.typing_text"] = [] {
    return typing_frame(conversation_id, visitor_principal(), "Do you have it in gr", 6000);
  };
  all["server.presence"] = [] {
    return presence_frame(conversation_id, true, {{AgentId{3}, "Ana"}});
  };
  all["server.inbox_subscribed"] = [] { return inbox_subscribed_frame(); };
  all["server.inbox"] = [] { return inbox_frame(row()); };
  all["server.ack"] = [] { return ack_frame(visitor_message(), 7, true); };
  all["server.error"] = [] { return error_frame(too_fast(), uuid, conversation_id); };
  all["server.error_field"] = [] { return error_frame(wrong_type("since"), "", conversation_id); };
  all["server.pong"] = [] {
    return pong_frame({{conversation_id, 12}, {ConversationId{124}, 3}}, std::nullopt);
  };
  all["server.pong_staff"] = [] {
    return pong_frame({{conversation_id, 12}, {ConversationId{124}, 3}},
                      Heads{{conversation_id, 2}, {ConversationId{124}, 0}});
  };
  all["server.bye"] = [] { return bye_frame(4200, "draining"); };
}

void add_bodies(Producers& all) {
  using namespace wire;
  all["body.message"] = [] { return message_answer(visitor_message()); };
  all["body.message_note"] = [] { return message_answer(note()); };
  all["body.message_with_head"] = [] { return message_answer(visitor_message(), 7); };
  all["body.message_list"] = [] {
    return message_list({visitor_message(), agent_message()}, 0, 8, epoch);
  };
  all["body.conversation_staff"] = [] { return conversation_answer(row(), RowKind::staff); };
  all["body.conversation_visitor"] = [] {
    return conversation_answer(row_of_visitor(), RowKind::visitor);
  };
  all["body.conversation_new"] = [] { return conversation_answer(new_row(), RowKind::visitor, 0); };
  all["body.conversation_list"] = [] {
    return conversation_list({row()}, RowKind::staff, "1764000360000.123");
  };
  all["body.conversation_counts"] = [] { return conversation_counts(3, 12, 40); };
  all["body.read_position"] = [] { return read_answer(position(), 12); };
  all["body.event_page"] = [] {
    return event_page(epoch, 7, {SharedBytes(event(EventType::new_message, 7, visitor_message()))});
  };
  all["body.event_page_reset"] = [] { return event_reset(epoch, 2012); };
  all["body.visitor_with_token"] = [] {
    return visitor_answer(li_wei(), "wv_0f3QmJ7bq1m2c4d5e6f7g8h9i0j1k2l3m4n5o6p7q8r");
  };
  all["body.agent"] = [] {
    std::string out;
    append_agent(out, ana(), true);
    return out;
  };
  all["body.signed_in"] = [] { return signed_in_answer(admin()); };
  all["body.setup_state"] = [] { return setup_answer(false); };
  all["body.agent_list"] = [] { return agent_list({ana()}); };
  all["body.inbox_list"] = [] { return inbox_list({shop()}, false); };
  all["body.inbox_list_admin"] = [] { return inbox_list({shop()}, true); };
  all["body.me_visitor"] = [] { return me_answer(visitor_principal(), "", {shop()}); };
  all["body.me_agent"] = [] { return me_answer(agent_principal(), "ana@shop.example", {shop()}); };
}

void add_problems(Producers& all) {
  using namespace wire;
  all["problem.bad_json"] = [] { return problem(bad_json()); };
  all["problem.wrong_type"] = [] { return problem(wrong_type("conversation_id")); };
  all["problem.missing_field"] = [] { return problem(missing()); };
  all["problem.too_fast"] = [] { return problem(too_fast()); };
  all["problem.conversation_moved"] = [] {
    return problem(head_conflict(), head_conflict_members(8, {agent_message()}));
  };
}

TEST(Golden, EveryExampleThatTheServerWritesIsWhatTheEncodersWrite) {
  Producers all;
  add_events(all);
  add_frames(all);
  add_bodies(all);
  add_problems(all);
  for (const std::string& name : golden::names({"server.", "body.", "problem."})) {
    const auto producer = all.find(name);
    if (producer == all.end()) {
      ADD_FAILURE() << "no encoder is checked against protocol/examples/" << name << ".json";
      continue;
    }
    EXPECT_EQ(boost::json::parse(producer->second()), golden::example(name)) << name;
  }
  EXPECT_EQ(golden::names({"server.", "body.", "problem."}).size(), all.size());
}

TEST(Golden, AnAnswerCutOutOfItsEventIsTheOneThatTheEncoderWrites) {
  for (const Message& message : {visitor_message(), agent_message(), note()}) {
    const std::string frame = event(EventType::new_message, message.seq, message);
    EXPECT_EQ(wire::message_answer(std::string_view(frame), 9), wire::message_answer(message, 9));
  }
}

}  // namespace
}  // namespace walkie
