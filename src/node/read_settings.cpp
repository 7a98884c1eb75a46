// Reads the settings from the file, the environment and the flags.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "node/commands.h"

namespace walkie {
namespace {

std::optional<std::string> environment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

// The names of all variables.
std::vector<std::string> environment_names() {
  std::vector<std::string> names;
  for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view text = *entry;
    names.emplace_back(text.substr(0, text.find('=')));
  }
  return names;
}

Result<void> set_from_flags(const CommandFlags& flags, Settings& settings) {
  for (const auto& text : flags.sets) {
    const auto equals = text.find('=');
    if (equals == std::string::npos) {
      return Error{.code = Code::bad_request,
                   .reason = "bad_flag",
                   .detail = fmt::format("--set {}: must be NAME=VALUE", text)};
    }
    auto set =
        settings.set(std::string_view(text).substr(0, equals), text.substr(equals + 1), "--set");
    if (!set) return set;
  }
  for (const auto& [name, value] : {std::pair{"data", flags.data}, {"listen", flags.listen}}) {
    if (value.empty()) continue;
    if (auto set = settings.set(name, value, std::string("--") + name); !set) return set;
  }
  return {};
}

// A missing folder is made later.
Result<void> check_folder(const std::string& folder) {
  std::error_code failed;
  const auto there = std::filesystem::status(folder, failed);
  if (!std::filesystem::exists(there) || std::filesystem::is_directory(there)) return {};
  return Error{.code = Code::bad_request,
               .reason = "data_folder_not_a_folder",
               .detail = folder + " is a file; --data must name a folder",
               .field = "data"};
}

}  // namespace

Result<Settings> read_settings(const CommandFlags& flags, Config& config) {
  Settings settings = settings_of(config);
  // The data folder comes first: the settings file is in it.
  if (const auto data = environment("WALKIE_DATA")) config.data = *data;
  if (!flags.data.empty()) config.data = flags.data;
  const auto folder = config.data;
  if (!folder.empty()) {
    if (auto found = check_folder(folder); !found) return found.error();
    if (auto loaded = settings.load_file(folder + "/walkie.toml"); !loaded) return loaded.error();
  }
  if (auto loaded = settings.load_environment(environment); !loaded) return loaded.error();
  if (auto known = settings.check_environment(environment_names()); !known) return known.error();
  if (auto set = set_from_flags(flags, settings); !set) return set.error();
  return settings;
}

}  // namespace walkie
