// L6: two worlds are driven by one seed, one of them with notes between the steps: written, edited,
// deleted, refused and read. Everything that visitors can receive, answers with their headers,
// frames and streams, must be the same bytes in both.
#include <array>

#include "store/sqlite/sqlite_store.h"
#include "tests/support/temp_folder.h"
#include "tests/unit/api/world.h"

namespace walkie::testing {
namespace {

Limits steady_limits() {
  Limits limits = quick_limits();
  limits.agent_messages_per_s = 0;  // so that notes use up nothing that answers need
  return limits;
}

class Show : public World {
 public:
  Show(std::uint64_t seed, bool with_notes, Store* on = nullptr)
      : World(steady_limits(), {"http://walkie.test"}, on),
        with_notes_(with_notes),
        play_(seed),
        noise_(seed + 1'000'003) {
    FakeExchange::connections = 0;
    mia_ = visitor();
    noa_ = visitor();
    ana_ = agent("ana", Role::agent, {shop});
    ben_ = agent("ben", Role::admin, {shop});
    bot_key_ = bot("robot", {shop});
    rooms_ = {conversation(mia_), conversation(noa_), conversation(mia_)};
    staff_socket_.emplace(connect("/ws?conversation_id=" + std::to_string(rooms_[0]), ana_));
    sockets_.push_back(connect("/ws?conversation_id=" + std::to_string(rooms_[0]), mia_));
    sockets_.push_back(connect("/ws?conversation_id=" + std::to_string(rooms_[1]), noa_));
    stream_ = begin("GET", "/conversations/" + std::to_string(rooms_[2]) + "/events?after=0", {},
                    with(bearer(mia_), {"Accept", "text/event-stream"}));
  }

