#include "tests/simulation/link.h"

#include <algorithm>

namespace walkie::sim {
namespace {

constexpr Duration kConnectTime(4'000);
constexpr Duration kQuiet(25'000);  // H2: then a ping
constexpr Duration kPongTime(5'000);
constexpr Duration kWatch(2'500);
constexpr Duration kPollTime(35'000);

}  // namespace

Link::Link(World& world, Network& network, const Person& person, Hooks hooks)
    : world_(world), network_(network), person_(person), hooks_(std::move(hooks)) {
  transport_ = static_cast<Transport>(world.random.below(8) < 5 ? 0 : 1 + world.random.below(2));
}

Link::~Link() {
  hooks_.lost = nullptr;
  end();
}

std::function<void()> Link::guarded(std::function<void()> work) {
  return [weak = std::weak_ptr(attempt_), mine = *attempt_, work = std::move(work)] {
    const auto attempt = weak.lock();
    if (attempt && *attempt == mine) work();
  };
}

void Link::connect() {
  end();
  world_.after(kConnectTime, guarded([this] {
                 bool here = open_;
                 for (const auto& line : lines_)
                   here = here && line->opened();
                 if (!here) failed();
               }));
  if (transport_ == Transport::socket) return open_socket();
  for (const LogName& log : hooks_.logs) {
    if (hooks_.cursor(log) < 0) continue;
    transport_ == Transport::stream ? open_stream(log) : poll(log);
  }
  // Without a page there is nothing to follow yet: loaded() begins.
  if (transport_ == Transport::poll) became_open();
}

void Link::end() {
  ++*attempt_;
  open_ = pinged_ = false;
  for (const auto& line : lines_)
    line->hang_up();
  lines_.clear();
  if (hooks_.lost) hooks_.lost();
}

void Link::change_to(Transport transport) {
  transport_ = transport;
  connect();
}

void Link::failed() {
  end();
  // H4a, H4b: at once the first time, then longer and longer.
  std::int64_t wait = 0;
  if (failures_ > 0) {
    const std::int64_t most = std::min<std::int64_t>(20'000, 500 << std::min(failures_, 6));
    wait = 500 + world_.between(0, most);
  }
  ++failures_;
  if (world_.chance(250)) transport_ = static_cast<Transport>(world_.random.below(3));
  world_.after(Duration(wait), guarded([this] { connect(); }));
}

std::string Link::query(const LogName& log) const {
  std::string text = "/conversations/" + std::to_string(log.conversation) +
                     "/events?after=" + std::to_string(hooks_.cursor(log)) +
                     "&epoch=" + hooks_.epoch();
  if (log.staff) text += "&channel=staff";
  return text;
}

void Link::open_socket() {
  std::string target = "/ws";
  const LogName& log = hooks_.logs.front();
  asked_first_ = hooks_.logs.size() == 1 && hooks_.cursor(log) >= 0 && world_.chance(400);
  if (asked_first_) {
    target += "?conversation_id=" + std::to_string(log.conversation) +
              "&since=" + std::to_string(hooks_.cursor(log)) + "&epoch=" + hooks_.epoch();
  }
  Line::Callbacks callbacks;
  callbacks.received = [this](const std::string& text) { heard_socket(text); };
  callbacks.ended = [this](int) { failed(); };
  lines_.push_back(network_.open(person_, target, true, std::move(callbacks)));
}

void Link::open_stream(const LogName& log) {
  Line::Callbacks callbacks;
  callbacks.received = [this](const std::string& text) { heard_stream(text); };
  callbacks.ended = [this](int) { failed(); };
  lines_.push_back(network_.open(person_, query(log), false, std::move(callbacks)));
}

void Link::poll(const LogName& log) {
  const auto answered = [this, log](const Answer& answer) {
    if (answer.status != 200) return failed();
    network_.sighted("page polled");
    hooks_.page(log, boost::json::parse(answer.body).as_object());
    if (hooks_.cursor(log) >= 0) poll(log);  // otherwise loaded() goes on
  };
  const auto weak = std::weak_ptr(attempt_);
  hooks_.get(query(log) + "&wait=25", kPollTime,
             [weak, mine = *attempt_, answered](const Answer& answer) {
               const auto attempt = weak.lock();
               if (attempt && *attempt == mine) answered(answer);
             });
}

void Link::became_open() {
  if (open_) return;
  open_ = true;
  constexpr const char* names[] = {"socket opened", "stream opened", "poll begun"};
  network_.sighted(names[static_cast<int>(transport_)]);
  world_.after(kWatch, guarded([this] { watch(); }));
  world_.after(Duration(30'000), guarded([this] { failures_ = 0; }));
}

void Link::heard_socket(const std::string& text) {
  pinged_ = false;
  const boost::json::object frame = boost::json::parse(text).as_object();
  if (frame.at("type").as_string() == "ready") {
    became_open();
    if (asked_first_) return hooks_.opened();
    std::int64_t last = 0;
    for (const LogName& log : hooks_.logs) {
      if (log.conversation != std::exchange(last, log.conversation)) subscribe(log.conversation);
    }
    return hooks_.opened();
  }
  if (said_bye(frame)) return;
  hooks_.frame(frame);
}

// H8: the server names the time to come again.
bool Link::said_bye(const boost::json::object& frame) {
  if (frame.at("type").as_string() != "bye") return false;
  network_.sighted("bye heard");
  const std::int64_t wait = frame.at("data").as_object().at("reconnect_in_ms").as_int64();
  end();
  world_.after(Duration(wait), guarded([this] { connect(); }));
  return true;
}

void Link::heard_stream(const std::string& text) {
  became_open();
  const std::size_t data = text.find("data: ");
  if (data == std::string::npos) return;  // how soon to come again, which a browser keeps to itself
  const std::size_t at = data + 6;
  const auto frame = boost::json::parse(text.substr(at, text.size() - at - 2)).as_object();
  if (!said_bye(frame)) hooks_.frame(frame);
}

void Link::subscribe(std::int64_t conversation) {
  std::string frame = R"({"type":"subscribe","conversation_id":)" + std::to_string(conversation) +
                      R"(,"epoch":")" + hooks_.epoch() + '"';
  for (const LogName& log : hooks_.logs) {
    if (log.conversation != conversation) continue;
    const Seq cursor = hooks_.cursor(log);
    if (cursor < 0) return;  // loaded() comes back
    frame +=
        std::string(log.staff ? R"(,"staff_since":)" : R"(,"since":)") + std::to_string(cursor);
  }
  send(frame + "}");
}

void Link::loaded(std::int64_t conversation) {
  if (transport_ == Transport::socket) return subscribe(conversation);
  // All streams begin again, with the present cursors.
  connect();
}

bool Link::send(std::string frame) {
  if (!open_ || transport_ != Transport::socket) return false;
  lines_.front()->send_up(std::move(frame));
  return true;
}

void Link::watch() {
  Duration idle(0);  // of the line that was quiet longest
  for (const auto& line : lines_)
    idle = std::max(idle, world_.clock.now() - line->heard_at());
  if (idle >= kQuiet + kPongTime) return failed();
  if (transport_ == Transport::socket && !pinged_ && idle >= kQuiet) {
    send(R"({"type":"ping"})");
    pinged_ = true;
  }
  world_.after(kWatch, guarded([this] { watch(); }));
}

}  // namespace walkie::sim
