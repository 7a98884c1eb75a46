// LoopContext: what the connections of one loop share: its limits, its counters, and the list of
// the open ones.
//
// Owner: Server, one for each loop. Internal to net. The loop's thread only, except the counters
// and open_connections, which any thread may read.
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
#include "net/loop.h"
#include "net/router.h"
#include "net/server.h"
#include "net/server_limits.h"

namespace walkie::net {

struct Counters {
  LoopCounter websockets, requests, handshakes_refused, frames_in, frames_out, bytes_out;
  LoopCounter ephemerals_dropped, closed_too_slow, closed_no_pong;
};

class TcpConnection;

class LoopContext {
 public:
  LoopContext(Loop& loop, const Router& router, const ServerLimits& limits,
              const TrustedProxies& proxies, Random& random, std::uint64_t index,
              std::size_t contexts);
  ~LoopContext();

  Loop& loop;
  const Router& router;
  const ServerLimits& limits;
  const TrustedProxies& proxies;
  Random& random;
  Counters counters;
  TokenBucket handshakes;
  bool draining = false;
  bool stopped = false;
  std::function<void()> on_empty;  // once, when a draining loop has no connection left
  std::atomic<std::int64_t> open_connections{0};  // counted up by the acceptor, down here

  ConnectionId next_id() { return {static_cast<std::int64_t>(index_ << 48 | ++last_id_)}; }
  const std::string& date();             // the Date header's value
  Deflate& deflate();                    // made when first used
  Response busy(std::string_view code);  // 503 with a jittered Retry-After

  void add(std::shared_ptr<TcpConnection> connection);
  void remove(TcpConnection& connection);
  void replace(TcpConnection& old_connection, std::shared_ptr<TcpConnection> new_connection);
  void begin_drain();
  void cut_all();

 private:
  void check_empty();

  std::uint64_t index_;
  std::uint64_t last_id_ = 0;
  std::int64_t date_s_ = -1;
  std::string date_;
  std::unique_ptr<Deflate> deflate_;
  std::vector<std::shared_ptr<TcpConnection>> connections_;
};

}  // namespace walkie::net
