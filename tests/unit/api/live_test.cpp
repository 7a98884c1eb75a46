// The WebSocket session: C1–C8, typing, positions, presence, limits, drain.
#include <algorithm>

#include "actions/post_message.h"
#include "actions/update_agent.h"
#include "api/presence.h"
#include "dispatch/channels.h"
#include "tests/unit/api/world.h"

namespace walkie::testing {
namespace {

using Types = std::vector<std::string>;

struct Room : World {
  explicit Room(Limits with = quick_limits()) : World(std::move(with)) {
    mia = visitor();
    ana = agent("ana", Role::agent, {shop});
    id = conversation(mia);
  }
  std::string at(const std::string& more = {}) const {
    return "/ws?conversation_id=" + std::to_string(id) + more;
  }
  std::string frame(const std::string& type, const std::string& more = {}) const {
    return "{\"type\":\"" + type + "\",\"conversation_id\":" + std::to_string(id) + more + "}";
  }
  void note(const std::string& content) {
    EXPECT_EQ(post(id, ana, content, ",\"channel\":\"staff\"").status, 201);
  }
  std::string mia;
  std::string ana;
  std::int64_t id = 0;
};

const json::object* find(const std::vector<json::object>& frames, std::string_view type) {
  for (const json::object& frame : frames) {
    if (text(frame.at("type")) == type) return &frame;
  }
  return nullptr;
}

TEST(Live, C1C4C5aConnectsAndSubscribesAtOnce) {
  Room room;
  room.post(room.id, room.mia, "before");
  Socket socket = room.connect(room.at("&since=0"), room.mia);
  ASSERT_TRUE(socket.upgraded());
  EXPECT_EQ(socket.protocol(), "walkie.v1");
  EXPECT_EQ(socket.types(), (Types{"ready", "subscribed", "new_message 1", "synced"}));
}

TEST(Live, C4ReadySaysWhoAndHow) {
  Room room;
  Socket socket = room.connect("/ws", room.mia);
  const auto frames = socket.take();
  ASSERT_EQ(frames.size(), 1U);
  const json::object ready = frames[0].at("data").as_object();
  EXPECT_EQ(ready.at("ping_interval_ms").as_int64(), 54000);
  EXPECT_EQ(ready.at("limits").as_object().at("subscriptions").as_int64(), 200);
  EXPECT_EQ(text(ready.at("me").as_object().at("type")), "visitor");
  EXPECT_EQ(text(ready.at("epoch")), room.api.epoch());
}

TEST(Live, C2ACookieIsEnoughAndNoSubprotocolIsAnsweredThen) {
  Room room;
  Socket socket = room.connect(
      room.at(), "", {{"Cookie", "walkie_visitor=" + room.mia}, {"Origin", "http://walkie.test"}});
  ASSERT_TRUE(socket.upgraded());
  EXPECT_EQ(socket.protocol(), "");
}

TEST(Live, C3TheChecksBeforeTheUpgradeComeInOrder) {
  Room room;
  const std::string other = room.visitor();
  EXPECT_EQ(room.connect(room.at(), "", {{"Origin", "https://evil.example"}}).status(), 403);
  EXPECT_EQ(room.connect(room.at(), room.mia, {{"Origin", "https://evil.example"}}).status(), 403);
  EXPECT_EQ(room.connect(room.at(), "").status(), 401);
  EXPECT_EQ(room.connect(room.at(), "nonsense").status(), 401);
  EXPECT_EQ(room.connect(room.at(), other).status(), 404);
  EXPECT_EQ(room.connect("/ws?conversation_id=999", other).status(), 404);
  EXPECT_EQ(room.connect("/ws?conversation_id=x", other).status(), 400);
  EXPECT_TRUE(room.connect(room.at(), room.mia, {{"Origin", "https://club.example"}}).upgraded());
}

TEST(Live, C3AVisitorHasTenConnectionsAtMost) {
  Room room;
  std::vector<Socket> sockets;
  for (int count = 0; count < 10; ++count)
    sockets.push_back(room.connect("/ws", room.mia));
  EXPECT_EQ(room.connect("/ws", room.mia).status(), 429);
  sockets.front().go();
  EXPECT_TRUE(room.connect("/ws", room.mia).upgraded());
}

// Asked by one loop, ended by way of another: the first one asks the store, and hears of the answer
// when the session has ended and its revocation has gone by.
struct Overtaken : Room {
  Overtaken()
      : Room([] {
          Limits limits = quick_limits();
          limits.known_credentials = 0;
          return limits;
        }()) {}
  std::shared_ptr<FakeExchange> ask(const std::string& target, const std::string& token,
                                    Headers more = {}) {
    held = &other_loop;
    more.emplace_back("Authorization", "Bearer " + token);
    auto exchange = begin("GET", target, {}, more, &other_loop);
    change();
    EXPECT_FALSE(exchange->answer.has_value());
    held = nullptr;
    settle();
    return exchange;
  }
  std::function<void()> change = [this] {
    for (const std::string& token : {mia, ana})
      EXPECT_EQ(World::ask("DELETE", "/sessions/current", {}, bearer(token)).status, 204);
  };
  std::string events() const { return "/conversations/" + std::to_string(id) + "/events?wait=25"; }
};

TEST(Live, C8ASocketThatItsSignOutHasOvertakenIsClosed) {
  Overtaken room;
  Socket socket(room.ask(room.at(), room.ana));
  EXPECT_EQ(socket.close_code(), 4506);
}

TEST(Live, C8ASocketOpenedDuringALossOfRightsReconnects) {
  Overtaken room;
  const AgentId id{room.principal(room.ana).id};
  room.change = [&] {
    room.run(actions::UpdateAgent{.agent_id = id, .inboxes = std::vector{room.club}});
  };
  Socket socket(room.ask("/ws", room.ana));
  EXPECT_EQ(socket.close_code(), 4006);
}

TEST(Live, C8APollThatItsSignOutHasOvertakenIsRefused) {
  Overtaken room;
  const auto exchange = room.ask(room.events(), room.mia);
  ASSERT_TRUE(exchange->answer.has_value());
  EXPECT_EQ(exchange->answer->status, 401);
}

TEST(Live, C8AStreamThatItsSignOutHasOvertakenEnds) {
  Overtaken room;
  const auto exchange = room.ask(room.events(), room.ana, {{"Accept", "text/event-stream"}});
  ASSERT_TRUE(exchange->answer.has_value());
  EXPECT_TRUE(exchange->stream == nullptr || !exchange->stream->open);
}

TEST(Live, C5bWithoutSinceThereIsNoBacklog) {
  Room room;
  room.post(room.id, room.mia, "before");
  Socket socket = room.connect("/ws", room.mia);
  socket.say(room.frame("subscribe"));
  room.settle();
  EXPECT_EQ(socket.types(), (Types{"ready", "subscribed", "synced"}));
  room.post(room.id, room.mia, "after");
  EXPECT_EQ(socket.types(), (Types{"new_message 2"}));
}

TEST(Live, C5dWhatComesDuringTheBacklogIsSentOnceAndInOrder) {
  Limits limits = quick_limits();
  limits.ring_events = 1;  // the backlog comes from the store, a hop away
  Room room(limits);
  for (int count = 0; count < 5; ++count)
    room.post(room.id, room.mia, "old");
  Socket socket = room.connect("/ws", room.mia);
  socket.take();
  const Principal ana = room.principal(room.ana);
  socket.say(room.frame("subscribe", ",\"since\":0"));
  // Asked for, not yet read: this is committed and pushed before the backlog comes back.
  room.dispatch.run(
      room.other_loop, ana,
      actions::PostMessage{.conversation_id = ConversationId{room.id}, .content = "new"},
      [](const Result<actions::PostedMessage>& answer) { EXPECT_TRUE(answer.ok()); });
  room.writer.run();
  room.loop.run();
  EXPECT_TRUE(socket.take().empty());
  room.settle();
  EXPECT_EQ(socket.types(), (Types{"subscribed", "new_message 1", "new_message 2", "new_message 3",
                                   "new_message 4", "new_message 5", "new_message 6", "synced"}));
}

TEST(Live, N2AHoleInTheLiveStreamIsReadFromTheLog) {
  Room room;
  Socket socket = room.connect(room.at("&since=0"), room.mia);
  room.post(room.id, room.mia, "one");
  socket.take();
  room.broker.losing = true;
  room.post(room.id, room.mia, "lost");
  room.broker.losing = false;
  EXPECT_TRUE(socket.take().empty());
  room.post(room.id, room.mia, "three");
  EXPECT_EQ(socket.types(), (Types{"new_message 2", "new_message 3"}));
}

TEST(Live, N2WhatIsLostAtTheEndIsFoundWithinTenSeconds) {
  Room room;
  Socket socket = room.connect(room.at("&since=0"), room.ana);
  socket.take();
  room.broker.losing = true;
  room.post(room.id, room.mia, "lost");
  room.note("lost too");
  room.broker.losing = false;
  room.advance(Duration(10'100));
  EXPECT_EQ(socket.types(), (Types{"new_message 1", "new_message staff 1"}));
}

TEST(Live, N2WhatComesTwiceIsSentOnce) {
  Room room;
  Socket socket = room.connect(room.at("&since=0"), room.mia);
  room.post(room.id, room.mia, "one");
  socket.take();
  const Broadcast again{.channel = conversation_channel(ConversationId{room.id}),
                        .seq = 1,
                        .payload = SharedBytes("{\"type\":\"new_message\",\"seq\":1}")};
  room.broker.publish({&again, 1});
  room.settle();
  EXPECT_TRUE(socket.take().empty());
}

TEST(Live, C6AnotherEpochAndTooFarBehindAreReset) {
  Limits limits = quick_limits();
  limits.resume_events = 3;
  limits.ring_events = 2;
  Room room(limits);
  for (int count = 0; count < 5; ++count)
    room.post(room.id, room.mia, "x");
  Socket far = room.connect(room.at("&since=0"), room.mia);
  auto frames = far.take();
  ASSERT_NE(find(frames, "reset"), nullptr);
  EXPECT_EQ(text(find(frames, "reset")->at("data").as_object().at("reason")), "too_far_behind");
  EXPECT_EQ(find(frames, "new_message"), nullptr);
  ASSERT_NE(find(frames, "synced"), nullptr);
  Socket near = room.connect(room.at("&since=3&epoch=" + room.api.epoch()), room.mia);
  EXPECT_EQ(near.types(),
            (Types{"ready", "subscribed", "new_message 4", "new_message 5", "synced"}));
  Socket restored = room.connect(room.at("&since=4&epoch=elsewhere"), room.mia);
  frames = restored.take();
  ASSERT_NE(find(frames, "reset"), nullptr);
  EXPECT_EQ(text(find(frames, "reset")->at("data").as_object().at("reason")), "epoch");
  room.post(room.id, room.mia, "next");
  EXPECT_EQ(restored.types(), (Types{"new_message 6"}));
}

TEST(Live, C7NotesReachStaffOnlyAndHaveALogOfTheirOwn) {
  Room room;
  room.note("before");
  Socket page = room.connect(room.at("&since=0"), room.mia);
  Socket inbox = room.connect(room.at("&since=0&staff_since=0"), room.ana);
  EXPECT_EQ(inbox.types(), (Types{"ready", "subscribed", "new_message staff 1", "synced"}));
  page.take();
  room.note("after");
  EXPECT_EQ(inbox.types(), (Types{"new_message staff 2"}));
  room.post(room.id, room.mia, "public");
  EXPECT_EQ(inbox.types(), (Types{"new_message 1"}));
  EXPECT_EQ(page.types(), (Types{"new_message 1"}));
}

TEST(Live, C7InboxHintsAreForStaffOfTheInbox) {
  Room room;
  const std::string club = room.agent("cem", Role::agent, {room.club});
  Socket ana = room.connect("/ws", room.ana);
  Socket cem = room.connect("/ws", club);
  Socket mia = room.connect("/ws", room.mia);
  for (Socket* socket : {&ana, &cem, &mia})
    socket->say("{\"type\":\"subscribe_inbox\"}");
  for (Socket* socket : {&ana, &cem}) {
    EXPECT_NE(find(socket->take(), "inbox_subscribed"), nullptr);
  }
  ana.say("{\"type\":\"subscribe_inbox\"}");
  EXPECT_EQ(ana.types(), (Types{"inbox_subscribed"})) << "asked again, answered again";
  const auto refused = mia.take();
  EXPECT_NE(find(refused, "error"), nullptr);
  room.post(room.id, room.mia, "hello");
  const auto hints = ana.take();
  ASSERT_NE(find(hints, "inbox"), nullptr);
  const json::object row =
      find(hints, "inbox")->at("data").as_object().at("conversation").as_object();
  EXPECT_EQ(text(row.at("last_message")), "hello");
  EXPECT_FALSE(row.contains("unread"));
  EXPECT_TRUE(cem.take().empty());
}

TEST(Live, C8SignOutEndsTheSocketAndNothingFollows) {
  Room room;
  Socket socket = room.connect(room.at(), room.ana);
  socket.take();
  EXPECT_EQ(room.ask("DELETE", "/sessions/current", {}, World::bearer(room.ana)).status, 204);
  EXPECT_EQ(socket.close_code(), 4506);
  room.post(room.id, room.mia, "later");
  EXPECT_TRUE(socket.take().empty());
}

TEST(Live, C8AnAgentWhoseRightsChangeComesBackAndARemovedOneDoesNot) {
  Room room;
  Socket socket = room.connect(room.at(), room.ana);
  const AgentId id{room.principal(room.ana).id};
  room.run(actions::UpdateAgent{.agent_id = id, .inboxes = std::vector{room.club}});
  EXPECT_EQ(socket.close_code(), 4004);
  EXPECT_EQ(room.connect(room.at(), room.ana).status(), 404);
  Socket again = room.connect("/ws", room.ana);
  EXPECT_TRUE(again.upgraded());
  room.run(actions::UpdateAgent{.agent_id = id, .active = false});
  EXPECT_EQ(again.close_code(), 4501);
  EXPECT_EQ(room.connect("/ws", room.ana).status(), 401);
}

TEST(Live, C8AnExpiredCredentialEndsTheSocketWithinASecond) {
  Limits limits = quick_limits();
  limits.agent_session_s = 60;
  Room room(limits);
  Socket socket = room.connect(room.at(), room.ana);
  room.advance(Duration(58'000));
  EXPECT_EQ(socket.close_code(), 0);
  room.advance(Duration(3'000));
  EXPECT_EQ(socket.close_code(), 4004);
}

TEST(Live, S1bS2AMessageFrameIsAcknowledgedWithItsClientId) {
  Room room;
  Socket socket = room.connect(room.at(), room.mia);
  socket.take();
  const std::string frame =
      room.frame("message", ",\"client_id\":\"0193f5a2-0001\",\"content\":\"hi\"");
  socket.say(frame);
  room.settle();
  auto frames = socket.take();
  ASSERT_NE(find(frames, "ack"), nullptr);
  EXPECT_EQ(text(find(frames, "ack")->at("data").as_object().at("client_id")), "0193f5a2-0001");
  EXPECT_TRUE(find(frames, "ack")->at("data").as_object().at("created").as_bool());
  EXPECT_NE(find(frames, "new_message"), nullptr);
  socket.say(frame);
  room.settle();
  frames = socket.take();
  ASSERT_NE(find(frames, "ack"), nullptr);
  EXPECT_FALSE(find(frames, "ack")->at("data").as_object().at("created").as_bool());
  EXPECT_EQ(find(frames, "new_message"), nullptr);
}

TEST(Live, S5AnotherAgentsAnswerInBetweenIsShownInTheFrameToo) {
  Room room;
  const std::string ben = room.agent("ben", Role::agent, {room.shop});
  room.post(room.id, room.mia, "help");
  Socket socket = room.connect("/ws", ben);
  socket.take();
  ASSERT_EQ(room.post(room.id, room.ana, "here I am").status, 201);
  socket.say(room.frame("message",
                        ",\"client_id\":\"0193f5a2-0003\",\"content\":\"me too\","
                        "\"expected_head_seq\":1"));
  room.settle();
  const auto frames = socket.take();
  ASSERT_NE(find(frames, "error"), nullptr);
  const json::object error = find(frames, "error")->at("data").as_object();
  EXPECT_EQ(text(error.at("code")), "conversation_moved");
  EXPECT_EQ(error.at("head_seq").as_int64(), 2);
  ASSERT_EQ(error.at("messages").as_array().size(), 1U);
  EXPECT_EQ(text(error.at("messages").as_array()[0].as_object().at("content")), "here I am");
}

TEST(Live, AFailedFrameIsAnsweredWithWhatItWasAbout) {
  Room room;
  Socket socket = room.connect("/ws", room.mia);
  socket.take();
  socket.say(
      "{\"type\":\"message\",\"conversation_id\":999,\"client_id\":\"0193f5a2-0002\","
      "\"content\":\"hi\"}");
  room.settle();
  const auto frames = socket.take();
  ASSERT_EQ(frames.size(), 1U);
  const json::object error = frames[0].at("data").as_object();
  EXPECT_EQ(error.at("status").as_int64(), 404);
  EXPECT_EQ(text(error.at("client_id")), "0193f5a2-0002");
  EXPECT_EQ(error.at("conversation_id").as_int64(), 999);
}

TEST(Live, F2BadFramesAreAnsweredAndTooManyEndTheConnection) {
  Room room;
  Socket socket = room.connect("/ws", room.mia);
  socket.take();
  for (int count = 0; count < 20; ++count)
    socket.say("{nonsense");
  const auto frames = socket.take();
  ASSERT_GE(frames.size(), 19U);
  EXPECT_EQ(text(frames[0].at("data").as_object().at("code")), "bad_json");
  EXPECT_EQ(socket.close_code(), 4505);
}

TEST(Live, F2AFloodOfFramesEndsTheConnection) {
  Room room;
  Socket socket = room.connect("/ws", room.mia);
  for (int count = 0; count < 501; ++count)
    socket.say("{\"type\":\"ping\"}");
  EXPECT_EQ(socket.close_code(), 4005);
}

TEST(Live, H2PongHasTheHeadsOfAllSubscriptions) {
  Room room;
  room.post(room.id, room.mia, "one");
  Socket socket = room.connect(room.at(), room.ana);
  socket.take();
  socket.say("{\"type\":\"ping\"}");
  const auto frames = socket.take();
  ASSERT_EQ(frames.size(), 1U);
  const json::object data = frames[0].at("data").as_object();
  EXPECT_EQ(data.at("heads").as_object().at(std::to_string(room.id)).as_int64(), 1);
  EXPECT_EQ(data.at("staff_heads").as_object().at(std::to_string(room.id)).as_int64(), 0);
}

Limits with_typing_text(std::int64_t bytes) {
  Limits limits = quick_limits();
  limits.typing_text_bytes = bytes;
  return limits;
}

TEST(Live, F5WhatAVisitorTypesIsShownToNobodyUnlessTheSettingSaysSo) {
  Room room;
  Socket page = room.connect(room.at(), room.mia);
  Socket inbox = room.connect(room.at(), room.ana);
  inbox.take();
  page.say(room.frame("typing", ",\"text\":\"4111 1111 1111 1111\""));
  room.settle();
  const auto seen = inbox.take();
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_FALSE(seen[0].at("data").as_object().contains("text"));
}

TEST(Live, F5WhatWasTypedGoesAtOnceWhenItIsTakenBack) {
  Room room(with_typing_text(1024));
  Socket page = room.connect(room.at(), room.mia);
  Socket inbox = room.connect(room.at(), room.ana);
  inbox.take();
  page.say(room.frame("typing", ",\"text\":\"4111\""));
  for (int repeat = 0; repeat < 5; ++repeat)
    page.say(room.frame("typing", ",\"stopped\":true"));
  room.settle();
  const auto seen = inbox.take();
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(text(seen[0].at("data").as_object().at("text")), "4111");
  EXPECT_FALSE(seen[1].at("data").as_object().contains("text"));
  EXPECT_EQ(seen[1].at("data").as_object().at("expires_in_ms").as_int64(), 0);
}

TEST(Live, F5TypingIsRelayedAtMostEveryThreeSecondsAndItsTextToStaffAlone) {
  Room room(with_typing_text(6));
  Socket page = room.connect(room.at(), room.mia);
  Socket second = room.connect(room.at(), room.mia);
  Socket inbox = room.connect(room.at(), room.ana);
  for (Socket* socket : {&page, &second, &inbox})
    socket->take();
  page.say(room.frame("typing", ",\"text\":\"do you\""));
  page.say(room.frame("typing", ",\"text\":\"do you have\""));
  room.settle();
  auto seen = inbox.take();
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(text(seen[0].at("data").as_object().at("text")), "do you");
  EXPECT_EQ(seen[0].at("data").as_object().at("expires_in_ms").as_int64(), 6000);
  EXPECT_TRUE(second.take().empty());
  inbox.say(room.frame("typing", ",\"text\":\"secret\""));
  room.settle();
  seen = page.take();
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_FALSE(seen[0].at("data").as_object().contains("text"));
  room.advance(Duration(3000));
  page.say(room.frame("typing"));
  room.settle();
  EXPECT_NE(find(inbox.take(), "typing"), nullptr);
}

TEST(Live, L2ReadPositionsArePushedAndOnlyMoveForward) {
  Room room;
  room.post(room.id, room.ana, "one");
  room.post(room.id, room.ana, "two");
  Socket page = room.connect(room.at(), room.mia);
  Socket inbox = room.connect(room.at(), room.ana);
  inbox.take();
  page.say(room.frame("received", ",\"seq\":2"));
  page.say(room.frame("read", ",\"seq\":1"));
  room.settle();
  json::object data;
  for (const json::object& frame : inbox.take()) {
    if (text(frame.at("type")) == "read") data = frame.at("data").as_object();
  }
  EXPECT_EQ(data.at("read_seq").as_int64(), 1);
  EXPECT_EQ(data.at("received_seq").as_int64(), 2);
  page.say(room.frame("read", ",\"seq\":0"));
  room.settle();
  const Answer answer = room.ask("POST", "/conversations/" + std::to_string(room.id) + "/read",
                                 "{\"seq\":1}", World::bearer(room.mia));
  EXPECT_EQ(answer.json().at("read_seq").as_int64(), 1);
}

TEST(Live, WhoReadsAndLeavesAtOnceHasRead) {
  Room room;
  room.post(room.id, room.ana, "one");
  room.post(room.id, room.ana, "two");
  Socket page = room.connect(room.at(), room.mia);
  Socket inbox = room.connect(room.at(), room.ana);
  inbox.take();
  // The first is on its way to the store when the others come.
  page.say(room.frame("received", ",\"seq\":1"));
  page.say(room.frame("received", ",\"seq\":2"));
  page.say(room.frame("read", ",\"seq\":2"));
  page.say(room.frame("unsubscribe"));
  room.settle();
  json::object data;
  for (const json::object& frame : inbox.take()) {
    if (text(frame.at("type")) == "read") data = frame.at("data").as_object();
  }
  EXPECT_EQ(data.at("read_seq").as_int64(), 2);
}

TEST(Live, PresenceLingersFifteenSecondsAfterTheLastConnection) {
  Room room;
  Socket inbox = room.connect(room.at(), room.ana);
  Socket page = room.connect(room.at(), room.mia, {}, &room.other_loop);
  auto frames = inbox.take();
  EXPECT_EQ(text(frames.back().at("data").as_object().at("visitor")), "online");
  EXPECT_EQ(frames.back().at("data").as_object().at("agents").as_array().size(), 1U);
  page.go();
  room.advance(Duration(14'000));
  EXPECT_TRUE(inbox.take().empty());
  Socket back = room.connect(room.at(), room.mia);
  room.advance(Duration(5'000));
  EXPECT_TRUE(inbox.take().empty());
  back.go();
  room.advance(Duration(16'000));
  frames = inbox.take();
  ASSERT_FALSE(frames.empty());
  EXPECT_EQ(text(frames.back().at("data").as_object().at("visitor")), "offline");
  inbox.go();
  room.settle();
  EXPECT_EQ(room.api.presence().conversations(), 0U);
}

TEST(Live, PresenceIsSaidOnceToWhoComes) {
  Room room;
  const auto presences = [](Socket& socket) {
    std::size_t count = 0;
    for (const json::object& frame : socket.take())
      count += text(frame.at("type")) == "presence" ? 1 : 0;
    return count;
  };
  Socket page = room.connect(room.at(), room.mia);
  room.settle();
  EXPECT_EQ(presences(page), 1U);  // its own coming is the news
  Socket second = room.connect(room.at(), room.mia);
  room.settle();
  EXPECT_EQ(presences(second), 1U);  // no news: told what is
  EXPECT_EQ(presences(page), 0U);
  Socket inbox = room.connect(room.at(), room.ana);
  room.settle();
  EXPECT_EQ(presences(inbox), 1U);
  EXPECT_EQ(presences(page), 1U);
}

TEST(Live, C5eSubscribingAgainIsNeitherLeavingNorComing) {
  Room room;
  Socket page = room.connect(room.at(), room.mia);
  Socket inbox = room.connect(room.at(), room.ana);
  page.take();
  inbox.say(room.frame("subscribe"));
  inbox.say(room.frame("subscribe", ",\"since\":0"));
  room.settle();
  EXPECT_TRUE(page.take().empty());
  inbox.say(room.frame("unsubscribe"));
  room.settle();
  const auto frames = page.take();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_TRUE(frames[0].at("data").as_object().at("agents").as_array().empty());
  page.go();
  room.advance(Duration(16'000));
  EXPECT_EQ(room.api.presence().conversations(), 0U);
}

TEST(Live, C1AtMostTwoHundredSubscriptions) {
  Limits limits = quick_limits();
  limits.subscriptions_per_connection = 1;
  Room room(limits);
  const std::int64_t second = room.conversation(room.mia);
  Socket socket = room.connect(room.at(), room.mia);
  socket.take();
  const std::string subscribe = ",\"conversation_id\":" + std::to_string(second) + "}";
  socket.say("{\"type\":\"subscribe\"" + subscribe);
  room.settle();
  const auto frames = socket.take();
  ASSERT_EQ(frames.size(), 1U);
  EXPECT_EQ(text(frames[0].at("data").as_object().at("code")), "too_many_subscriptions");
  socket.say(room.frame("unsubscribe"));
  socket.say("{\"type\":\"subscribe\"" + subscribe);
  room.settle();
  EXPECT_EQ(socket.types(), (Types{"subscribed", "synced"}));
}

TEST(Live, C3ASubscriptionThatOneMayNotHaveLooksLikeNone) {
  Room room;
  Socket socket = room.connect("/ws", room.visitor());
  socket.take();
  socket.say(room.frame("subscribe", ",\"since\":0"));
  socket.say("{\"type\":\"subscribe\",\"conversation_id\":999}");
  room.settle();
  auto frames = socket.take();
  ASSERT_EQ(frames.size(), 2U);
  for (json::object& frame : frames)
    frame.at("data").as_object().erase("conversation_id");
  EXPECT_EQ(frames[0], frames[1]);
  room.post(room.id, room.mia, "not yours");
  EXPECT_TRUE(socket.take().empty());
}

TEST(Live, H8DrainSaysByeSpreadOutAndClosesAtARate) {
  Limits limits = quick_limits();
  limits.drain_closes_per_s = 40;  // 20 for each loop: 2 in each tenth of a second
  limits.connections_per_visitor = 0;
  Room room(limits);
  std::vector<Socket> sockets;
  for (int count = 0; count < 6; ++count)
    sockets.push_back(room.connect("/ws", room.mia));
  for (Socket& socket : sockets)
    socket.take();
  bool drained = false;
  room.api.drain([&drained] { drained = true; });
  room.settle();
  const auto closed = [&sockets] {
    return std::count_if(sockets.begin(), sockets.end(),
                         [](Socket& socket) { return socket.close_code() == 4000; });
  };
  EXPECT_EQ(closed(), 2);
  EXPECT_FALSE(drained);
  EXPECT_EQ(room.connect("/ws", room.mia).status(), 503);
  room.advance(Duration(300));
  EXPECT_EQ(closed(), 6);
  EXPECT_TRUE(drained);
  for (Socket& socket : sockets) {
    const auto frames = socket.take();
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_EQ(text(frames[0].at("type")), "bye");
    const std::int64_t wait = frames[0].at("data").as_object().at("reconnect_in_ms").as_int64();
    EXPECT_GE(wait, 2'000);
    EXPECT_LE(wait, 30'000);
  }
}

}  // namespace
}  // namespace walkie::testing
