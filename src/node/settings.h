// Settings: the named settings of a Config. Filled from defaults, a TOML file, the environment and
// flags, in that order. Each setting keeps the source of its value, for `walkie check-config`.
//
// Owner: the commands, before anything else runs; one thread. An error names the setting, the
// value, its source, and the values allowed. An unknown setting is an error.
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
  using Target = std::variant<std::int64_t*, int*, bool*, std::string*, std::vector<std::string>*>;

  std::string name;  // "limits.conversations_per_hour": TOML's [limits], WALKIE_LIMITS_…
  Target target;
  std::string help;
  std::int64_t least = 0;  // least and most: for numbers only
  std::int64_t most = INT64_MAX;
  std::string source = "default";

  std::string value() const;  // as TOML writes it
};

class Settings {
 public:
  explicit Settings(std::vector<Setting> settings) : settings_(std::move(settings)) {}

  // A missing file is not an error.
  Result<void> load_file(const std::string& path);
  // `lookup` returns the value of an environment variable. Its name is "WALKIE_" and the name of
  // the setting in upper case, with '_' for '.'.
  Result<void> load_environment(
      const std::function<std::optional<std::string>(const std::string&)>& lookup);
  // `names`: of all variables of the environment. An unknown name that begins with WALKIE_LIMITS_
  // is an error. Other unknown names with WALKIE_ may belong to other programs:
  // unknown_variables() lists them.
  Result<void> check_environment(const std::vector<std::string>& names);
  const std::vector<std::string>& unknown_variables() const { return unknown_variables_; }
  // `text`: a decimal number, true or false, plain text, or a list separated by commas.
  Result<void> set(std::string_view name, std::string_view text, const std::string& source);

  const std::vector<Setting>& all() const { return settings_; }
  static std::string environment_name(std::string_view name);

 private:
  Setting* find(std::string_view name);

  std::vector<Setting> settings_;
  std::vector<std::string> unknown_variables_;
};

}  // namespace walkie
