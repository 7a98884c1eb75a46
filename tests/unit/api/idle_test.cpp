// C8 for idle time: an agent's session that nobody uses ends, and with it everything that is open
// in its name. Time is moved by hand.
#include "actions/sweep_sessions.h"
#include "tests/unit/api/world.h"

namespace walkie::testing {
namespace {

constexpr Duration kMinute(60'000);

struct Idle : World {
  static Limits ten_minutes() {
    Limits limits = quick_limits();
    limits.agent_session_idle_s = 600;
    return limits;
  }
  Idle() : World(ten_minutes()) {
    mia = visitor();
    ana = agent("ana", Role::agent, {shop});
    id = conversation(mia);
  }
  std::string frame(const std::string& type, const std::string& more = {}) const {
    return "{\"type\":\"" + type + "\",\"conversation_id\":" + std::to_string(id) + more + "}";
  }
  std::string at() const { return "/ws?conversation_id=" + std::to_string(id); }
  std::string events(const std::string& query) const {
    return "/conversations/" + std::to_string(id) + "/events" + query;
  }
  int me(const std::string& token) { return ask("GET", "/me", {}, bearer(token)).status; }
  // Lets time pass, while the page does `every_minute`.
  template <class Act>
  void minutes(int count, Act every_minute) {
    for (int i = 0; i < count; ++i) {
      every_minute();
      advance(kMinute);
    }
  }
  std::string mia;
  std::string ana;
  std::int64_t id = 0;
};

TEST(IdleSession, C8ASocketEndsWithItsSessionWithinSeconds) {
  Idle room;
  Socket socket = room.connect(room.at(), room.ana);
  room.advance(kMinute * 10 - Duration(2'000));
  EXPECT_EQ(socket.close_code(), 0);
  room.advance(Duration(4'000));
  EXPECT_EQ(socket.close_code(), 4004);
  socket.take();
  room.post(room.id, room.mia, "later");
  EXPECT_TRUE(socket.take().empty());
  EXPECT_EQ(room.me(room.ana), 401);
}

TEST(IdleSession, C8AutomaticRequestsAreNoUseOfTheSession) {
  Idle room;
  Socket socket = room.connect(room.at(), room.ana);
  room.minutes(10, [&] {
    socket.say("{\"type\":\"ping\"}");
    socket.say(room.frame("subscribe", ",\"since\":0"));
    room.post(room.id, room.mia, "hello");
    socket.say(room.frame("received", ",\"seq\":1"));
    room.connect("/ws", room.ana).go();  // the network came and went
    room.begin("GET", room.events("?after=0"), {}, World::bearer(room.ana));
  });
  room.advance(Duration(2'000));
  EXPECT_EQ(socket.close_code(), 4004);
  EXPECT_EQ(room.me(room.ana), 401);
}

TEST(IdleSession, C8WritingTypingAndReadingOverTheSocketAreUse) {
  for (const char* type : {"message", "typing", "read"}) {
    Idle room;
    room.post(room.id, room.mia, "hello");
    Socket socket = room.connect(room.at(), room.ana);
    int count = 0;
    room.minutes(3, [&] {
      const std::string more =
          ",\"seq\":1,\"content\":\"x\",\"client_id\":\"c" + std::to_string(++count) + "\"";
      room.advance(kMinute * 7);
      socket.say(room.frame(type, more));
    });
    EXPECT_EQ(socket.close_code(), 0) << type;
    EXPECT_EQ(room.me(room.ana), 200) << type;
    socket.go();
  }
}

TEST(IdleSession, C8UseElsewhereKeepsASilentSocket) {
  Idle room;
  Socket socket = room.connect(room.at(), room.ana);
  room.minutes(25, [&] { EXPECT_EQ(room.me(room.ana), 200); });
  EXPECT_EQ(socket.close_code(), 0);
  room.advance(kMinute * 11);
  EXPECT_EQ(socket.close_code(), 4004);
}

TEST(IdleSession, C8UseCountsThoughThePagePollsInBetween) {
  Idle room;
  room.minutes(25, [&] {
    room.begin("GET", room.events("?after=0"), {}, World::bearer(room.ana));
    EXPECT_EQ(room.me(room.ana), 200);
  });
}

TEST(IdleSession, C8AStreamAndAPollEndToo) {
  Idle room;
  const auto stream =
      room.begin("GET", room.events("?after=0"), {},
                 {{"Authorization", "Bearer " + room.ana}, {"Accept", "text/event-stream"}});
  ASSERT_NE(stream->stream, nullptr);
  room.advance(kMinute * 10 - Duration(5'000));
  EXPECT_TRUE(stream->stream->is_open());
  const auto poll = room.begin("GET", room.events("?after=0&wait=25"), {}, World::bearer(room.ana));
  EXPECT_FALSE(poll->answer.has_value());
  room.advance(Duration(7'000));
  EXPECT_FALSE(stream->stream->is_open());
  EXPECT_TRUE(poll->answer.has_value());
  EXPECT_EQ(room.ask("GET", room.events("?after=0&wait=25"), {}, World::bearer(room.ana)).status,
            401);
}

TEST(IdleSession, VisitorsAndKeysHaveNoIdleLimit) {
  Idle room;
  const std::string key = room.bot("CRM", {room.shop});
  Socket visitor = room.connect(room.at(), room.mia);
  Socket program = room.connect(room.at(), key);
  room.advance(kMinute * 30);
  EXPECT_EQ(visitor.close_code(), 0);
  EXPECT_EQ(program.close_code(), 0);
}

TEST(IdleSession, AStoreThatCannotAnswerIsAskedAgain) {
  Idle room;
  Socket socket = room.connect(room.at(), room.ana);
  room.held = &room.reader;
  room.advance(kMinute * 11);
  EXPECT_EQ(socket.close_code(), 0);
  room.held = nullptr;
  room.advance(Duration(3'000));
  EXPECT_EQ(socket.close_code(), 4004);
}

TEST(EndedSessions, AreDeletedAndOthersStay) {
  Limits limits = quick_limits();
  limits.agent_session_s = 600;
  limits.visitor_session_s = 3600;
  World world(limits);
  const std::string visitor = world.visitor();
  const std::string agent = world.agent("ana", Role::agent, {world.shop});
  EXPECT_EQ(world.run(actions::SweepSessions{}), 0);
  world.advance(Duration(601'000));
  EXPECT_EQ(world.run(actions::SweepSessions{}), 1);
  EXPECT_EQ(world.ask("GET", "/me", {}, World::bearer(agent)).status, 401);
  EXPECT_EQ(world.ask("GET", "/me", {}, World::bearer(visitor)).status, 200);
}

}  // namespace
}  // namespace walkie::testing
