// SSE and long-poll: the same cursor as the WebSocket (H5a), and changing between them.
#include <sstream>

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

// The ids of an SSE body, in order, with what each of them is the id of.
std::vector<std::pair<std::string, std::string>> identified(const std::string& body) {
  std::vector<std::pair<std::string, std::string>> found;
  std::istringstream lines(body);
  std::string id;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("id: ")) id = line.substr(4);
    if (!line.starts_with("data: ") || id.empty()) continue;
    const json::object frame = json::parse(line.substr(6)).as_object();
    found.emplace_back(std::exchange(id, ""), text(frame.at("type")));
  }
  return found;
}

// The seqs of the events of an SSE body, as their ids say them.
std::vector<std::string> seqs(const std::string& body, const std::string& epoch) {
  std::vector<std::string> found;
  for (const auto& [id, type] : identified(body)) {
    EXPECT_TRUE(id.starts_with(epoch + ":")) << id;
    if (type != "synced") found.push_back(id.substr(epoch.size() + 1));
  }
  return found;
}

// What a browser says when it comes again.
std::string last_id(const std::string& body) { return identified(body).back().first; }

TEST(Events, H5aAStreamIsWhatAcceptAsksFor) {
  Room room;
  room.post(room.id, room.mia, "one");
  const auto streams = [&room](const std::string& accept) {
    Headers headers = World::bearer(room.mia);
    headers.emplace_back("Accept", accept);
    const auto exchange = room.begin("GET", room.events("?after=0"), {}, headers);
    room.settle();
    const bool stream = exchange->stream != nullptr;
    EXPECT_TRUE(exchange->answer.has_value()) << accept;
    if (stream) exchange->stream->client_goes();
    return stream;
  };
  for (const char* accept :
       {"text/event-stream", "text/event-stream; charset=utf-8", "Text/Event-Stream",
        "application/json;q=0.5, text/event-stream", "text/event-stream, */*;q=0.1",
        "text/event-stream;q=0.5", "text/html, text/event-stream"}) {
    EXPECT_TRUE(streams(accept)) << accept;
  }
  for (const char* accept :
       {"text/event-stream;q=0", "*/*", "text/*", "application/json",
        "application/json, text/event-stream;q=0.5", "text/event-streams", ""}) {
    EXPECT_FALSE(streams(accept)) << accept;
  }
}

TEST(Events, H5bAStreamSaysWhenToComeAgainAndPresenceOnce) {
  Room room;
  const auto exchange = room.stream("?after=0", room.mia);
  room.settle();
  ASSERT_NE(exchange->stream, nullptr);
  const std::string& body = exchange->stream->written;
  EXPECT_EQ(body.find("retry: 2000\ndata: "), 0U) << body;
  const std::string presence = "\"type\":\"presence\"";
  const std::size_t first = body.find(presence);
  ASSERT_NE(first, std::string::npos) << body;
  EXPECT_EQ(body.find(presence, first + 1), std::string::npos) << body;
}

