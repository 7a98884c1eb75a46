#include "node/commands.h"

#include <fmt/format.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>

#include "chat/permissions.h"
#include "node/admin.h"
#include "node/backup.h"
#include "node/folder_owner.h"
#include "node/node.h"
#include "node/real_clock.h"
#include "node/real_random.h"
#include "node/terminal.h"
#include "node/version.h"

namespace walkie {
namespace {

constexpr Duration drain_patience{30'000};

// Reads and checks the whole configuration.
Result<Settings> read_config(const CommandFlags& flags, Config& config) {
  auto settings = read_settings(flags, config);
  if (!settings) return settings;
  if (config.data.empty()) {
    return Error{.code = Code::bad_request,
                 .reason = "no_data_folder",
                 .detail = "no data folder is given; use --data DIR or WALKIE_DATA"};
  }
  if (auto sound = check(config); !sound) return sound.error();
  return settings;
}

void warn_of_risks(const Config& config, const Settings& settings, Log& log) {
  for (const auto& name : settings.unknown_variables())
    log.warn("environment variable is not a setting", {{"variable", name}});
  const auto address = parse_address(config.listen);
  if (address && beyond_loopback(*address) && !config.behind_proxy &&
      config.tls_certificate.empty()) {
    log.warn(
        "serving other machines without TLS: anyone on the network can read passwords and messages;"
        " set tls_certificate and tls_key, or behind_proxy",
        {{"listen", config.listen}});
  }
  if (::geteuid() == 0) log.warn("running as root; an unprivileged user is enough", {});
}

// Only the main thread handles signals: they are blocked before other threads are made. Other
// signals that would end the process are ignored, except those of a bug (SIGSEGV …) and SIGQUIT.
sigset_t block_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP})
    sigaddset(&set, signal);
  ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
  for (const int signal :
       {SIGPIPE, SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF, SIGIO, SIGPWR, SIGSTKFLT, SIGXFSZ})
    (void)::signal(signal, SIG_IGN);
  for (int signal = SIGRTMIN; signal <= SIGRTMAX; ++signal)
    (void)::signal(signal, SIG_IGN);
  return set;
}

int wait_for_end(const sigset_t& set, Node& node) {
  for (;;) {
    int signal = 0;
    if (::sigwait(&set, &signal) != 0) continue;
    if (signal != SIGHUP) return signal;
    node.reload();
  }
}

// The first line is for scripts that wait for the server. The set-up link is a secret for this
// console and is never written to the log.
void print_welcome(const Config& config, Node& node) {
  const auto base = base_url(config, node.port());
  const auto address = parse_address(config.listen);
  std::string text = fmt::format("listening on {}\n", base);
  if (!config.public_url.empty() && address)
    text = fmt::format("listening on {}, at {}\n", base, socket_text(*address, node.port()));
  if (config.demo) text += fmt::format("  demo shop     {}/demo\n", base);
  text += fmt::format("  agents' inbox {}/agent\n", base);
  if (const auto link = node.setup_link(); link && !link->empty()) {
    text += fmt::format("  set up        {}   (the first admin; once, within {} minutes)\n",
                        link.value(), config.limits.setup_link_s / 60);
  }
  std::cout << text << std::flush;
}

// A command that reads or changes a database must not create one: --data is probably wrong.
Result<void> need_installation(const std::string& data, std::string_view verb) {
  for (const std::string_view founds : {"create-agent", "create-key", "setup-link"}) {
    if (verb == founds) return {};
  }
  if (holds_installation(data)) return {};
  return Error{
      .code = Code::bad_request,
      .reason = "no_installation",
      .detail = fmt::format("{} has no Walkie database. Check --data. A new database is made by "
                            "`walkie serve`, `admin create-agent`, `admin create-key`, "
                            "`admin setup-link` and `restore`",
                            data),
      .field = "data"};
}

