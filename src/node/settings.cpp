#include "node/settings.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <toml++/toml.h>
#include <algorithm>
#include <filesystem>

#include "base/decimal.h"

namespace walkie {
namespace {

Error bad_setting(const Setting& setting, std::string_view found, const std::string& source,
                  std::string_view wanted) {
  return {.code = Code::bad_request,
          .reason = "bad_setting",
          .detail = fmt::format("{} = {} ({}): {}", setting.name, found, source, wanted),
          .field = setting.name};
}

Result<void> store_number(Setting& setting, std::int64_t number, const std::string& source) {
  if (number < setting.least || number > setting.most) {
    return bad_setting(setting, std::to_string(number), source,
                       setting.most == INT64_MAX
                           ? fmt::format("must be at least {}", setting.least)
                           : fmt::format("must be from {} to {}", setting.least, setting.most));
  }
  if (auto** wide = std::get_if<std::int64_t*>(&setting.target)) **wide = number;
  if (auto** narrow = std::get_if<int*>(&setting.target)) **narrow = static_cast<int>(number);
  setting.source = source;
  return {};
}

bool is_number(const Setting& setting) {
  return std::holds_alternative<std::int64_t*>(setting.target) ||
         std::holds_alternative<int*>(setting.target);
}

std::vector<std::string> split_list(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    auto part = text.substr(0, comma);
    while (!part.empty() && part.front() == ' ')
      part.remove_prefix(1);
    while (!part.empty() && part.back() == ' ')
      part.remove_suffix(1);
    if (!part.empty()) parts.emplace_back(part);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return parts;
}

// Stores one value of the file. `where`: "FILE:LINE".
Result<void> store_toml(Setting& setting, const toml::node& node, const std::string& where) {
  if (is_number(setting)) {
    if (!node.is_integer())
      return bad_setting(setting, "(not a whole number)", where, "a whole number");
    return store_number(setting, node.as_integer()->get(), where);
  }
  if (auto** flag = std::get_if<bool*>(&setting.target)) {
    if (!node.is_boolean()) return bad_setting(setting, "(not a boolean)", where, "true or false");
    **flag = node.as_boolean()->get();
  } else if (auto** text = std::get_if<std::string*>(&setting.target)) {
    if (!node.is_string()) return bad_setting(setting, "(not a string)", where, "a quoted string");
    **text = node.as_string()->get();
  } else if (auto** list = std::get_if<std::vector<std::string>*>(&setting.target)) {
    if (!node.is_array())
      return bad_setting(setting, "(not an array)", where, "an array of strings");
    (*list)->clear();
    for (const auto& item : *node.as_array()) {
      if (!item.is_string())
        return bad_setting(setting, "(not strings)", where, "an array of strings");
      (*list)->push_back(item.as_string()->get());
    }
  }
  setting.source = where;
  return {};
}

// Joins the names of nested tables with dots: [limits] x → "limits.x".
void flatten(const toml::table& table, const std::string& prefix,
             std::vector<std::pair<std::string, const toml::node*>>& out) {
  for (const auto& [key, node] : table) {
    auto name = prefix.empty() ? std::string(key.str()) : prefix + "." + std::string(key.str());
    if (const auto* inner = node.as_table()) {
      flatten(*inner, name, out);
    } else {
      out.emplace_back(std::move(name), &node);
    }
  }
}

}  // namespace

std::string Setting::value() const {
  struct Writer {
    std::string operator()(const std::int64_t* n) const { return std::to_string(*n); }
    std::string operator()(const int* n) const { return std::to_string(*n); }
    std::string operator()(const bool* b) const { return *b ? "true" : "false"; }
    std::string operator()(const std::string* s) const { return fmt::format("\"{}\"", *s); }
    std::string operator()(const std::vector<std::string>* list) const {
      return list->empty() ? "[]" : fmt::format("[\"{}\"]", fmt::join(*list, "\", \""));
    }
  };
  return std::visit(Writer{}, target);
}

std::string Settings::environment_name(std::string_view name) {
  std::string out = "WALKIE_";
  for (const char c : name) {
    out += c == '.' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  }
  return out;
}

Setting* Settings::find(std::string_view name) {
  for (auto& setting : settings_) {
    if (setting.name == name) return &setting;
  }
  return nullptr;
}

Result<void> Settings::set(std::string_view name, std::string_view text,
                           const std::string& source) {
  Setting* setting = find(name);
  if (setting == nullptr) {
    return Error{.code = Code::bad_request,
                 .reason = "unknown_setting",
                 .detail = fmt::format("{} ({}): unknown setting; `walkie check-config` lists all",
                                       name, source),
                 .field = std::string(name)};
  }
  if (is_number(*setting)) {
    const auto number = decimal_from<std::int64_t>(text);
    if (!number) return bad_setting(*setting, text, source, "a whole number");
    return store_number(*setting, *number, source);
  }
  if (auto** flag = std::get_if<bool*>(&setting->target)) {
    const bool yes = text == "true" || text == "1";
    if (!yes && text != "false" && text != "0") {
      return bad_setting(*setting, text, source, "true or false");
    }
    **flag = yes;
  } else if (auto** words = std::get_if<std::string*>(&setting->target)) {
    **words = text;
  } else if (auto** list = std::get_if<std::vector<std::string>*>(&setting->target)) {
    **list = split_list(text);
  }
  setting->source = source;
  return {};
}

Result<void> Settings::load_file(const std::string& path) {
  std::error_code failed;
  const auto there = std::filesystem::status(path, failed);
  if (there.type() == std::filesystem::file_type::not_found) {
    if (!std::filesystem::is_symlink(std::filesystem::symlink_status(path, failed))) return {};
    return Error{.code = Code::bad_request,
                 .reason = "bad_config_file",
                 .detail = path + " is a link to a file that does not exist"};
  }
  if (!std::filesystem::is_regular_file(there)) {
    return Error{.code = Code::bad_request,
                 .reason = "bad_config_file",
                 .detail = fmt::format("{}: {}", path,
                                       failed ? failed.message()
                                              : "is not a file; write the "
                                                "settings into a text file of this name")};
  }
  toml::table table;
  try {
    table = toml::parse_file(path);
  } catch (const toml::parse_error& error) {
    return Error{.code = Code::bad_request,
                 .reason = "bad_config_file",
                 .detail = fmt::format("{}:{}:{}: {}", path, error.source().begin.line,
                                       error.source().begin.column, error.description())};
  }
  std::vector<std::pair<std::string, const toml::node*>> found;
  flatten(table, "", found);
  for (const auto& [name, node] : found) {
    const auto where = fmt::format("{}:{}", path, node->source().begin.line);
    Setting* setting = find(name);
    if (setting == nullptr) return set(name, "", where);
    if (auto stored = store_toml(*setting, *node, where); !stored) return stored;
  }
  return {};
}

Result<void> Settings::check_environment(const std::vector<std::string>& names) {
  for (const auto& name : names) {
    if (!name.starts_with("WALKIE_")) continue;
    const bool known = std::any_of(settings_.begin(), settings_.end(), [&](const Setting& each) {
      return environment_name(each.name) == name;
    });
    if (known) continue;
    if (name.starts_with("WALKIE_LIMITS_")) return set(name, "", "environment");
    unknown_variables_.push_back(name);
  }
  return {};
}

Result<void> Settings::load_environment(
    const std::function<std::optional<std::string>(const std::string&)>& lookup) {
  for (auto& setting : settings_) {
    const auto name = environment_name(setting.name);
    const auto value = lookup(name);
    if (!value) continue;
    if (auto stored = set(setting.name, *value, name); !stored) return stored;
  }
  return {};
}

}  // namespace walkie
