// Durable sends: POST /messages → 201 → pushed to the conversation's listeners. In the
// closed loop each sender waits for its answer. The open loop sends at a given rate; there a
// latency counts from the moment the message was due, not from when a sender was free.
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>
#include <vector>

#include "bench/load/figures.h"
#include "bench/load/http_client.h"
#include "bench/load/population.h"
#include "bench/load/scenarios.h"
#include "bench/load/websocket_client.h"

namespace walkie::bench {
namespace {

struct Listener {
  std::unique_ptr<WebSocketClient> socket;
  std::int64_t last = 0;  // newest seq, or id where there is no seq
};

struct Conversation {
  Person person;
  std::unique_ptr<HttpClient> sender;
  std::vector<Listener> listeners;
  std::int64_t accepted = 0;
};

class DurableSend {
 public:
  explicit DurableSend(const Options& options)
      : options_(options), walkie_(options.flavor == "walkie") {}

  int run() {
    if (!prepare()) return 1;
    const auto length = static_cast<Nanoseconds>(options_.seconds * 1e9);
    start_ = now_ns();
    const auto measure_from = start_ + length / 10;
    const auto until = measure_from + length;
    sending_ = true;
    if (options_.rate <= 0) {
      for (auto& conversation : conversations_)
        send(conversation, now_ns());
    }
    poller_.run(measure_from, [this] { return tick(); });
    measuring_ = true;
    const auto before = process_figures(options_.pid);
    const auto first = accepted_;
    poller_.run(until, [this] { return tick(); });
    const auto after = process_figures(options_.pid);
    const auto count = static_cast<double>(accepted_ - first);
    sending_ = false;
    measuring_ = false;
    poller_.run(now_ns() + 10'000'000'000, [this] { return settled(); });
    report(count, static_cast<double>(length) / 1e9, after.cpu_s - before.cpu_s, after);
    return failed_ == 0 && wrong_ == 0 && missing() == 0 ? 0 : 1;
  }

 private:
  bool prepare() {
    auto people = make_people(poller_, options_, options_.rooms);
    if (people.empty()) return false;
    conversations_.resize(people.size());
    std::size_t wanted = 0;
    for (std::size_t i = 0; i < people.size(); ++i) {
      auto& conversation = conversations_[i];
      conversation.person = people[i];
      conversation.sender = std::make_unique<HttpClient>(poller_, options_.host, options_.port, 0);
      conversation.listeners.resize(static_cast<std::size_t>(options_.listeners));
      for (auto& listener : conversation.listeners) {
        listen(listener, conversation.person, static_cast<int>(wanted++ % 200));
        poller_.run(now_ns() + 10'000'000'000, [&] { return wanted < listening_ + 128; });
      }
    }
    if (poller_.run(now_ns() + 20'000'000'000, [&] { return listening_ == wanted; })) return true;
    std::fprintf(stderr, "load: only %zu of %zu listeners connected\n", listening_, wanted);
    return false;
  }

  void listen(Listener& listener, const Person& person, int source) {
    listener.socket = std::make_unique<WebSocketClient>(poller_);
    listener.socket->opened = [this] { ++listening_; };
    listener.socket->gone = [this](int) { ++failed_; };
    listener.socket->text = [this, &listener](std::string_view text) { receive(listener, text); };
    const auto path = "/ws?conversation_id=" + std::to_string(person.conversation_id);
    if (!listener.socket->open({options_.host, options_.port, path, person.token}, source)) {
      ++failed_;
    }
  }

  // Open loop: a sender that is free takes the next message that is due.
  bool tick() {
    if (options_.rate <= 0) return false;
    const auto due =
        static_cast<std::int64_t>(static_cast<double>(now_ns() - start_) / 1e9 * options_.rate);
    for (; scheduled_ < due; ++scheduled_) {
      due_.push_back(
          start_ + static_cast<Nanoseconds>(static_cast<double>(scheduled_) * 1e9 / options_.rate));
    }
    if (free_.empty() && first_round_ < conversations_.size() && !due_.empty()) {
      free_.push_back(&conversations_[first_round_++]);
    }
    while (!due_.empty() && !free_.empty()) {
      auto* conversation = free_.front();
      free_.pop_front();
      send(*conversation, due_.front());
      due_.pop_front();
      if (free_.empty() && first_round_ < conversations_.size()) {
        free_.push_back(&conversations_[first_round_++]);
      }
    }
    return false;
  }

  void send(Conversation& conversation, Nanoseconds due) {
    std::string body =
        "{\"conversation_id\":" + std::to_string(conversation.person.conversation_id) +
        ",\"content\":\"" + std::to_string(due) + " is when this message was due; 你好\"," +
        "\"sender_is_agent\":false";
    if (walkie_) body += ",\"client_id\":\"bench-" + std::to_string(++sent_) + "\"";
    ++asked_;
    conversation.sender->request("POST", "/messages", conversation.person.token, body + "}",
                                 [this, &conversation, due](int status, std::string_view answer) {
                                   ++answered_count_;
                                   if (status < 200 || status > 299) return refuse(status, answer);
                                   ++accepted_;
                                   ++conversation.accepted;
                                   if (measuring_) answered_.add(now_ns() - due);
                                   if (!sending_) return;
                                   if (options_.rate > 0) {
                                     free_.push_back(&conversation);
                                   } else {
                                     send(conversation, now_ns());
                                   }
                                 });
  }

  void refuse(int status, std::string_view answer) {
    if (failed_++ > 0) return;
    std::fprintf(stderr, "load: POST /messages answered %d: %.*s\n", status,
                 static_cast<int>(std::min<std::size_t>(answer.size(), 300)), answer.data());
  }

  void receive(Listener& listener, std::string_view text) {
    if (text.find("\"new_message\"") == std::string_view::npos) return;
    const auto number = json_number(text, walkie_ ? "seq" : "id");
    const bool right = walkie_ ? number == listener.last + 1 : number > listener.last;
    if (!right) ++wrong_;
    listener.last = number;
    ++delivered_;
    if (!measuring_) return;
    const auto due = std::strtoll(json_text(text, "content").c_str(), nullptr, 10);
    pushed_.add(now_ns() - due);
  }

  // A push may come before the answer: both are waited for.
  bool settled() const { return answered_count_ == asked_ && missing() == 0; }
  std::int64_t missing() const { return accepted_ * options_.listeners - delivered_; }

  void report(double count, double seconds, double cpu_s, const ProcessFigures& after) const {
    Report report;
    report.add("scenario", std::string("send")).add("senders", options_.rooms);
    report.add("listeners", options_.listeners).add("messages", count).add("seconds", seconds);
    report.add("messages_per_s", count / seconds);
    report.add("cpu_us_per_message", count > 0 ? cpu_s * 1e6 / count : 0);
    report.add("answered", answered_).add("pushed", pushed_);
    report.add("server_rss_kb", static_cast<double>(after.resident_kb));
    report.add("failed", failed_).add("out_of_order", static_cast<double>(wrong_));
    report.add("missing", static_cast<double>(missing())).print();
  }

  const Options& options_;
  const bool walkie_;
  Poller poller_{options_.tls};
  std::vector<Conversation> conversations_;
  std::deque<Nanoseconds> due_;
  std::deque<Conversation*> free_;
  std::size_t first_round_ = 0, listening_ = 0;
  Nanoseconds start_ = 0;
  std::int64_t scheduled_ = 0, sent_ = 0, accepted_ = 0, delivered_ = 0, wrong_ = 0;
  std::int64_t asked_ = 0, answered_count_ = 0;
  int failed_ = 0;
  bool measuring_ = false, sending_ = false;
  Histogram answered_, pushed_;
};

}  // namespace

int durable_send(const Options& options) { return DurableSend(options).run(); }

}  // namespace walkie::bench