  // What the visitors have received, a line each.
  const std::vector<std::string>& play(int steps) {
    for (int step = 0; step < steps; ++step) {
      for (auto acts = with_notes_ ? pick(noise_, 4) : 0; acts > 0; --acts)
        act_among_staff();
      act_in_public();
      advance(Duration(static_cast<std::int64_t>(pick(play_, 1'200))));
      note_what_came();
    }
    return seen_;
  }

  int notes = 0;  // acts on notes that succeeded

 private:
  static std::size_t pick(SeededRandom& from, std::size_t count) {
    return static_cast<std::size_t>(from.next() % count);
  }
  static Headers with(Headers headers, std::pair<std::string, std::string> more) {
    headers.push_back(std::move(more));
    return headers;
  }
  std::string any_room(SeededRandom& from) { return std::to_string(rooms_[pick(from, 3)]); }
  std::string client_id() { return ",\"client_id\":\"c" + std::to_string(++client_ids_) + "\""; }

  void act_among_staff() {
    const std::string who = std::array{ana_, ben_, bot_key_}[pick(noise_, 3)];
    const std::string room = any_room(noise_);
    const std::string note =
        ",\"channel\":\"staff\",\"client_id\":\"n" + std::to_string(++notes_written_) + "\"";
    switch (pick(noise_, 10)) {
      case 0:
      case 1:
        return remember(ask("POST", "/messages",
                            R"({"conversation_id":)" + room + R"(,"content":"hush")" + note + "}",
                            bearer(who)));
      case 2:
        staff_socket_->say(R"({"type":"message","conversation_id":)" + room +
                           R"(,"content":"hush too")" + note + "}");
        return settle();
      case 3:
        return change_note("PATCH",
                           R"({"content":"hush )" + room + std::to_string(note_id()) + "\"}");
      case 4:
        return change_note("DELETE", {});
      case 5:
        ask("GET", "/messages?channel=staff&conversation_id=" + room, {}, bearer(who));
        return;
      case 6:
        ask("GET", "/conversations/" + room + "/events?channel=staff&after=0", {}, bearer(who));
        return;
      case 7:
        ask("GET", pick(noise_, 2) == 0 ? "/conversations" : "/conversations/counts", {},
            bearer(who));
        return;
      case 8:
        ask("PATCH", "/conversations/" + room,
            pick(noise_, 2) == 0 ? R"({"priority":"high"})" : R"({"priority":"none"})",
            bearer(who));
        return;
      default:  // refused
        EXPECT_EQ(
            ask("POST", "/messages",
                R"({"conversation_id":)" + room + R"(,"content":" ")" + note + "}", bearer(who))
                .status,
            400);
    }
  }
  void remember(const Answer& written) {
    EXPECT_EQ(written.status, 201) << written.body;
    note_ids_.push_back(written.json().at("id").as_int64());
    ++notes;
  }
  std::int64_t note_id() {
    return note_ids_.empty() ? 1 : note_ids_[pick(noise_, note_ids_.size())];
  }
  void change_note(const char* method, const std::string& body) {
    if (note_ids_.empty()) return;
    const Answer answer = ask(method, "/messages/" + std::to_string(note_id()), body, bearer(ben_));
    notes += answer.status == 200;
  }

  void act_in_public() {
    const std::string& who = pick(play_, 2) == 0 ? mia_ : noa_;
    const std::string& staff = pick(play_, 2) == 0 ? ana_ : ben_;
    const std::string room = any_room(play_);
    const std::string post = R"({"conversation_id":)" + room + R"(,"content":"hello )" +
                             std::to_string(pick(play_, 99)) + "\"" + client_id();
    switch (pick(play_, 16)) {
      case 0:
      case 1:
        return see("POST", "/messages", post + "}", who);
      case 2:  // a repeat, perhaps of another's
        --client_ids_;
        return see("POST", "/messages", post + "}", who);
      case 3:
        return see("POST", "/messages", post + ",\"channel\":\"staff\"}", who);
      case 4:
      case 5:
        ask("POST", "/messages", post + "}", bearer(staff));
        return;
      case 6:
        ask("PATCH", "/conversations/" + room,
            pick(play_, 2) == 0 ? R"({"status":"resolved"})" : R"({"assignee_id":null})",
            bearer(staff));
        return;
      case 7:
        return see("PATCH", "/messages/" + any_message(), R"({"content":"better"})", who);
      case 8:
        return see("DELETE", "/messages/" + any_message(), {}, who);
      case 9:
        return see("POST", "/conversations/" + room + "/read",
                   R"({"seq":)" + std::to_string(pick(play_, 30)) + "}", who);
      case 10:
        return see("GET", "/conversations", {}, who);
      case 11:
        return see("GET", "/conversations/" + room, {}, who);
      case 12:
        return see("GET",
                   "/messages?limit=3&conversation_id=" + room + "&" +
                       (pick(play_, 2) == 0 ? "before" : "after") +
                       "_seq=" + std::to_string(pick(play_, 20)),
                   {}, who);
      case 13:
        return see("GET", "/messages/" + any_message(), {}, who);
      case 14:
        return see("GET",
                   "/conversations/" + room + "/events?after=" + std::to_string(pick(play_, 20)) +
                       (pick(play_, 2) == 0 ? "&channel=staff" : ""),
                   {}, who);
      default:
        return talk(sockets_[pick(play_, 2)], room);
    }
  }
  // Ids near those that are in use, of messages and of notes.
  std::string any_message() {
    const std::int64_t from = pick(play_, 4) == 0 ? first_note_id : 1;
    return std::to_string(from + static_cast<std::int64_t>(pick(play_, 60)));
  }
  void talk(Socket& socket, const std::string& room) {
    const std::string since = std::to_string(pick(play_, 40));
    const std::array<std::string, 5> frames = {
        R"({"type":"ping"})", R"({"type":"ping","heads":{")" + room + R"(":)" + since + "}}",
        R"({"type":"subscribe","conversation_id":)" + room + R"(,"since":)" + since +
            R"(,"staff_since":)" + since + "}",
        R"({"type":"received","conversation_id":)" + room + R"(,"seq":)" + since + "}",
        R"({"type":"message","conversation_id":)" + room + R"(,"content":"by frame")" +
            client_id() + "}"};
    socket.say(frames[pick(play_, frames.size())]);
    settle();
  }

  void see(std::string_view method, const std::string& target, std::string body,
           const std::string& who) {
    const auto exchange = begin(method, target, std::move(body), bearer(who));
    asked_.emplace_back(std::string(method) + " " + target, exchange);
  }
  static std::string text_of(const Answer& answer) {
    return std::to_string(answer.status) + "\n" + std::string(answer.response.headers.text()) +
           answer.body;
  }
  void note_what_came() {
    std::erase_if(asked_, [this](const auto& asked) {
      if (!asked.second->answer) return false;  // a long-poll that waits
      seen_.push_back(asked.first + " -> " + text_of(finished(asked.second)));
      return true;
    });
    for (std::size_t at = 0; at < sockets_.size(); ++at) {
      for (std::string& frame : sockets_[at].connection().frames)
        seen_.push_back("socket " + std::to_string(at) + " " + std::move(frame));
      sockets_[at].connection().frames.clear();
    }
    if (!stream_->stream->written.empty())
      seen_.push_back(std::exchange(stream_->stream->written, {}));
  }

  const bool with_notes_;
  SeededRandom play_;
  SeededRandom noise_;
  std::string mia_, noa_, ana_, ben_, bot_key_;
  std::vector<std::int64_t> rooms_;
  std::vector<Socket> sockets_;
  std::optional<Socket> staff_socket_;
  std::shared_ptr<FakeExchange> stream_;
  std::vector<std::pair<std::string, std::shared_ptr<FakeExchange>>> asked_;
  std::vector<std::int64_t> note_ids_;
  std::vector<std::string> seen_;
  int client_ids_ = 0;
  int notes_written_ = 0;
};

void expect_no_trace(std::uint64_t seed, Store* of_quiet, Store* of_busy) {
  constexpr int steps = 120;
  Show quiet(seed, false, of_quiet);
  const std::vector<std::string> without = quiet.play(steps);
  Show busy(seed, true, of_busy);
  const std::vector<std::string>& with = busy.play(steps);
  ASSERT_GT(busy.notes, 20) << "seed " << seed;
  ASSERT_GT(without.size(), 100U) << "seed " << seed;
  for (std::size_t at = 0; at < std::min(with.size(), without.size()); ++at) {
    ASSERT_EQ(with[at], without[at]) << "seed " << seed << ", line " << at;
  }
  ASSERT_EQ(with.size(), without.size()) << "seed " << seed;
}

TEST(NotesLeaveNoTrace, L6WhatVisitorsReceiveIsTheSameBytesWithNotesAndWithout) {
  for (std::uint64_t seed = 1; seed <= 25 && !::testing::Test::HasFatalFailure(); ++seed)
    expect_no_trace(seed, nullptr, nullptr);
}

TEST(NotesLeaveNoTrace, L6TheSameOnSqlite) {
  struct Disk {
    Disk() {
      auto opened = open_sqlite_store(folder.file("data"), clock, random);
      EXPECT_TRUE(opened.ok()) << opened.error().detail;
      store = std::move(opened).value();
    }
    TempFolder folder;
    FakeClock clock;
    SeededRandom random{11};
    std::unique_ptr<SqliteStore> store;
  };
  for (std::uint64_t seed = 1; seed <= 6 && !::testing::Test::HasFatalFailure(); ++seed) {
    Disk quiet, busy;
    expect_no_trace(seed, quiet.store.get(), busy.store.get());
  }
}

// The other half of L3: the agents' list sees every note as a newer row.
TEST(NotesLeaveNoTrace, L3StaffSeeANewerRowWithEachNote) {
  World world;
  const std::string mia = world.visitor();
  const std::string ana = world.agent("ana", Role::agent, {world.shop});
  const std::int64_t id = world.conversation(mia);
  const std::string row = "/conversations/" + std::to_string(id);
  const auto version = [&](const std::string& who) {
    return world.ask("GET", row, {}, World::bearer(who)).json().at("version").as_int64();
  };
  Socket list = world.connect("/ws", ana);
  list.say(R"({"type":"subscribe_inbox"})");
  world.settle();
  list.take();
  std::int64_t last = version(ana);
  const std::int64_t of_visitor = version(mia);
  for (int count = 0; count < 3; ++count) {
    ASSERT_EQ(world.post(id, ana, "hush", ",\"channel\":\"staff\"").status, 201);
    const auto hints = list.take();
    ASSERT_EQ(hints.size(), 1U);
    const json::object& hint = hints[0].at("data").as_object().at("conversation").as_object();
    EXPECT_GT(hint.at("version").as_int64(), last);
    last = hint.at("version").as_int64();
    EXPECT_EQ(version(ana), last);
    EXPECT_EQ(version(mia), of_visitor);
  }
}

}  // namespace
}  // namespace walkie::testing
