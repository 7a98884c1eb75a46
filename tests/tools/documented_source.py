"""A little of Walkie's source in a planted tree: what documents may name."""

FILES = {
    "src/node/config.h": """struct Config {
  std::string listen = "127.0.0.1:8080";
  std::int64_t threads = 0;  // loops
  bool demo = true;
  std::vector<std::string> trusted_proxies;
  Limits limits;
};
""",
    "src/chat/limits.h": """struct Limits {
  std::int64_t content_bytes = 16 * 1024;  // of UTF-8
  std::int64_t ping_interval_ms = 54'000;
};
""",
    "src/node/config_settings.cpp": """
void add_input_limits(Limits& limits, LimitTable add) {
  add("content_bytes", limits.content_bytes, "bytes of UTF-8 "
      "in one message", 1);
  add("ping_interval_ms", limits.ping_interval_ms, "the server pings this often", 10, 90'000);
}
Settings settings_of(Config& config) {
      {.name = "listen", .target = &config.listen, .help = "ADDRESS:PORT"},
      {.name = "threads",
       .target = &config.threads,
       .help = "event loops",
       .most = 64},
      {.name = "demo", .target = &config.demo, .help = "serve the demo shop"},
      {.name = "trusted_proxies", .target = &config.trusted_proxies, .help =
           "addresses"},
}
""",
    "src/node/figures.cpp": """
  reads_(parts.metrics.counter("walkie_reads_total", "Reads.", {{"from", "ring"}})),
  seconds_(parts.metrics.histogram("walkie_commit_seconds",
                                   "One commit.", latency_buckets())),
""",
    "src/api/routes.cpp": """
    {Method::post, "/messages", required, free, post_message},
    {Method::get, "/conversations/{conversation_id}", required, as_read, get_conversation},
""",
    "src/api/pages.cpp": """
  files.alias("/demo", "demo/index.html");
  files.alias("/agent/*", "agent/index.html");
""",
    "src/node/command_line.cpp": """
const std::vector<AdminCommand>& admin_commands() {
      {"create-key",
       "make an API key",
       {{"name", "the program's name"}}},
      {"list-keys", "all API keys", {}},
  return commands;
}
  auto* serve = app.add_subcommand(
      "serve", "serve");
  serve->add_option("--listen", chosen.flags.listen, "ADDRESS:PORT");
  auto* admin = app.add_subcommand("admin", "agents");
""",
    "walkie": "./walkie up                 serve\n./walkie test [SUITE…]      test\n",
}
