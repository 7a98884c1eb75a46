// The subcommands. The detail of an error is one line for the operator.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "node/admin_request.h"
#include "node/config.h"

namespace walkie {

struct CommandFlags {
  std::string data;
  std::string listen;
  std::vector<std::string> sets;  // NAME=VALUE
  bool accept_loss = false;
};

// Defaults, then DIR/walkie.toml, the environment, and the flags. `config` must outlive the answer.
Result<Settings> read_settings(const CommandFlags& flags, Config& config);

Result<void> serve_command(const CommandFlags& flags);  // until SIGTERM or SIGINT
// Reads a password from standard input: its first line.
Result<void> admin_command(const CommandFlags& flags, AdminRequest request, bool reads_password);
Result<void> backup_command(const CommandFlags& flags, const std::string& to);
Result<void> restore_command(const CommandFlags& flags, const std::string& from);
Result<void> check_config_command(const CommandFlags& flags);
Result<void> version_command();

}  // namespace walkie
