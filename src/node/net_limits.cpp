#include "node/net_limits.h"

#include <sys/resource.h>

#include <limits>

namespace walkie {
namespace {

std::size_t size(std::int64_t value) { return static_cast<std::size_t>(value); }

// 0 means "no limit" to the operator.
std::size_t unless_0(std::int64_t value) { return value > 0 ? size(value) : SIZE_MAX; }

std::size_t descriptor_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    ::getrlimit(RLIMIT_NOFILE, &limit);
  }
  return static_cast<std::size_t>(limit.rlim_cur);
}

}  // namespace

net::ServerLimits net_limits(const Config& config) {
  const auto& from = config.limits;
  net::ServerLimits to;
  to.http.head_bytes = size(from.http_header_bytes);
  to.http.head_fields = size(from.http_header_fields);
  to.http.head_time = Duration(from.http_header_timeout_ms);
  to.http.idle_time = Duration(from.http_idle_timeout_ms);
  to.http.body_bytes = size(from.body_bytes);
  to.http.body_bytes_per_s = size(from.body_bytes_per_s);
  to.websocket.frame_bytes = size(from.frame_bytes);
  to.websocket.message_bytes = size(std::min(from.message_bytes, from.inflated_bytes));
  to.websocket.fragments = size(from.fragments_per_message);
  to.websocket.control_frames = size(from.control_frames);
  to.websocket.control_window = Duration(from.control_window_ms);
  to.websocket.ping_interval = Duration(from.ping_interval_ms);
  to.websocket.ping_timeout = Duration(from.ping_timeout_ms);
  to.websocket.deflate = config.deflate;
  to.queue.ephemeral_bytes = size(from.slow_ephemeral_bytes);
  to.queue.total_bytes = size(from.slow_queue_bytes);
  to.queue.stall_time = Duration(from.slow_stalled_ms);
  to.admission.connections = descriptor_limit() * size(from.connections_total_percent) / 100;
  to.admission.reserved = to.admission.connections * size(from.connections_reserved_percent) / 100;
  to.admission.pending_per_address = unless_0(from.connections_per_address);
  to.admission.http_per_address = unless_0(from.kept_connections_per_address);
  to.admission.tls_handshakes_per_s = static_cast<double>(from.tls_handshakes_per_s);
  to.admission.tls_handshake_burst = static_cast<double>(from.tls_handshakes_burst);
  to.admission.tls_handshakes_at_once = unless_0(from.tls_handshakes_at_once);
  to.admission.handshakes_per_s = static_cast<double>(from.handshakes_per_s);
  to.admission.handshake_burst = static_cast<double>(from.handshakes_burst);
  return to;
}

}  // namespace walkie
