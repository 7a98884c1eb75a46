// Connections that do nothing: what each costs in memory and in CPU.
#include <cstdio>
#include <memory>
#include <vector>

#include "bench/load/figures.h"
#include "bench/load/population.h"
#include "bench/load/scenarios.h"
#include "bench/load/websocket_client.h"

namespace walkie::bench {

int idle(const Options& options) {
  Poller poller(options.tls);
  const auto people = make_people(poller, options, options.connections);
  if (people.empty()) return 1;
  // What making the people left behind is not the connections' cost.
  poller.run(now_ns() + 2'000'000'000, [] { return false; });
  const auto before = process_figures(options.pid);
  std::vector<std::unique_ptr<WebSocketClient>> sockets;
  std::size_t opened = 0, lost = 0;
  for (std::size_t i = 0; i < people.size(); ++i) {
    auto& socket = *sockets.emplace_back(std::make_unique<WebSocketClient>(poller));
    socket.opened = [&opened] { ++opened; };
    socket.gone = [&lost](int) { ++lost; };
    const auto path = "/ws?conversation_id=" + std::to_string(people[i].conversation_id);
    if (!socket.open({options.host, options.port, path, people[i].token},
                     static_cast<int>(i % 200))) {
      ++lost;
    }
    poller.run(now_ns() + 10'000'000'000, [&] { return i < opened + lost + 128; });
  }
  poller.run(now_ns() + 20'000'000'000, [&] { return opened + lost == people.size(); });
  poller.run(now_ns() + 3'000'000'000, [] { return false; });
  const auto open_now = process_figures(options.pid);
  const auto start = now_ns();
  poller.run(start + static_cast<Nanoseconds>(options.seconds * 1e9), [] { return false; });
  const auto after = process_figures(options.pid);
  const auto elapsed = static_cast<double>(now_ns() - start) / 1e9;
  const auto count = static_cast<double>(opened);
  Report report;
  report.add("scenario", std::string("idle")).add("connections", count);
  report.add("user_bytes_per_connection",
             static_cast<double>(open_now.anonymous_kb - before.anonymous_kb) * 1024 / count);
  report.add("cpu_us_per_connection_s", (after.cpu_s - open_now.cpu_s) * 1e6 / count / elapsed);
  report.add("server_rss_kb", static_cast<double>(after.resident_kb));
  report.add("connections_lost", static_cast<double>(lost)).print();
  return lost == 0 && opened == people.size() ? 0 : 1;
}

}  // namespace walkie::bench
