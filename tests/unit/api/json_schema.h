// JsonSchema: as much of JSON Schema 2020-12 as protocol/ uses. What it does not know is an error,
// so that a new keyword in the contract cannot be skipped unseen.
#pragma once

#include <boost/json.hpp>
#include <cmath>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

namespace walkie::testing {

class JsonSchema {
 public:
  // `openapi` and `frames` outlive this.
  JsonSchema(const boost::json::value& openapi, const boost::json::value& frames)
      : openapi_(openapi), frames_(frames) {}

  // What is wrong, each with its place; empty when valid.
  std::vector<std::string> check(const boost::json::value& schema, const boost::json::value& value,
                                 bool in_frames = false) const {
    std::vector<std::string> wrong;
    check(schema, value, in_frames, "", wrong);
    return wrong;
  }

 private:
  using Value = boost::json::value;
  using Wrong = std::vector<std::string>;

  void check(const Value& schema, const Value& value, bool in_frames, const std::string& at,
             Wrong& wrong) const {
    for (const auto& keyword : schema.as_object()) {
      one(keyword.key(), keyword.value(), schema.as_object(), value, in_frames, at, wrong);
    }
  }

  void one(std::string_view name, const Value& rule, const boost::json::object& schema,
           const Value& value, bool in_frames, const std::string& at, Wrong& wrong) const {
    if (name == "description" || name == "format" || name == "title" || name == "x-audience")
      return;
    if (name == "$ref") return follow(rule, value, in_frames, at, wrong);
    if (name == "type") return check_type(rule, value, at, wrong);
    if (name == "required") return check_required(rule, value, at, wrong);
    if (name == "properties") return check_properties(rule, value, in_frames, at, wrong);
    if (name == "additionalProperties") {
      return check_others(rule, schema, value, in_frames, at, wrong);
    }
    if (name == "items") return check_items(rule, value, in_frames, at, wrong);
    if (name == "anyOf" || name == "allOf") {
      return check_some(name == "allOf", rule, value, in_frames, at, wrong);
    }
    if (name == "const" && !(rule == value)) wrong.push_back(at + ": not the constant");
    if (name == "enum") check_enum(rule, value, at, wrong);
    if (name == "minimum" && value.is_number() && number(value) < number(rule)) {
      wrong.push_back(at + ": too small");
    }
    if (name == "maximum" && value.is_number() && number(value) > number(rule)) {
      wrong.push_back(at + ": too large");
    }
    if (name == "minLength" && value.is_string() &&
        value.as_string().size() < rule.to_number<std::size_t>()) {
      wrong.push_back(at + ": too short");
    }
    if (name == "pattern" && value.is_string() &&
        !std::regex_search(value.as_string().c_str(), std::regex(rule.as_string().c_str()))) {
      wrong.push_back(at + ": does not match");
    }
    static const std::vector<std::string_view> known = {
        "const", "enum", "minimum", "maximum", "minLength", "maxLength", "pattern"};
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      wrong.push_back(at + ": keyword " + std::string(name) + " is not understood");
    }
  }

  static double number(const Value& value) { return value.to_number<double>(); }

  void follow(const Value& rule, const Value& value, bool in_frames, const std::string& at,
              Wrong& wrong) const {
    std::string target(rule.as_string());
    if (target.starts_with("openapi.yaml#")) {
      in_frames = false;
      target = target.substr(12);
    }
    check((in_frames ? frames_ : openapi_).at_pointer(target.substr(1)), value, in_frames, at,
          wrong);
  }

  static bool is(std::string_view type, const Value& value) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_bool();
    if (type == "integer") return value.is_int64() || value.is_uint64();
    if (type == "number") return value.is_number();
    return type == "null" && value.is_null();
  }

  static void check_type(const Value& rule, const Value& value, const std::string& at,
                         Wrong& wrong) {
    bool good = false;
    if (rule.is_string()) {
      good = is(rule.as_string(), value);
    } else {
      for (const Value& type : rule.as_array())
        good = good || is(type.as_string(), value);
    }
    if (!good) wrong.push_back(at + ": wrong type");
  }

  static void check_required(const Value& rule, const Value& value, const std::string& at,
                             Wrong& wrong) {
    if (!value.is_object()) return;
    for (const Value& name : rule.as_array()) {
      if (!value.as_object().contains(name.as_string())) {
        wrong.push_back(at + ": " + std::string(name.as_string()) + " is missing");
      }
    }
  }

  void check_properties(const Value& rule, const Value& value, bool in_frames,
                        const std::string& at, Wrong& wrong) const {
    if (!value.is_object()) return;
    for (const auto& property : rule.as_object()) {
      const Value* member = value.as_object().if_contains(property.key());
      if (member == nullptr) continue;
      check(property.value(), *member, in_frames, at + "/" + std::string(property.key()), wrong);
    }
  }

  void check_others(const Value& rule, const boost::json::object& schema, const Value& value,
                    bool in_frames, const std::string& at, Wrong& wrong) const {
    if (!value.is_object() || !rule.is_object()) return;
    const Value* properties = schema.if_contains("properties");
    for (const auto& member : value.as_object()) {
      if (properties != nullptr && properties->as_object().contains(member.key())) continue;
      check(rule, member.value(), in_frames, at + "/" + std::string(member.key()), wrong);
    }
  }

  void check_items(const Value& rule, const Value& value, bool in_frames, const std::string& at,
                   Wrong& wrong) const {
    if (!value.is_array()) return;
    for (std::size_t index = 0; index < value.as_array().size(); ++index) {
      check(rule, value.as_array()[index], in_frames, at + "/" + std::to_string(index), wrong);
    }
  }

  void check_some(bool all, const Value& rule, const Value& value, bool in_frames,
                  const std::string& at, Wrong& wrong) const {
    Wrong of_all;
    for (const Value& schema : rule.as_array()) {
      Wrong here;
      check(schema, value, in_frames, at, here);
      if (!all && here.empty()) return;
      of_all.insert(of_all.end(), here.begin(), here.end());
    }
    wrong.insert(wrong.end(), of_all.begin(), of_all.end());
  }

  static void check_enum(const Value& rule, const Value& value, const std::string& at,
                         Wrong& wrong) {
    for (const Value& allowed : rule.as_array()) {
      if (allowed == value) return;
    }
    wrong.push_back(at + ": not one of those allowed");
  }

  const Value& openapi_;
  const Value& frames_;
};

}  // namespace walkie::testing
