// Every example that clients write is read as what it says.
#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "tests/golden/examples.h"
#include "wire/frames_in.h"

namespace walkie {
namespace {

const char* const uuid = "0193f5a2-7c11-7d2e-9a53-0c6f6a1b2c3d";
constexpr ConversationId conversation_id{123};

using Check = std::function<void(const std::string& json)>;
using Checks = std::map<std::string, Check>;

template <class Frame>
Check frame(std::function<void(const Frame&, const wire::FrameSubject&)> check) {
  return [check](const std::string& json) {
    wire::FrameSubject subject;
    const auto parsed = wire::parse_frame(json, subject);
    ASSERT_TRUE(parsed.ok()) << parsed.error().detail;
    ASSERT_TRUE(std::holds_alternative<Frame>(*parsed));
    check(std::get<Frame>(*parsed), subject);
  };
}

template <class Body>
Check body(Result<Body> (*parse)(std::string_view), std::function<void(const Body&)> check) {
  return [parse, check](const std::string& json) {
    const auto parsed = parse(json);
    ASSERT_TRUE(parsed.ok()) << parsed.error().detail;
    check(*parsed);
  };
}

void add_subscriptions(Checks& all) {
  using wire::FrameSubject;
  using wire::SubscribeFrame;
  all["client.subscribe"] = frame<SubscribeFrame>([](const auto& f, const FrameSubject& subject) {
    EXPECT_EQ(f.conversation_id, conversation_id);
    EXPECT_EQ(subject.conversation_id, conversation_id);
    EXPECT_FALSE(f.since.has_value());
    EXPECT_EQ(f.epoch, "");
  });
  all["client.subscribe_since"] = frame<SubscribeFrame>([](const auto& f, const FrameSubject&) {
    EXPECT_EQ(f.since, 7);
    EXPECT_FALSE(f.staff_since.has_value());
    EXPECT_EQ(f.epoch, "5f1c0a9be2d47713");
  });
  all["client.subscribe_staff"] = frame<SubscribeFrame>([](const auto& f, const FrameSubject&) {
    EXPECT_EQ(f.since, 7);
    EXPECT_EQ(f.staff_since, 0);
  });
  all["client.subscribe_inbox"] =
      frame<wire::SubscribeInboxFrame>([](const auto&, const FrameSubject&) {});
  all["client.unsubscribe"] = frame<wire::UnsubscribeFrame>(
      [](const auto& f, const FrameSubject&) { EXPECT_EQ(f.conversation_id, conversation_id); });
}

void add_messages(Checks& all) {
  using wire::FrameSubject;
  using wire::MessageFrame;
  const auto hello = [](const MessageFrame& f, const FrameSubject& subject) {
    EXPECT_EQ(f.body.conversation_id, conversation_id);
    EXPECT_EQ(f.body.client_id, uuid);
    EXPECT_EQ(subject.client_id, uuid);
    EXPECT_EQ(f.body.content, "你好");
    EXPECT_EQ(f.body.channel, Channel::everyone);
  };
  all["client.message"] = frame<MessageFrame>(hello);
  all["client.message_in_data"] = frame<MessageFrame>(hello);
  all["client.message_note"] = frame<MessageFrame>(
      [](const auto& f, const FrameSubject&) { EXPECT_EQ(f.body.channel, Channel::staff); });
  all["client.message_expected"] = frame<MessageFrame>(
      [](const auto& f, const FrameSubject&) { EXPECT_EQ(f.body.expected_head_seq, 7); });
}

void add_signals(Checks& all) {
  using wire::FrameSubject;
  all["client.typing"] =
      frame<wire::TypingFrame>([](const auto& f, const FrameSubject&) { EXPECT_EQ(f.text, ""); });
  all["client.typing_text"] = frame<wire::TypingFrame>(
      [](const auto& f, const FrameSubject&) { EXPECT_EQ(f.text, "Do you have it in gr"); });
  all["client.read"] =
      frame<wire::ReadFrame>([](const auto& f, const FrameSubject&) { EXPECT_EQ(f.seq, 8); });
  all["client.received"] =
      frame<wire::ReceivedFrame>([](const auto& f, const FrameSubject&) { EXPECT_EQ(f.seq, 12); });
  all["client.ping"] = frame<wire::PingFrame>([](const auto&, const FrameSubject&) {});
  all["client.ping_heads"] = frame<wire::PingFrame>([](const auto&, const FrameSubject&) {});
}

void add_bodies(Checks& all) {
  using namespace wire;
  all["request.create_visitor"] =
      body<CreateVisitorBody>(parse_create_visitor, [](const CreateVisitorBody& b) {
        EXPECT_EQ(b.name, "Li Wei");
        EXPECT_EQ(b.email, "li@example.com");
      });
  all["request.open_conversation"] =
      body<OpenConversationBody>(parse_open_conversation, [](const OpenConversationBody& b) {
        EXPECT_EQ(b.inbox_id, InboxId{1});
        EXPECT_FALSE(b.visitor_id);
      });
  all["request.change_conversation"] =
      body<ChangeConversationBody>(parse_change_conversation, [](const auto& b) {
        EXPECT_EQ(b.get(&Conversation::status), Status::resolved);
        EXPECT_FALSE(b.get(&Conversation::assignee_id).has_value());
      });
  all["request.change_conversation_unassign"] =
      body<ChangeConversationBody>(parse_change_conversation, [](const auto& b) {
        EXPECT_FALSE(b.get(&Conversation::status).has_value());
        EXPECT_EQ(b.get(&Conversation::assignee_id), AgentId{0});
      });
  all["request.post_message"] = body<PostMessageBody>(parse_post_message, [](const auto& b) {
    EXPECT_EQ(b.conversation_id, conversation_id);
    EXPECT_EQ(b.content, "你好");
    EXPECT_EQ(b.sender_is_agent, false);
    EXPECT_EQ(b.client_id, "");
  });
  all["request.post_message_full"] = body<PostMessageBody>(parse_post_message, [](const auto& b) {
    EXPECT_EQ(b.client_id, uuid);
    EXPECT_EQ(b.sender_is_agent, true);
    EXPECT_EQ(b.channel, Channel::everyone);
    EXPECT_EQ(b.content_type, "text");
    EXPECT_EQ(b.expected_head_seq, 7);
  });
  all["request.edit_message"] = body<EditMessageBody>(
      parse_edit_message, [](const EditMessageBody& b) { EXPECT_EQ(b.content, "Hello again"); });
  all["request.mark_read"] =
      body<MarkReadBody>(parse_mark_read, [](const MarkReadBody& b) { EXPECT_EQ(b.seq, 8); });
  all["request.sign_in"] = body<SignInBody>(parse_sign_in, [](const SignInBody& b) {
    EXPECT_EQ(b.email, "ana@shop.example");
    EXPECT_EQ(b.password, "correct horse");
  });
  all["request.set_up"] = body<SetUpBody>(parse_set_up, [](const SetUpBody& b) {
    EXPECT_EQ(b.token, "one-time");
    EXPECT_EQ(b.name, "Ana");
  });
}

TEST(Golden, EveryExampleThatClientsWriteIsReadAsWhatItSays) {
  Checks all;
  add_subscriptions(all);
  add_messages(all);
  add_signals(all);
  add_bodies(all);
  for (const std::string& name : golden::names({"client.", "request."})) {
    SCOPED_TRACE(name);
    const auto check = all.find(name);
    if (check == all.end()) {
      ADD_FAILURE() << "nothing reads protocol/examples/" << name << ".json";
      continue;
    }
    check->second(boost::json::serialize(golden::example(name)));
  }
  EXPECT_EQ(golden::names({"client.", "request."}).size(), all.size());
}

}  // namespace
}  // namespace walkie
