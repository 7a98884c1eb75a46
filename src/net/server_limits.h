// ServerLimits: every bound that net puts on what a peer may send, hold or delay. Each is a
// setting; the defaults are those of protocol.md. Sizes are bytes. 0 never means "no limit" here.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/clock.h"

namespace walkie::net {

struct HttpLimits {
  std::size_t head_bytes = 16 * 1024;  // all headers together; more → 431
  std::size_t head_fields = 100;
  // RFC 9112 3 recommends request lines of at least 8000 bytes.
  std::size_t target_bytes = 8 * 1024;            // more → 414
  Duration head_time{10'000};                     // from the first byte of a request → 408
  Duration idle_time{75'000};                     // a kept-alive connection without a request
  std::size_t body_bytes = 64 * 1024;             // unless the route says otherwise → 413
  std::size_t body_bytes_per_s = 1024;            // slower, after head_time of grace → 408
  std::size_t requests_per_connection = 100'000;  // then `Connection: close`
};

struct WebSocketLimits {
  std::size_t frame_bytes = 64 * 1024;    // → close 1009
  std::size_t message_bytes = 64 * 1024;  // all fragments, and inflated → close 1009
  std::size_t fragments = 64;             // per message → close 1008
  std::size_t control_frames = 10;        // Ping, Pong in each control_window → close 1008
  Duration control_window{10'000};
  Duration ping_interval{54'000};  // H1
  Duration ping_timeout{60'000};   // H1: silence that long → close 4002
  Duration close_time{5'000};      // for the peer to answer our Close
  bool deflate = false;            // RFC 7692, no context takeover either way
  std::size_t deflate_min_bytes = 1024;
};

struct QueueLimits {
  std::size_t ephemeral_bytes = 256 * 1024;  // H7: above, ephemerals are dropped
  std::size_t total_bytes = 1024 * 1024;     // H7: reached → close 4001
  Duration stall_time{10'000};               // H7: the socket took no byte → close 4001
};

struct AdmissionLimits {
  std::size_t connections = 18'000;       // all loops together; above: accept, 503, close
  std::size_t reserved = 900;             // of these: for short requests and protected connections
  std::size_t pending_per_address = 100;  // have not sent a whole request; above: 503
  Duration pending_time{1'000};           // a pending connection is not closed for others before it
  std::size_t http_per_address = 512;     // not live; above: close the longest idle one, or 503
  double tls_handshakes_per_s = 50;       // of one address; above: closed
  double tls_handshake_burst = 500;
  std::size_t tls_handshakes_at_once = 32;  // of one address, not done; above: closed
  double handshakes_per_s = 2'000;  // WebSocket upgrades, token bucket over all loops → 503
  double handshake_burst = 4'000;
  int retry_after_min_s = 1;  // Retry-After is drawn between the two
  int retry_after_max_s = 10;
};

struct ServerLimits {
  HttpLimits http;
  WebSocketLimits websocket;
  QueueLimits queue;
  AdmissionLimits admission;
};

}  // namespace walkie::net
