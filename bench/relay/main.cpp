// relay --listen 127.0.0.1:PORT [--threads N] [--deflate] [--max-fragments N] [--max-message N]
#include <sys/random.h>
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <thread>

#include "bench/relay/relay.h"

namespace {

class SteadyClock final : public walkie::Clock {
 public:
  walkie::WallTime wall() const override { return {ms(std::chrono::system_clock::now())}; }
  walkie::Instant now() const override { return {ms(std::chrono::steady_clock::now())}; }

 private:
  template <class Point>
  static std::int64_t ms(Point point) {
    auto since = point.time_since_epoch();
    return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
  }
};

class SystemRandom final : public walkie::Random {
 public:
  void fill(std::span<unsigned char> bytes) override {
    while (!bytes.empty()) {
      auto got = ::getrandom(bytes.data(), bytes.size(), 0);
      if (got > 0) bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
  }
};

void raise_descriptor_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

int main(int argc, char** argv) {
  std::string listen = "127.0.0.1:9001";
  walkie::bench::RelayOptions options;
  walkie::net::WebSocketLimits& websocket = options.limits.websocket;
  CLI::App app("Relays WebSocket messages between the members of a room.");
  app.add_option("--listen", listen, "ADDRESS:PORT");
  app.add_option("--threads", options.threads, "event loops")->check(CLI::Range(1, 64));
  app.add_flag("--deflate", websocket.deflate, "offer permessage-deflate");
  app.add_option("--max-fragments", websocket.fragments, "per message");
  app.add_option("--max-message", websocket.message_bytes, "bytes");
  CLI11_PARSE(app, argc, argv);
  websocket.frame_bytes = websocket.message_bytes;
  // A load generator may connect as fast as it likes; a conformance suite pings more than a
  // browser, though a flood still ends.
  websocket.control_frames = 1000;
  options.limits.admission = {.connections = 1'000'000,
                              .pending_per_address = 1'000'000,
                              .handshakes_per_s = 1e9,
                              .handshake_burst = 1e9};
  const std::size_t colon = std::min(listen.rfind(':'), listen.size());
  const std::string port = listen.substr(std::min(colon + 1, listen.size()));
  const char* end = port.data() + port.size();
  const auto [read, failed] = std::from_chars(port.data(), end, options.listen.port);
  if (colon == 0 || port.empty() || read != end || failed != std::errc()) {
    std::fprintf(stderr, "--listen: '%s' is not ADDRESS:PORT\n", listen.c_str());
    return 1;
  }
  options.listen.address = listen.substr(0, colon);
  raise_descriptor_limit();

  sigset_t ending;
  sigemptyset(&ending);
  sigaddset(&ending, SIGINT);
  sigaddset(&ending, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &ending, nullptr);

  SteadyClock clock;
  SystemRandom random;
  walkie::bench::Relay relay(clock, random, options);
  if (auto started = relay.start(); !started) {
    std::fprintf(stderr, "%s\n", started.error().detail.c_str());
    return 1;
  }
  std::printf("listening on http://%s:%u\n", options.listen.address.c_str(), relay.port());
  std::fflush(stdout);
  std::thread waiter([&] {
    int signal = 0;
    sigwait(&ending, &signal);
    relay.stop();
  });
  relay.run();
  waiter.join();
  return 0;
}
