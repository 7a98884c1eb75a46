// Registers the numbers that the rooms count as Prometheus metrics, with their names.
#include <fstream>

#include "node/node.h"

namespace walkie {
namespace {

double resident_bytes() {
  std::ifstream file("/proc/self/statm");
  double total = 0, resident = 0;
  file >> total >> resident;
  return resident * 4096;
}

}  // namespace

void Node::bridge_figures() {
  const auto from_net = [this](const char* name, const char* what, auto member) {
    metrics_.gauge_from(name, what,
                        [this, member] { return static_cast<double>(server_->figures().*member); });
  };
  using Net = net::ServerFigures;
  from_net("walkie_connections", "open connections of any kind", &Net::connections);
  from_net("walkie_websockets", "open WebSockets", &Net::websockets);
  from_net("walkie_accepted_total", "connections accepted", &Net::accepted);
  from_net("walkie_refused_total", "connections refused because all places were taken",
           &Net::refused);
  from_net("walkie_made_room_total", "idle connections closed to make room", &Net::made_room);
  from_net("walkie_requests_total", "HTTP requests", &Net::requests);
  from_net("walkie_handshakes_refused_total", "WebSocket handshakes refused (503)",
           &Net::handshakes_refused);
  from_net("walkie_frames_in_total", "WebSocket frames received", &Net::frames_in);
  from_net("walkie_frames_out_total", "WebSocket frames sent", &Net::frames_out);
  from_net("walkie_bytes_out_total", "bytes sent", &Net::bytes_out);
  from_net("walkie_ephemerals_dropped_total", "typing and presence frames dropped for slow readers",
           &Net::ephemerals_dropped);
  from_net("walkie_closed_too_slow_total", "connections closed because they read too slowly (4001)",
           &Net::closed_too_slow);
  from_net("walkie_closed_no_pong_total", "connections closed because no pong came (4002)",
           &Net::closed_no_pong);

  store_->add_figures(metrics_);
  metrics_.gauge_from("walkie_broker_lost_total", "events lost because a loop's queue was full",
                      [this] { return static_cast<double>(broker_->lost()); });
  metrics_.gauge_from("process_resident_memory_bytes", "resident memory", resident_bytes);
  for (std::size_t i = 0; i < loops_.size(); ++i) {
    metrics_.gauge_from(
        "walkie_loop_longest_turn_ms",
        "longest turn of an event loop since the last scrape, in milliseconds",
        [loop = loops_[i].get()] { return static_cast<double>(loop->take_longest_turn_ms()); },
        {{"loop", std::to_string(i)}});
  }
}

}  // namespace walkie