TEST(Events, H5dAPageAfterACursor) {
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

TEST(Events, H5dALongPollAnswersWhenSomethingHappens) {
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

TEST(Events, H5dALongPollEndsEmptyAfterItsTime) {
  Room room;
  const auto waiting =
      room.begin("GET", room.events("?after=0&wait=25"), {}, World::bearer(room.mia));
  room.advance(Duration(24'900));
  EXPECT_FALSE(waiting->answer.has_value());
  room.advance(Duration(200));
  ASSERT_TRUE(waiting->answer.has_value());
  EXPECT_TRUE(room.finished(waiting).json().at("events").as_array().empty());
}

// It was 401 once, and clients that believed it signed their people out at every restart.
TEST(Events, H8APollThatADrainOvertakesIsToldToComeAgain) {
  Room room;
  room.poll("?after=0", room.mia);  // the credential is known: the poll begins at once
  room.api.drain([] {});
  const Answer answer =
      room.ask("GET", room.events("?after=0&wait=25"), {}, World::bearer(room.mia));
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(text(answer.json().at("code")), "draining");
  EXPECT_EQ(answer.response.header("Retry-After"), "2");
}

TEST(Events, ADisconnectedClientGivesItsSlotBack) {
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

TEST(Events, H5bAStreamHasItsCursorAsItsIdAndResumesFromLastEventId) {
  Room room;
  room.post(room.id, room.mia, "one");
  const auto first = room.stream("?after=0", room.mia);
  ASSERT_NE(first->stream, nullptr);
  EXPECT_EQ(first->answer->header("Content-Type"), "text/event-stream; charset=utf-8");
  room.post(room.id, room.ana, "two");
  const std::string epoch = room.api.epoch();
  EXPECT_EQ(seqs(first->stream->written, epoch), (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(last_id(first->stream->written), epoch + ":2");
  first->stream->client_goes();
  room.post(room.id, room.ana, "three");
  const auto again =
      room.stream("?after=0&epoch=" + epoch, room.mia, {{"Last-Event-ID", epoch + ":2"}});
  EXPECT_EQ(seqs(again->stream->written, epoch), (std::vector<std::string>{"3"}));
  room.advance(Duration(21'000));
  EXPECT_NE(again->stream->written.find("\"type\":\"pong\""), std::string::npos);
}

TEST(Events, H5cASeqAloneIsACursorToo) {
  Room room;
  room.post(room.id, room.mia, "one");
  room.post(room.id, room.ana, "two");
  const std::string epoch = room.api.epoch();
  const auto plain = room.stream("", room.mia, {{"Last-Event-ID", "1"}});
  EXPECT_EQ(seqs(plain->stream->written, epoch), (std::vector<std::string>{"2"}));
  const auto elsewhere = room.stream("?epoch=elsewhere", room.mia, {{"Last-Event-ID", "1"}});
  EXPECT_NE(elsewhere->stream->written.find("\"type\":\"reset\""), std::string::npos);
  for (const char* bad : {"x", "-1", "1:", ":", "e:-1", "e:1:2"}) {
    Headers headers = World::bearer(room.mia);
    headers.emplace_back("Last-Event-ID", bad);
    EXPECT_EQ(room.ask("GET", room.events(""), {}, headers).status, 400) << bad;
  }
}

TEST(Events, L4ABrowsersStreamNoticesARestore) {
  Room room;
  room.post(room.id, room.mia, "one");
  // It has the URL of before and the last id of before: another database's.
  const auto stream = room.stream("?after=0", room.mia, {{"Last-Event-ID", "0ddba11:1"}});
  ASSERT_NE(stream->stream, nullptr);
  const std::string& written = stream->stream->written;
  EXPECT_NE(written.find("\"type\":\"reset\""), std::string::npos);
  EXPECT_NE(written.find("\"reason\":\"epoch\""), std::string::npos);
  EXPECT_TRUE(seqs(written, room.api.epoch()).empty());
  // Reset once: it comes again with the cursor that `synced` gave it.
  stream->stream->client_goes();
  room.post(room.id, room.ana, "two");
  const auto again = room.stream("?after=0", room.mia, {{"Last-Event-ID", last_id(written)}});
  EXPECT_EQ(again->stream->written.find("\"type\":\"reset\""), std::string::npos);
  EXPECT_EQ(seqs(again->stream->written, room.api.epoch()), (std::vector<std::string>{"2"}));
}

TEST(Events, H5bAStreamWithoutACursorLosesNothingWhenItComesAgain) {
  Room room;
  room.post(room.id, room.mia, "one");
  const auto first = room.stream("", room.mia);
  first->stream->client_goes();
  room.post(room.id, room.ana, "two");
  const auto again =
      room.stream("", room.mia, {{"Last-Event-ID", last_id(first->stream->written)}});
  EXPECT_EQ(seqs(again->stream->written, room.api.epoch()), (std::vector<std::string>{"2"}));
}

TEST(Events, L4SubscribedNamesTheEpoch) {
  Room room;
  const std::string epoch = R"("data":{"epoch":")" + room.api.epoch() + R"(",)";
  const auto stream = room.stream("", room.mia);
  EXPECT_NE(stream->stream->written.find(R"("type":"subscribed")"), std::string::npos);
  EXPECT_NE(stream->stream->written.find(epoch), std::string::npos);
  Socket socket = room.connect("/ws?conversation_id=" + std::to_string(room.id), room.mia);
  for (const json::object& frame : socket.take()) {
    if (text(frame.at("type")) != "subscribed") continue;
    EXPECT_EQ(text(frame.at("data").as_object().at("epoch")), room.api.epoch());
    return;
  }
  FAIL() << "not subscribed";
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
TEST(Events, H5aChangingTheTransportLosesAndRepeatsNothing) {
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
  for (const std::string& seq : seqs(stream->stream->written, room.api.epoch()))
    seen.push_back(seq);
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
