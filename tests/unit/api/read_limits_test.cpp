// What a read may cost: bytes of an answer, reads in flight, rates, the work of clients that left.
#include "api/read_slots.h"
#include "dispatch/channels.h"
#include "tests/unit/api/world.h"

namespace walkie::testing {
namespace {

// 16 KiB that become 96 KiB of JSON.
std::string controls() {
  std::string text = "x";
  for (int i = 0; i < 16'000; ++i)
    text += "\\u0001";
  return text;
}

struct Room : World {
  explicit Room(Limits with = quick()) : World(std::move(with)) {
    mia = visitor();
    id = conversation(mia);
  }
  static Limits quick() {
    Limits limits = quick_limits();
    limits.visitor_messages_per_s = 0;
    limits.agent_messages_per_s = 0;
    limits.body_bytes = 1 << 20;
    return limits;
  }
  std::string list(const std::string& more = {}) const {
    return "/messages?conversation_id=" + std::to_string(id) + "&limit=200" + more;
  }
  Answer get(const std::string& target, const std::string& token) {
    return ask("GET", target, {}, bearer(token));
  }
  std::string mia;
  std::int64_t id = 0;
};

std::int64_t seq_of(const json::value& item) { return item.as_object().at("seq").as_int64(); }

TEST(ReadLimits, APageEndsEarlyWithItsCursorAndNothingIsLeftOut) {
  Room room;
  const std::string large = controls();
  constexpr int kMessages = 12;
  for (int i = 0; i < kMessages; ++i)
    room.post(room.id, room.mia, large);
  std::vector<std::int64_t> newest_first, oldest_first;
  std::string before, after = "&after_seq=0";
  for (int page = 0; page < 2 * kMessages && newest_first.size() < kMessages; ++page) {
    const Answer answer = room.get(room.list(before), room.mia);
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_LE(answer.body.size(), static_cast<std::size_t>(room.limits.visitor_answer_bytes) + 200);
    const json::object body = answer.json();
    const auto& items = body.at("items").as_array();
    for (auto at = items.rbegin(); at != items.rend(); ++at)
      newest_first.push_back(seq_of(*at));
    if (body.at("next").is_null()) break;
    before = "&before_seq=" + text(body.at("next"));
  }
  for (int page = 0; page < 2 * kMessages && oldest_first.size() < kMessages; ++page) {
    const json::object body = room.get(room.list(after), room.mia).json();
    for (const auto& item : body.at("items").as_array())
      oldest_first.push_back(seq_of(item));
    if (body.at("next").is_null()) break;
    after = "&after_seq=" + text(body.at("next"));
  }
  ASSERT_EQ(newest_first.size(), static_cast<std::size_t>(kMessages));
  ASSERT_EQ(oldest_first.size(), static_cast<std::size_t>(kMessages));
  for (int i = 0; i < kMessages; ++i) {
    EXPECT_EQ(newest_first[static_cast<std::size_t>(i)], kMessages - i);
    EXPECT_EQ(oldest_first[static_cast<std::size_t>(i)], i + 1);
  }
}

TEST(ReadLimits, OneRowIsAnsweredHoweverLargeItIs) {
  Limits limits = Room::quick();
  limits.visitor_answer_bytes = 1024;
  Room room(limits);
  room.post(room.id, room.mia, controls());
  room.post(room.id, room.mia, controls());
  const json::object body = room.get(room.list(), room.mia).json();
  EXPECT_EQ(body.at("items").as_array().size(), 1U);
  EXPECT_EQ(text(body.at("next")), "2");
}

TEST(ReadLimits, TheLastPageSaysThatItIsTheLast) {
  Limits limits = Room::quick();
  limits.visitor_answer_bytes = 16'001;  // of content, exactly what the message has
  Room room(limits);
  room.post(room.id, room.mia, controls());
  EXPECT_TRUE(room.get(room.list(), room.mia).json().at("next").is_null());
}

TEST(ReadLimits, ListsOfConversationsPeopleAndInboxesAreCutToo) {
  Limits limits = Room::quick();
  limits.agent_answer_bytes = 4096;
  limits.visitor_answer_bytes = 4096;
  Room room(limits);
  const std::string ana = room.agent("ana", Role::admin, {room.shop});
  std::string name;
  for (int i = 0; i < 200; ++i)
    name += "\\\"";
  for (int i = 0; i < 9; ++i) {
    const Answer made = room.ask("POST", "/visitors", "{\"name\":\"" + name + "\"}");
    ASSERT_EQ(made.status, 201) << made.body;
    room.conversation(text(made.json().at("token")));
    room.run(AddInbox{std::string(200, '"'), {}});
  }
  for (int i = 0; i < 40; ++i)
    room.agent(std::string(60, 'b') + std::to_string(i), Role::agent, {room.shop});
  for (const auto& [path, rows] : std::vector<std::pair<std::string, std::size_t>>{
           {"/conversations?limit=200", 10}, {"/agents?", 41}, {"/inboxes?", 11}}) {
    std::set<std::int64_t> seen;
    std::string cursor;
    std::size_t pages = 0;
    for (; pages < 60; ++pages) {
      const Answer answer = room.get(path + cursor, ana);
      ASSERT_EQ(answer.status, 200) << answer.body;
      EXPECT_LE(answer.body.size(), 4096U + 64) << path;
      const json::object body = answer.json();
      for (const auto& item : body.at("items").as_array())
        EXPECT_TRUE(seen.insert(item.as_object().at("id").as_int64()).second) << path;
      if (body.at("next").is_null()) break;
      cursor = "&cursor=" + text(body.at("next"));
    }
    EXPECT_EQ(seen.size(), rows) << path;
    EXPECT_GT(pages, 0U) << path;
  }
  EXPECT_LE(room.get("/me", ana).body.size(), 4096U + 400);
}

TEST(ReadLimits, APollIsCutAndGoesOnAfterItsLastEvent) {
  Room room;
  for (int i = 0; i < 2; ++i)
    room.post(room.id, room.mia, controls());
  room.limits.visitor_answer_bytes = 100'000;
  std::int64_t after = 0;
  for (int i = 1; i <= 2; ++i) {
    const Answer answer = room.get(
        "/conversations/" + std::to_string(room.id) + "/events?after=" + std::to_string(after),
        room.mia);
    const json::object body = answer.json();
    ASSERT_EQ(body.at("events").as_array().size(), 1U) << answer.body.size();
    EXPECT_EQ(body.at("head_seq").as_int64(), 2);
    after = seq_of(body.at("events").as_array()[0]);
    EXPECT_EQ(after, i);
  }
}

TEST(ReadLimits, SoManyReadsOfOneVisitorAreInFlightUntilTheirAnswersAreTaken) {
  Room room;
  room.post(room.id, room.mia, controls());
  std::vector<std::shared_ptr<FakeExchange>> reads;
  for (int i = 0; i < 4; ++i)
    reads.push_back(room.begin("GET", room.list(), {}, World::bearer(room.mia)));
  const Answer refused = room.get(room.list(), room.mia);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.code(), "too_many_reads");
  EXPECT_EQ(refused.response.header("Retry-After"), "1");
  // Answered is not taken: the bytes still wait for the client.
  room.settle();
  EXPECT_EQ(room.get(room.list(), room.mia).status, 429);
  EXPECT_GT(room.api.reads().bytes(), 4 * 90'000);
  // Another visitor is not concerned.
  const std::string wei = room.visitor();
  EXPECT_EQ(room.get("/me", wei).status, 200);
  reads[0]->answer.reset();
  EXPECT_EQ(room.get(room.list(), room.mia).status, 200);
  reads.clear();
  room.settle();
  EXPECT_EQ(room.api.reads().bytes(), 0);
  EXPECT_EQ(room.api.reads().kept(), 0U);
}

TEST(ReadLimits, VisitorsOfOneAddressAreCountedTogetherAndStaffIsNot) {
  const Limits limits;
  api::ReadSlots slots(limits);
  std::vector<std::shared_ptr<api::ReadSlots::Slot>> held;
  Principal visitor{.kind = PrincipalKind::visitor, .id = 1};
  for (int i = 0; i < 32; ++i) {
    visitor.id = 1 + i / 4;
    auto slot = slots.enter(visitor, i % 2 == 0 ? "2001:db8::1" : "2001:db8::2");
    ASSERT_TRUE(slot) << i;
    held.push_back(*slot);
  }
  visitor.id = 100;
  EXPECT_EQ(slots.enter(visitor, "2001:db8::3").error().reason, "too_many_reads");
  EXPECT_TRUE(slots.enter(visitor, "2001:db8:0:1::3"));
  EXPECT_TRUE(slots.enter({.kind = PrincipalKind::agent, .id = 1}, "2001:db8::3"));
  for (int i = 0; i < 100; ++i)
    held.push_back(*slots.enter({.kind = PrincipalKind::visitor, .id = 200 + i}, "127.0.0.1"));
  // Credentials that nobody knows yet: an office that comes back at once.
  for (int i = 0; i < 512; ++i)
    held.push_back(*slots.enter({}, "203.0.113.9"));
  EXPECT_EQ(slots.enter({}, "203.0.113.9").error().reason, "too_many_reads");
  held.clear();
  EXPECT_EQ(slots.kept(), 0U);
}

TEST(ReadLimits, WhenClientsTakeTooLittleReadsAreRefusedForAMoment) {
  Limits limits;
  limits.answers_total_bytes = 1000;
  api::ReadSlots slots(limits);
  auto slot = *slots.enter({.kind = PrincipalKind::visitor, .id = 1}, "203.0.113.1");
  slot->holds(1000);
  const auto refused = slots.enter({.kind = PrincipalKind::agent, .id = 1}, "203.0.113.2");
  EXPECT_EQ(refused.error().code, Code::unavailable);
  slot.reset();
  EXPECT_TRUE(slots.enter({.kind = PrincipalKind::agent, .id = 1}, "203.0.113.2"));
}

TEST(ReadLimits, AnAnswerThatWasWaitedForCountsUntilItIsTaken) {
  Limits limits = Room::quick();
  limits.connections_per_visitor = 3;
  limits.answers_total_bytes = 280'000;
  Room room(limits);
  room.post(room.id, room.mia, controls());
  const std::string wei = room.visitor();
  const std::string other =
      "/conversations/" + std::to_string(room.conversation(wei)) + "/events?after=0&wait=1";
  const std::string poll = "/conversations/" + std::to_string(room.id) + "/events?after=0&wait=5";
  std::vector<std::shared_ptr<FakeExchange>> polls;
  for (int i = 0; i < 3; ++i) {
    polls.push_back(room.begin("GET", poll, {}, World::bearer(room.mia)));
    ASSERT_TRUE(polls.back()->answer);
    EXPECT_EQ(polls.back()->answer->status, 200);
  }
  EXPECT_GT(room.api.reads().bytes(), 3 * 90'000);
  EXPECT_EQ(room.get(poll, room.mia).code(), "too_many_connections");
  // Another visitor may connect, but not add to what nobody takes.
  const auto waiting = room.begin("GET", other, {}, World::bearer(wei));
  room.advance(Duration(1'000));
  EXPECT_EQ(room.finished(waiting).code(), "busy");
  polls.clear();
  EXPECT_EQ(room.api.reads().bytes(), 0);
  EXPECT_EQ(room.get(poll, room.mia).status, 200);
}

TEST(ReadLimits, TheWorkOfAClientThatHasGoneIsDropped) {
  Room room;
  const auto dropped = [&room] {
    return room.metrics.render().find("walkie_reads_dropped_total 1") != std::string::npos;
  };
  room.held = &room.reader;
  const auto gone = room.begin("GET", room.list(), {}, World::bearer(room.mia));
  gone->state->now(ClientState::Where::gone);
  room.held = nullptr;
  room.settle();
  EXPECT_TRUE(dropped());
  EXPECT_EQ(gone->answer->status, 503);
}

TEST(ReadLimits, WhoHasOnlyFinishedSendingIsServedIfThatIsSoon) {
  Room room;
  const auto soon = room.begin("GET", room.list(), {}, World::bearer(room.mia));
  soon->state->now(ClientState::Where::half_closed);
  room.settle();
  EXPECT_EQ(soon->answer->status, 200);
  room.held = &room.reader;
  const auto late = room.begin("GET", room.list(), {}, World::bearer(room.mia));
  late->state->now(ClientState::Where::half_closed);
  room.advance(Duration(150));
  room.held = nullptr;
  room.settle();
  EXPECT_EQ(late->answer->status, 503);
}

TEST(ReadLimits, EveryRouteThatNeedsAStoreTakesOfARate) {
  for (const api::Route& route : api::routes()) {
    const std::string_view path = route.pattern;
    const bool own = path == "/messages" || path == "/conversations" || path == "/visitors" ||
                     path == "/sessions" || path == "/setup" || path == "/messages/{message_id}";
    const bool writes = route.method == net::Method::post || route.method == net::Method::patch;
    if (route.credential != api::Credential::required || (own && writes)) continue;
    EXPECT_NE(route.charge, api::Charge::none) << path;
  }
}

TEST(ReadLimits, ReadsAndChangesOfAVisitorHaveARate) {
  Limits limits = Room::quick();
  limits.visitor_reads_burst = 3;
  limits.visitor_changes_burst = 2;
  Room room(limits);
  room.post(room.id, room.mia, "hello");
  const std::string row = "/conversations/" + std::to_string(room.id);
  for (const std::string& path : {row, std::string("/me"), room.list()})
    EXPECT_EQ(room.get(path, room.mia).status, 200) << path;
  const Answer refused = room.get("/me", room.mia);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.response.header("Retry-After"), "1");
  const auto mark = [&] {
    return room.ask("POST", row + "/read", "{\"seq\":1}", World::bearer(room.mia)).status;
  };
  EXPECT_EQ(mark(), 200);
  EXPECT_EQ(mark(), 200);
  EXPECT_EQ(mark(), 429);
  EXPECT_EQ(room.ask("DELETE", "/messages/1", {}, World::bearer(room.mia)).status, 429);
  room.advance(Duration(1'000));
  EXPECT_EQ(room.get("/me", room.mia).status, 200);
  EXPECT_EQ(mark(), 200);
}

std::string frame(std::string_view type, std::int64_t id, const std::string& more = {}) {
  return "{\"type\":\"" + std::string(type) + "\",\"conversation_id\":" + std::to_string(id) +
         more + "}";
}

TEST(ReadLimits, SubscribingAgainAndAgainIsSlowedAndEndsSubscribed) {
  Limits limits = Room::quick();
  limits.visitor_reads_burst = 5;
  limits.visitor_reads_per_s = 1;
  Room room(limits);
  Socket page = room.connect("/ws", room.mia);
  for (int i = 0; i < 60; ++i) {
    page.say(frame("subscribe", room.id, ",\"since\":0"));
    room.settle();
  }
  const auto joined = [&page] {
    const auto types = page.types();
    return std::count(types.begin(), types.end(), "subscribed");
  };
  EXPECT_LE(joined(), 5);
  room.advance(Duration(3'000));
  EXPECT_EQ(joined(), 1);
  room.post(room.id, room.mia, "hello");
  EXPECT_EQ(page.types(), std::vector<std::string>{"new_message 1"});
}

TEST(ReadLimits, ABacklogThatFindsNoRoomStartsAnewInsteadOfClosing) {
  Room room;
  for (int i = 0; i < 2; ++i)
    room.post(room.id, room.mia, controls());
  Socket page = room.connect("/ws", room.mia);
  page.connection().takes = false;
  page.connection().queued = 400 * 1024;
  page.say(frame("subscribe", room.id, ",\"since\":0"));
  room.settle();
  const auto types = page.types();
  EXPECT_NE(std::find(types.begin(), types.end(), "reset"), types.end());
  EXPECT_TRUE(page.connection().open);
}

TEST(ReadLimits, PositionsThatComeTooFastAreBroughtTogetherLater) {
  Limits limits = Room::quick();
  limits.visitor_changes_burst = 2;
  limits.visitor_changes_per_s = 1;
  Room room(limits);
  for (int i = 0; i < 30; ++i)
    room.post(room.id, room.mia, "x");
  Socket page = room.connect("/ws?conversation_id=" + std::to_string(room.id), room.mia);
  room.settle();
  page.take();
  for (int seq = 1; seq <= 30; ++seq) {
    page.say(frame("read", room.id, ",\"seq\":" + std::to_string(seq)));
    room.settle();
  }
  const auto types = page.types();
  EXPECT_LE(std::count(types.begin(), types.end(), "read"), 2);
  EXPECT_EQ(std::count(types.begin(), types.end(), "error"), 0);
  room.advance(Duration(2'100));
  const auto later = page.take();
  ASSERT_FALSE(later.empty());
  EXPECT_EQ(later.back().at("data").as_object().at("read_seq").as_int64(), 30);
}

TEST(ReadLimits, TypingIsRelayedNoFasterForWhoSubscribesOrConnectsAgain) {
  Room room;
  const std::string ana = room.agent("ana", Role::agent, {room.shop});
  const std::string at = "/ws?conversation_id=" + std::to_string(room.id);
  Socket inbox = room.connect(at, ana);
  Socket page = room.connect(at, room.mia);
  Socket second = room.connect(at, room.mia);
  room.settle();
  inbox.take();
  for (int i = 0; i < 20; ++i) {
    for (Socket* socket : {&page, &second}) {
      socket->say(frame("unsubscribe", room.id));
      socket->say(frame("subscribe", room.id));
      room.settle();
      socket->say(frame("typing", room.id, ",\"text\":\"again\""));
      room.settle();
    }
  }
  const auto types = inbox.types();
  EXPECT_EQ(std::count(types.begin(), types.end(), "typing"), 1);
}

TEST(ReadLimits, FromTheReserveOnlyStaffStaysConnected) {
  Room room;
  const std::string ana = room.agent("ana", Role::agent, {room.shop});
  const std::string events = "/conversations/" + std::to_string(room.id) + "/events?wait=25";
  const auto ask = [&](const std::string& target, const std::string& token) {
    room.next_in_reserve = true;
    return room.begin("GET", target, {},
                      {{"Authorization", "Bearer " + token},
                       {"Accept", target == "/ws" ? "*/*" : "text/event-stream"}});
  };
  EXPECT_EQ(ask("/ws", room.mia)->answer->status, 503);
  EXPECT_EQ(ask(events, room.mia)->answer->status, 503);
  EXPECT_EQ(ask("/me", room.mia)->answer->status, 200);
  EXPECT_NE(ask("/ws", ana)->connection, nullptr);
}

TEST(ReadLimits, AStreamThatIsRefusedAfterItJoinedEnds) {
  Room room;
  const auto stream =
      room.begin("GET", "/conversations/" + std::to_string(room.id) + "/events?after=0", {},
                 {{"Authorization", "Bearer " + room.mia}, {"Accept", "text/event-stream"}});
  ASSERT_TRUE(stream->stream != nullptr && stream->stream->open);
  // It misses an event, and what it missed cannot be read.
  room.broker.losing = true;
  room.post(room.id, room.mia, "lost");
  room.broker.losing = false;
  room.limits.ring_events = 0;
  room.store.on_moment([](testing::MemoryStore::Moment moment) -> std::optional<Error> {
    if (moment != testing::MemoryStore::Moment::read) return std::nullopt;
    return Error{.code = Code::unavailable, .reason = "io_error"};
  });
  room.dispatch.publish(conversation_channel(ConversationId{room.id}), SharedBytes("{}"));
  room.post(room.id, room.mia, "heard");
  room.advance(Duration(100));
  EXPECT_FALSE(stream->stream->open);
  room.store.on_moment(nullptr);
}

}  // namespace
}  // namespace walkie::testing
