// load SCENARIO: Walkie's load generator. Measures a server on this machine; prints one JSON
// object.
#include <CLI/CLI.hpp>

#include "bench/load/scenarios.h"

namespace {

void add_options(CLI::App& command, walkie::bench::Options& options) {
  command.add_option("--port", options.port, "the server's port on 127.0.0.1");
  command.add_option("--pid", options.pid, "the server's process, for CPU and memory");
  command.add_option("--seconds", options.seconds, "measured time");
  command.add_option("--rooms", options.rooms, "rooms or conversations");
  command.add_option("--members", options.members, "connections in each room");
  command.add_option("--window", options.window, "messages in flight per room");
  command.add_option("--bytes", options.bytes, "payload of a relayed message");
  command.add_option("--rate", options.rate, "messages a second in all; 0: closed loop");
  command.add_option("--connections", options.connections, "idle, storm: connections");
  command.add_option("--listeners", options.listeners, "send: listeners of each conversation");
  command.add_option("--flavor", options.flavor, "raw, socketio, walkie or original")
      ->check(CLI::IsMember({"raw", "socketio", "walkie", "original"}));
  command.add_flag("--tls", options.tls, "speak TLS, with any certificate");
  command.add_option("--key", options.key, "an API key (walkie admin create-key)");
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Walkie's load generator.", "load");
  app.require_subcommand(1);
  walkie::bench::Options options;
  auto* fan_out = app.add_subcommand("fanout", "rooms of listeners, messages relayed to all");
  auto* idle = app.add_subcommand("idle", "connections that do nothing: memory and CPU each");
  auto* send = app.add_subcommand("send", "durable sends through POST /messages");
  auto* storm = app.add_subcommand("storm", "everybody is cut off and resumes");
  for (auto* command : {fan_out, idle, send, storm})
    add_options(*command, options);
  CLI11_PARSE(app, argc, argv);
  if (fan_out->parsed()) return walkie::bench::fan_out(options);
  if (idle->parsed()) return walkie::bench::idle(options);
  if (send->parsed()) return walkie::bench::durable_send(options);
  return walkie::bench::resume_storm(options);
}
