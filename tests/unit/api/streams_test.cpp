// SSE and long-poll: the same cursor as the WebSocket (H5), and changing between them.
#include "tests/unit/api/world.h"

namespace walkie::testing {
namespace {

struct Room : World {
  Room() {
    mia = visitor();
    ana = agent("ana", Role::agent, {shop});
    id = conversation(mia);
  }
  std::string events(const std::string& query) const {
    return "/conversations/" + std::to_string(id) + "/events" + query;
  }
  std::shared_ptr<FakeExchange> stream(const std::string& query, const std::string& token,
                                       Headers more = {}) {
    Headers headers = bearer(token);
    headers.emplace_back("Accept", "text/event-stream");
    headers.insert(headers.end(), more.begin(), more.end());
    return begin("GET", events(query), {}, headers);
  }
  Answer poll(const std::string& query, const std::string& token) {
    return ask("GET", events(query), {}, bearer(token));
  }
  std::string mia;
  std::string ana;
  std::int64_t id = 0;
};

// The ids of an SSE body, in order.
std::vector<std::string> ids(const std::string& body) {
  std::vector<std::string> found;
  for (std::size_t at = body.find("id: "); at != std::string::npos;
       at = body.find("id: ", at + 1)) {
    if (at == 0 || body[at - 1] == '\n')
      found.push_back(body.substr(at + 4, body.find('\n', at) - at - 4));
  }
  return found;
}

TEST(Events, H5APageAfterACursor) {
  Room room;
  room.post(room.id, room.mia, "one");
  room.post(room.id, room.mia, "two");
  const Answer answer = room.poll("?after=1", room.mia);
  ASSERT_EQ(answer.status, 200) << answer.body;
  const json::object page = answer.json();
  EXPECT_EQ(page.at("head_seq").as_int64(), 2);
  ASSERT_EQ(page.at("events").as_array().size(), 1U);
  EXPECT_EQ(text(page.at("epoch")), room.api.epoch());
  EXPECT_EQ(page.at("events").as_array()[0].as_object().at("seq").as_int64(), 2);
  EXPECT_EQ(room.poll("?after=0&limit=1", room.mia).json().at("events").as_array().size(), 1U);
  EXPECT_TRUE(room.poll("", room.mia).json().at("events").as_array().empty());
}

TEST(Events, L4AnotherEpochAnswersReset) {
  Room room;
  room.post(room.id, room.mia, "one");
  const json::object page = room.poll("?after=1&epoch=elsewhere", room.mia).json();
  EXPECT_TRUE(page.at("reset").as_bool());
  EXPECT_EQ(page.at("head_seq").as_int64(), 1);
}

TEST(Events, H5ALongPollAnswersWhenSomethingHappens) {
  Room room;
  const auto waiting =
      room.begin("GET", room.events("?after=0&wait=25"), {}, World::bearer(room.mia));
  EXPECT_FALSE(waiting->answer.has_value());
  room.post(room.id, room.ana, "now");
  ASSERT_TRUE(waiting->answer.has_value());
  const json::object page = room.finished(waiting).json();
  ASSERT_EQ(page.at("events").as_array().size(), 1U);
  EXPECT_EQ(page.at("head_seq").as_int64(), 1);
}

TEST(Events, H5ALongPollEndsEmptyAfterItsTime) {
  Room room;
  const auto waiting =
      room.begin("GET", room.events("?after=0&wait=25"), {}, World::bearer(room.mia));
  room.advance(Duration(24'900));
  EXPECT_FALSE(waiting->answer.has_value());
  room.advance(Duration(200));
  ASSERT_TRUE(waiting->answer.has_value());
  EXPECT_TRUE(room.finished(waiting).json().at("events").as_array().empty());
}

TEST(Events, AClientThatHasGoneGivesItsPlaceBack) {
  Room room;
  const std::string target = room.events("?after=0&wait=25");
  std::vector<std::shared_ptr<FakeExchange>> waiting;
  for (int count = 0; count < 10; ++count) {
    waiting.push_back(room.begin("GET", target, {}, World::bearer(room.mia)));
  }
  EXPECT_EQ(room.ask("GET", target, {}, World::bearer(room.mia)).status, 429);
  for (const auto& one : waiting)
    one->present = false;
  room.advance(Duration(1'100));
  EXPECT_FALSE(room.begin("GET", target, {}, World::bearer(room.mia))->answer.has_value());
}

TEST(Events, H5AStreamHasTheSeqAsItsIdAndResumesFromLastEventId) {
  Room room;
  room.post(room.id, room.mia, "one");
  const auto first = room.stream("?after=0", room.mia);
  ASSERT_NE(first->stream, nullptr);
  EXPECT_EQ(first->answer->header("Content-Type"), "text/event-stream; charset=utf-8");
  room.post(room.id, room.ana, "two");
  EXPECT_EQ(ids(first->stream->written), (std::vector<std::string>{"1", "2"}));
  first->stream->client_goes();
  room.post(room.id, room.ana, "three");
  const auto again = room.stream("?after=0", room.mia, {{"Last-Event-ID", "2"}});
  EXPECT_EQ(ids(again->stream->written), (std::vector<std::string>{"3"}));
  room.advance(Duration(21'000));
  EXPECT_NE(again->stream->written.find("\"type\":\"pong\""), std::string::npos);
}

TEST(Events, C8ASignedOutAgentsStreamEnds) {
  Room room;
  const auto stream = room.stream("?after=0", room.ana);
  ASSERT_NE(stream->stream, nullptr);
  room.ask("DELETE", "/sessions/current", {}, World::bearer(room.ana));
  EXPECT_FALSE(stream->stream->is_open());
}

TEST(Events, TheStaffLogIsForStaff) {
  Room room;
  room.post(room.id, room.ana, "psst", ",\"channel\":\"staff\"");
  EXPECT_EQ(room.poll("?after=0&channel=staff", room.mia).status, 404);
  EXPECT_EQ(room.poll("?after=0&channel=staff", room.ana).json().at("events").as_array().size(),
            1U);
  EXPECT_TRUE(room.poll("?after=0", room.ana).json().at("events").as_array().empty());
  EXPECT_EQ(room.poll("?after=0", room.visitor()).status, 404);
}

// Scenario 17 of security.md: the stream is exact across transports.
TEST(Events, H5ChangingTheTransportLosesAndRepeatsNothing) {
  Room room;
  std::vector<std::string> seen;
  const auto post = [&room] { room.post(room.id, room.ana, "x"); };
  Socket socket =
      room.connect("/ws?conversation_id=" + std::to_string(room.id) + "&since=0", room.mia);
  post();
  post();
  for (const std::string& type : socket.types()) {
    if (type.starts_with("new_message")) seen.push_back(type.substr(12));
  }
  socket.go();
  post();
  const auto stream = room.stream("?after=" + seen.back(), room.mia);
  post();
  for (const std::string& id : ids(stream->stream->written))
    seen.push_back(id);
  stream->stream->client_goes();
  post();
  const json::object page = room.poll("?wait=25&after=" + seen.back(), room.mia).json();
  for (const json::value& event : page.at("events").as_array()) {
    seen.push_back(std::to_string(event.as_object().at("seq").as_int64()));
  }
  post();
  Socket back = room.connect(
      "/ws?conversation_id=" + std::to_string(room.id) + "&since=" + seen.back(), room.mia);
  for (const std::string& type : back.types()) {
    if (type.starts_with("new_message")) seen.push_back(type.substr(12));
  }
  EXPECT_EQ(seen, (std::vector<std::string>{"1", "2", "3", "4", "5", "6"}));
}

}  // namespace
}  // namespace walkie::testing
