// Rooms of listeners: one member of each room sends, all get it; the sender's own copy lets the
// next one go. CPU per delivery is the server's, from /proc.
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <vector>

#include "bench/load/figures.h"
#include "bench/load/scenarios.h"
#include "bench/load/websocket_client.h"

namespace walkie::bench {
namespace {

struct Room;

struct Member {
  std::unique_ptr<WebSocketClient> socket;
  Room* room = nullptr;
  std::int64_t last = 0;  // counter of the newest message
};

struct Room {
  std::vector<Member> members;
  std::int64_t sent = 0;
};

// "R:COUNTER:SENT_NS:xxxx…"; Socket.IO puts 42["m","…"] around it.
class FanOut {
 public:
  explicit FanOut(const Options& options)
      : options_(options), socketio_(options.flavor == "socketio"), filler_(options.bytes, 'x') {}

  int run() {
    if (!open_all()) return 1;
    for (auto& room : rooms_) {
      for (int i = 0; i < options_.window; ++i)
        send(room);
    }
    const auto warm = now_ns() + static_cast<Nanoseconds>(options_.seconds * 1e8);
    poller_.run(warm, [] { return false; });
    measuring_ = true;
    deliveries_ = 0;
    const auto before = process_figures(options_.pid);
    const auto start = now_ns();
    poller_.run(start + static_cast<Nanoseconds>(options_.seconds * 1e9), [] { return false; });
    const auto elapsed = static_cast<double>(now_ns() - start) / 1e9;
    const auto after = process_figures(options_.pid);
    report(elapsed, after.cpu_s - before.cpu_s, after);
    return wrong_ == 0 && lost_connections_ == 0 ? 0 : 1;
  }

 private:
  bool open_all() {
    rooms_.resize(static_cast<std::size_t>(options_.rooms));
    int source = 0;
    std::size_t wanted = 0;
    for (auto& room : rooms_)
      room.members.resize(static_cast<std::size_t>(options_.members));
    for (std::size_t r = 0; r < rooms_.size(); ++r) {
      for (auto& member : rooms_[r].members) {
        open(member, rooms_[r], r, source++ % 200);
        ++wanted;
        // At most a few hundred handshakes under way: this scenario is not about storms.
        const bool joined =
            poller_.run(now_ns() + 10'000'000'000, [&] { return wanted < ready_ + 256; });
        if (!joined) return complain("connections do not open");
      }
    }
    if (!poller_.run(now_ns() + 20'000'000'000, [&] { return ready_ == wanted; })) {
      return complain("connections do not open");
    }
    return true;
  }

  bool complain(const char* what) {
    std::fprintf(stderr, "load: %s (%zu ready, %d lost)\n", what, ready_, lost_connections_);
    return false;
  }

  void open(Member& member, Room& room, std::size_t number, int source) {
    member.room = &room;
    member.socket = std::make_unique<WebSocketClient>(poller_);
    WebSocketClient::Target target{options_.host, options_.port, "", ""};
    target.path = socketio_ ? "/socket.io/?EIO=4&transport=websocket&conversation_id="
                            : "/ws?conversation_id=";
    target.path += std::to_string(number + 1);
    member.socket->opened = [this] { ready_ += socketio_ ? 0 : 1; };
    member.socket->text = [this, &member](std::string_view text) { receive(member, text); };
    member.socket->gone = [this](int) { ++lost_connections_; };
    if (!member.socket->open(target, source)) ++lost_connections_;
  }

  void send(Room& room) {
    std::string text = std::to_string(++room.sent) + ":" + std::to_string(now_ns()) + ":";
    text.append(filler_, 0, filler_.size() - std::min(filler_.size(), text.size()));
    room.members.front().socket->send_text(socketio_ ? "42[\"m\",\"" + text + "\"]" : text);
  }

  // False: a frame of Engine.IO or Socket.IO itself, not a message.
  bool unwrap(Member& member, std::string_view& text) {
    if (text.starts_with('"')) text.remove_prefix(1);  // a peer that sends each text as JSON
    if (!socketio_) return true;
    if (text.starts_with("42[\"m\",\"")) {
      text.remove_prefix(8);
      return true;
    }
    if (text.starts_with("0")) member.socket->send_text("40");
    if (text.starts_with("40")) ++ready_;
    if (text == "2") member.socket->send_text("3");
    return false;
  }

  void receive(Member& member, std::string_view text) {
    if (!unwrap(member, text)) return;
    char* end = nullptr;
    const auto counter = std::strtoll(text.data(), &end, 10);
    const auto sent_at = std::strtoll(end + 1, nullptr, 10);
    if (counter != member.last + 1) ++wrong_;
    member.last = counter;
    ++deliveries_;
    if (measuring_) latency_.add(now_ns() - sent_at);
    if (&member == &member.room->members.front()) send(*member.room);
  }

  void report(double elapsed, double cpu_s, const ProcessFigures& after) const {
    const auto deliveries = static_cast<double>(deliveries_);
    Report report;
    report.add("scenario", std::string("fanout")).add("rooms", options_.rooms);
    report.add("members", options_.members).add("window", options_.window);
    report.add("deliveries", deliveries).add("seconds", elapsed);
    report.add("deliveries_per_s", deliveries / elapsed);
    report.add("cpu_ns_per_delivery", deliveries > 0 ? cpu_s * 1e9 / deliveries : 0);
    report.add("server_rss_kb", static_cast<double>(after.resident_kb));
    report.add("latency", latency_).add("out_of_order", static_cast<double>(wrong_));
    report.add("connections_lost", lost_connections_).print();
  }

  const Options& options_;
  const bool socketio_;
  const std::string filler_;
  Poller poller_{options_.tls};
  std::vector<Room> rooms_;
  std::size_t ready_ = 0;
  int lost_connections_ = 0;
  bool measuring_ = false;
  std::int64_t deliveries_ = 0;
  std::int64_t wrong_ = 0;
  Histogram latency_;
};

}  // namespace

int fan_out(const Options& options) { return FanOut(options).run(); }

}  // namespace walkie::bench