// Runs an admin command without a server: directly on the store, with its lock.
Result<std::string> run_on_store(const Config& config, AdminRequest request) {
  if (auto there = need_installation(config.data, request.verb); !there) return there.error();
  const RealClock clock;
  RealRandom random;
  const auto rights = OwnersRights::of(config.data);
  if (!rights) return rights.error();
  auto store = open_sqlite_store(config.data, clock, random);
  if (!store) return store.error();
  const auto address = parse_address(config.listen);
  auto prepared = prepare_admin_request(
      std::move(request), base_url(config, address ? address->port : 0), random, config.limits);
  if (!prepared) return prepared.error();
  const AdminVerb verb{std::move(prepared).value()};
  const auto console = console_principal();
  auto writer = store.value()->writer();
  Result<std::string> answer = std::string();
  const auto written = writer->write([&](Transaction& transaction) -> Result<void> {
    actions::Outcome outcome;
    answer = verb.run({console, clock.wall(), random, config.limits}, transaction, outcome);
    if (!answer) return answer.error();
    return {};
  });
  if (!written) return written.error();
  return answer;
}

Result<void> run_admin(const CommandFlags& flags, AdminRequest request) {
  Config config;
  if (auto settings = read_config(flags, config); !settings) return settings.error();
  auto online = ask_running_server(config.data, request);
  const auto answer = online ? *std::move(online) : run_on_store(config, std::move(request));
  if (!answer) return answer.error();
  std::cout << answer.value() << std::flush;
  return {};
}

// Without a server. The owner of the folder may not be allowed to write to the target, so the copy
// is made inside the folder, as a server makes it.
Result<void> copy_offline(const std::string& data, BackupTarget& target) {
  if (auto there = need_installation(data, "backup"); !there) return there;
  std::string inside;
  {
    const RealClock clock;
    RealRandom random;
    const auto rights = OwnersRights::of(data);
    if (!rights) return rights.error();
    auto store = open_sqlite_store(data, clock, random);
    if (!store) return store.error();
    if (rights->taken()) {
      auto made = copy_inside(**store, data, random);
      if (!made) return made.error();
      inside = *made;
    } else if (auto copied = (*store)->copy_to(target.path()); !copied) {
      return copied;
    }
  }
  if (!inside.empty()) return target.take(data, inside);
  target.keep();
  return {};
}

}  // namespace

Result<void> serve_command(const CommandFlags& flags) {
  Config config;
  const auto settings = read_config(flags, config);
  if (!settings) return settings.error();
  config.accept_loss = flags.accept_loss;
  const sigset_t signals = block_signals();
  const RealClock clock;
  RealRandom random;
  Log log(clock, {.level = *level_from(config.log_level),
                  .format = config.log_format == "json" ? Log::Format::json : Log::Format::text,
                  .sink = {}});
  warn_of_risks(config, *settings, log);
  Node node(config, clock, random, log);
  if (auto started = node.start(); !started) return started;
  print_welcome(config, node);
  const int signal = wait_for_end(signals, node);
  log.info("stopping", {{"signal", signal}});
  node.stop(drain_patience);
  log.info("stopped");
  return node.why_it_ended();
}

Result<void> admin_command(const CommandFlags& flags, AdminRequest request, bool reads_password) {
  if (reads_password) {
    auto password = read_password();
    if (!password) return password.error();
    request.fields["password"] = *password;
  }
  return run_admin(flags, std::move(request));
}

Result<void> backup_command(const CommandFlags& flags, const std::string& to) {
  Config config;
  if (auto settings = read_config(flags, config); !settings) return settings.error();
  auto target = BackupTarget::open(to);
  if (!target) return target.error();
  const AdminRequest request{.verb = "backup", .fields = {}};
  if (const auto online = ask_running_server(config.data, request)) {
    if (!*online) return online->error();
    if (auto taken = target->take(config.data, **online); !taken) return taken;
  } else if (auto copied = copy_offline(config.data, *target); !copied) {
    return copied;
  }
  std::cout << "copied the database to " << to << "\n" << std::flush;
  return {};
}

Result<void> check_config_command(const CommandFlags& flags) {
  Config config;
  const auto settings = read_settings(flags, config);
  if (!settings) return settings.error();
  const auto sound = check(config);
  std::string text;
  for (const auto& setting : settings->all()) {
    text += fmt::format("{} = {}  # {}; from {}\n", setting.name, setting.value(), setting.help,
                        setting.source);
  }
  for (const auto& name : settings->unknown_variables())
    text += fmt::format("# {} is set, but it is not a setting\n", name);
  std::cout << text << std::flush;
  return sound;
}

Result<void> version_command() {
  std::cout << "walkie " << version << "\n" << std::flush;
  return {};
}

}  // namespace walkie
