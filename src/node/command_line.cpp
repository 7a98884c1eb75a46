#include "node/command_line.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <map>
#include <optional>

#include "node/commands.h"
#include "node/version.h"

namespace walkie {
namespace {

// The flags of every command with a data folder.
void add_common(CLI::App& command, CommandFlags& flags) {
  command.add_option("--data", flags.data,
                     "the data folder: database, settings, backups (WALKIE_DATA)");
  command.add_option("--set", flags.sets, "set one setting: NAME=VALUE; may be repeated")
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
       "create the account of an agent; reads the password from standard input",
       {{"email", "the e-mail address to sign in with"},
        {"name", "the name that visitors see"},
        {"role", "agent (default) or admin", false}},
       true},
      {"set-password",
       "change the password of an agent; reads it from standard input",
       {{"email", "the agent's e-mail"}},
       true},
      {"remove-agent",
       "sign an agent out and do not let it sign in again",
       {{"email", "the agent's e-mail"}}},
      {"restore-agent", "let a removed agent sign in again", {{"email", "the agent's e-mail"}}},
      {"list-agents", "list the agents: id, e-mail, name, role and state", {}},
      {"create-key",
       "create an API key for a program; prints the key only once",
       {{"name", "the program's name"}}},
      {"list-keys", "list the API keys: id, name, inboxes and state", {}},
      {"revoke-key",
       "revoke an API key and close its connections",
       {{"id", "as list-keys shows it"}}},
      {"list-inboxes", "list the inboxes: id and name", {}},
      {"set-inboxes",
       "set the inboxes that an agent or a key belongs to",
       {{"inboxes", "inbox ids, separated by commas, or all"},
        {"email", "the agent's e-mail", false},
        {"key", "or the id of an API key", false}}},
      {"unlock",
       "forget failed sign-ins, so that an agent may try again",
       {{"email", "the agent's e-mail", false},
        {"address", "or the IP address of the sign-ins", false}}},
      {"setup-link", "print a new one-time link to create the first admin", {}},
      {"allow-origin",
       "allow a site to embed the widget",
       {{"origin", "scheme, host and port of the site, like https://shop.example"},
        {"inbox", "inbox id (default: the first inbox)", false}}},
      {"metrics", "print the metrics of the running server, as GET /metrics does", {}},
      {"list-origins", "list the sites that may embed: inbox id, site and inbox name", {}},
      {"remove-origin",
       "no longer allow a site to embed the widget",
       {{"origin", "the site; any spelling of the origin"},
        {"inbox", "inbox id (default: the first inbox)", false}}},
  };
  return commands;
}

// The command of this call, with its flags.
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

// Checks that the first words are commands. "help" prints the help of the command before it. An
// unknown word is named here, because CLI11 only says that a command is missing. Empty: all known.
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
      std::cerr << path << ": unknown command " << word << "; `" << path
                << " --help` lists the commands\n";
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

  auto* serve = app.add_subcommand("serve", "serve the pages, the API and the WebSocket");
  add_common(*serve, chosen.flags);
  serve->add_option("--listen", chosen.flags.listen, "ADDRESS:PORT (default 127.0.0.1:8080)");
  serve->add_flag(
      "--accept-loss", chosen.flags.accept_loss,
      "start although the database is missing or too old; clients load everything again");
  auto* admin =
      app.add_subcommand("admin", "manage agents, API keys and sites; the server may run or not");
  add_admin_commands(*admin, chosen);
  auto* backup = app.add_subcommand("backup", "copy the database; the server may run or not");
  add_common(*backup, chosen.flags);
  backup->add_option("--to", chosen.path, "the file to write; must not exist")->required();
  auto* restore = app.add_subcommand(
      "restore", "replace the database with a backup; the server must be stopped");
  add_common(*restore, chosen.flags);
  restore->add_option("--from", chosen.path, "a file that `walkie backup` wrote")->required();
  auto* check = app.add_subcommand("check-config",
                                   "print every setting, its value and the source of the value");
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
