// Track: one log of one conversation as a client follows it: the gap rule (H3). The next event is
// delivered, an old one dropped, an early one held while what is missing is fetched.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/ids.h"
#include "tests/simulation/world.h"

namespace walkie::sim {

struct LogEvent {
  Seq seq = 0;
  std::string type;
  std::int64_t message_id = 0;  // 0: conversation_update
  std::string client_id;
  std::string content;  // empty once deleted
  bool by_staff = false;
  std::int64_t sender_id = 0;

  std::string identity() const { return type + " " + std::to_string(message_id); }
};

class Track {
 public:
  struct Hooks {
    std::function<void(const LogEvent&)> deliver;
    std::function<void()> fetch;  // what comes after last(); then fetched() or missed()
  };
  Track(World& world, bool ignores_gaps, Hooks hooks)
      : world_(world), ignores_gaps_(ignores_gaps), hooks_(std::move(hooks)) {}
  ~Track() { world_.cancel(timer_); }
  Track(const Track&) = delete;

  static constexpr std::size_t kHeld = 64;

  bool known() const { return last_ >= 0; }
  Seq last() const { return last_; }
  bool complete() const { return known() && last_ >= head_; }
  std::size_t held() const { return held_.size(); }

  void offer(const LogEvent& event);
  void saw(Seq head);
  void fetched();  // its events were offered
  void missed();
  void forget();           // the cursor is void
  void restart(Seq head);  // a page covers the log up to `head`
  void skip_to(Seq seq);   // a planted bug: not without events

 private:
  void advance();
  void later(Duration wait);

  World& world_;
  const bool ignores_gaps_;
  Hooks hooks_;
  std::map<Seq, LogEvent> held_;
  Seq last_ = -1;
  Seq head_ = 0;
  bool fetching_ = false;
  bool waiting_ = false;
  World::Appointment timer_{};
};

}  // namespace walkie::sim
