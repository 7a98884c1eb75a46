// Settings: named places in a Config, filled from defaults, a TOML file, the environment and
// flags, in that order; each remembers where its value came from (`walkie check-config`).
//
// Owner: main's commands, before anything else runs; one thread. Errors name the setting, what was
// found, where, and what is allowed; a setting that nobody knows is an error, not a surprise later.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace walkie {

struct Setting {
  using Place = std::variant<std::int64_t*, int*, bool*, std::string*, std::vector<std::string>*>;

  std::string name;  // "limits.conversations_per_hour": TOML's [limits], WALKIE_LIMITS_…
  Place place;
  std::string help;
  std::int64_t least = 0;  // numbers only
  std::int64_t most = INT64_MAX;
  std::string source = "default";

  std::string value() const;  // as TOML writes it
};

class Settings {
 public:
  explicit Settings(std::vector<Setting> settings) : settings_(std::move(settings)) {}

  // A file that does not exist is no error: the defaults hold.
  Result<void> load_file(const std::string& path);
  // `lookup` answers an environment variable's value; WALKIE_ + the name, upper case, '.' → '_'.
  Result<void> load_environment(
      const std::function<std::optional<std::string>(const std::string&)>& lookup);
  // `names` are those of all variables. One that begins as those of the limits do and is none is
  // an error. Others that begin with WALKIE_ may be somebody else's and are only remembered.
  Result<void> check_environment(const std::vector<std::string>& names);
  const std::vector<std::string>& unknown_variables() const { return unknown_variables_; }
  // Numbers in decimal, true/false, text as it is, lists separated by commas.
  Result<void> set(std::string_view name, std::string_view text, const std::string& source);

  const std::vector<Setting>& all() const { return settings_; }
  static std::string environment_name(std::string_view name);

 private:
  Setting* find(std::string_view name);

  std::vector<Setting> settings_;
  std::vector<std::string> unknown_variables_;
};

}  // namespace walkie
