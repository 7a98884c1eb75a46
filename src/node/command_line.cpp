#include "node/command_line.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <map>
#include <optional>

#include "node/commands.h"
#include "node/version.h"

namespace walkie {
namespace {

// Flags that every command with a data folder has.
void add_common(CLI::App& command, CommandFlags& flags) {
  command.add_option("--data", flags.data, "the folder that holds everything (WALKIE_DATA)");
  command.add_option("--set", flags.sets, "any setting: NAME=VALUE; may be repeated")
      ->allow_extra_args(false);
}

struct AdminOption {
  std::string name;
  std::string help;
  bool required = true;
};

struct AdminCommand {
  std::string verb;
  std::string help;
  std::vector<AdminOption> options;
  bool reads_password = false;
};

const std::vector<AdminCommand>& admin_commands() {
  static const std::vector<AdminCommand> commands{
      {"create-agent",
       "add someone who answers; the password is read from standard input",
       {{"email", "e-mail, to sign in with"},
        {"name", "as visitors see it"},
        {"role", "agent (default) or admin", false}},
       true},
      {"set-password",
       "give an agent a new password, read from standard input",
       {{"email", "the agent's e-mail"}},
       true},
      {"remove-agent", "sign an agent out and keep it out", {{"email", "the agent's e-mail"}}},
      {"restore-agent", "let a removed agent sign in again", {{"email", "the agent's e-mail"}}},
      {"list-agents", "id, e-mail, name, role and state of all", {}},
      {"create-key",
       "make an API key for a program; printed once",
       {{"name", "the program's name"}}},
      {"list-keys", "id, name, inboxes and state of all API keys", {}},
      {"revoke-key",
       "switch an API key off; what is open in its name ends at once",
       {{"id", "as list-keys shows it"}}},
      {"list-inboxes", "id and name of all", {}},
      {"set-inboxes",
       "say which inboxes an agent or a key belongs to",
       {{"inboxes", "ids with commas between, or all"},
        {"email", "the agent's e-mail", false},
        {"key", "or the key's id", false}}},
      {"unlock",
       "forget failed sign-ins: who was locked out may try again",
       {{"email", "of this agent", false}, {"address", "or from this IP address", false}}},
      {"setup-link", "a new one-time link that makes the first admin", {}},
      {"allow-origin",
       "let a site embed the widget",
       {{"origin", "scheme, host and port of the site, like https://shop.example"},
        {"inbox", "inbox id; the first one when absent", false}}},
      {"metrics", "what GET /metrics answers, from the running server", {}},
      {"list-origins", "inbox id, site and inbox name of all that may embed", {}},
      {"remove-origin",
       "no longer let a site embed the widget",
       {{"origin", "as list-origins shows it, or in any other spelling"},
        {"inbox", "inbox id; the first one when absent", false}}},
  };
  return commands;
}

// The one command that was asked for; the others leave this alone.
struct Chosen {
  CommandFlags flags;
  std::string path;  // backup, restore
  AdminRequest request;
  bool reads_password = false;
};

void add_admin_commands(CLI::App& admin, Chosen& chosen) {
  admin.require_subcommand(1);
  for (const auto& command : admin_commands()) {
    auto* sub = admin.add_subcommand(command.verb, command.help);
    add_common(*sub, chosen.flags);
    for (const auto& option : command.options) {
      auto* added = sub->add_option_function<std::string>(
          "--" + option.name,
          [&chosen, name = option.name](const std::string& value) {
            chosen.request.fields[name] = value;
          },
          option.help);
      if (option.required) added->required();
    }
    sub->callback([&chosen, verb = command.verb, reads = command.reads_password] {
      chosen.request.verb = verb;
      chosen.reads_password = reads;
    });
  }
}

// The first words are to be commands. "help" shows the help of those before it; anything else is
// named, because CLI11 would only say that a command is missing. Empty: they are.
std::optional<int> answer_to_unknown(CLI::App& app, int argc, char** argv) {
  CLI::App* at = &app;
  std::string before;  // the words before the last of `path`
  std::string path = "walkie";
  for (int i = 1; i < argc && !at->get_subcommands(nullptr).empty(); ++i) {
    const std::string word = argv[i];
    if (word.starts_with('-')) return std::nullopt;
    if (word == "help") {
      std::cout << at->help(before) << std::flush;
      return 0;
    }
    const auto named =
        at->get_subcommands([&](CLI::App* each) { return each->get_name() == word; });
    CLI::App* next = named.empty() ? nullptr : named.front();
    if (next == nullptr) {
      std::cerr << path << ": there is no command " << word << "; `" << path
                << " --help` lists them\n";
      return 2;
    }
    before = path;
    path += " " + word;
    at = next;
  }
  return std::nullopt;
}

int report(const Result<void>& done) {
  if (done) return 0;
  const auto& error = done.error();
  std::cerr << "walkie: " << (error.detail.empty() ? error.reason : error.detail) << "\n";
  return 1;
}

}  // namespace

int run_command_line(int argc, char** argv) {
  CLI::App app("Walkie: live chat and customer support, self-hosted.", "walkie");
  app.require_subcommand(1);
  app.set_version_flag("--version", std::string("walkie ") + version, "print the version");
  Chosen chosen;

  auto* serve = app.add_subcommand("serve", "serve the pages, the API and the socket");
  add_common(*serve, chosen.flags);
  serve->add_option("--listen", chosen.flags.listen, "ADDRESS:PORT (default 127.0.0.1:8080)");
  serve->add_flag("--accept-loss", chosen.flags.accept_loss,
                  "start although the database is gone or older than it was; clients start again");
  auto* admin = app.add_subcommand("admin", "agents, keys and links; with or without a server");
  add_admin_commands(*admin, chosen);
  auto* backup = app.add_subcommand("backup", "copy the database while the server runs or not");
  add_common(*backup, chosen.flags);
  backup->add_option("--to", chosen.path, "the file to write; must not exist")->required();
  auto* restore =
      app.add_subcommand("restore", "put a backup in place; the server must be stopped");
  add_common(*restore, chosen.flags);
  restore->add_option("--from", chosen.path, "a file that `walkie backup` wrote")->required();
  auto* check =
      app.add_subcommand("check-config", "every setting, its value and where it came from");
  add_common(*check, chosen.flags);
  check->add_option("--listen", chosen.flags.listen, "as for serve");
  auto* print_version = app.add_subcommand("version", "print the version");

  if (const auto answered = answer_to_unknown(app, argc, argv)) return *answered;
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  if (serve->parsed()) return report(serve_command(chosen.flags));
  if (admin->parsed()) {
    return report(admin_command(chosen.flags, std::move(chosen.request), chosen.reads_password));
  }
  if (backup->parsed()) return report(backup_command(chosen.flags, chosen.path));
  if (restore->parsed()) return report(restore_command(chosen.flags, chosen.path));
  if (check->parsed()) return report(check_config_command(chosen.flags));
  if (print_version->parsed()) return report(version_command());
  return 2;
}

}  // namespace walkie
