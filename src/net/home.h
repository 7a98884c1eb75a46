// Home: what all connections of one loop have in common. Session: a connection of either kind.
// Internal to net; loop thread only, the counters excepted.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/counter.h"
#include "base/random.h"
#include "base/token_bucket.h"
#include "net/admission.h"
#include "net/deflate.h"
#include "net/forwarded.h"
#include "net/limits.h"
#include "net/loop.h"
#include "net/router.h"
#include "net/server.h"
#include "net/socket.h"

namespace walkie::net {

struct Counters {
  LoopCounter websockets, requests, handshakes_refused, frames_in, frames_out, bytes_out;
  LoopCounter ephemerals_dropped, closed_too_slow, closed_no_pong;
};

class Session;

class Home {
 public:
  Home(Loop& loop, const Router& router, const Limits& limits, const TrustedProxies& proxies,
       Random& random, std::uint64_t index, std::size_t homes);
  ~Home();

  Loop& loop;
  const Router& router;
  const Limits& limits;
  const TrustedProxies& proxies;
  Random& random;
  Counters counters;
  TokenBucket handshakes;
  bool draining = false;
  bool stopped = false;
  std::function<void()> on_empty;             // after the last session of a draining home
  std::atomic<std::int64_t> sessions_now{0};  // reserved by the acceptor, given back here

  ConnectionId next_id() { return {static_cast<std::int64_t>(index_ << 48 | ++last_id_)}; }
  const std::string& date();             // the Date header's value
  Deflate& deflate();                    // made when first used
  Response busy(std::string_view code);  // 503 with a jittered Retry-After

  void enrol(std::shared_ptr<Session> session);
  void remove(Session& session);
  void replace(Session& old_session, std::shared_ptr<Session> new_session);
  void begin_drain();
  void cut_all();

 private:
  void check_empty();

  std::uint64_t index_;
  std::uint64_t last_id_ = 0;
  std::int64_t date_s_ = -1;
  std::string date_;
  std::unique_ptr<Deflate> deflate_;
  std::vector<std::shared_ptr<Session>> sessions_;
};

class Session : public std::enable_shared_from_this<Session>,
                public Watcher,
                public Flushable,
                protected TimerWheel::Timer {
 public:
  Session(Home& home, Socket socket, std::uint32_t interest)
      : home_(home), socket_(std::move(socket)), interest_(interest) {}
  ~Session() override;

  virtual void drain() = 0;  // the server is closing in good order
  virtual void cut() = 0;    // the server stops now
  // Others need its place, and it was idle when it was chosen: it goes, or says that it stays.
  virtual void yield_place() {}
  void admit(std::shared_ptr<Admission::Place> place) { admitted_ = std::move(place); }

 protected:
  void interest(std::uint32_t events);
  void want_write(bool wanted);
  // Closes the socket and gives up the place in the home; the object lives to the turn's end.
  void leave();
  bool has_left() const { return !socket_.is_open(); }
  Instant now() const { return home_.loop.now(); }
  void arm(Instant due) { home_.loop.timers().arm(*this, due); }

  Home& home_;
  Socket socket_;
  std::shared_ptr<Admission::Place> admitted_;

 private:
  friend class Home;
  std::uint32_t interest_;
  std::uint32_t place_ = 0;  // in home_.sessions_
};

}  // namespace walkie::net
