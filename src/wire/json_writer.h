// JsonWriter: appends JSON with commas to a string. Encoders use it by hand: an event is encoded
// once and sent to thousands of readers, and the golden files fix the order of keys.
//
// Text must be UTF-8; bodies and frames are checked when they are read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/quoting.h"

namespace walkie::wire {

void append_integer(std::string& out, std::int64_t value);
void append_time(std::string& out, WallTime time);  // "2026-11-22T19:05:00.123Z", quoted

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& open(char bracket) {
    separate();
    out_ += bracket;
    first_ = true;
    return *this;
  }
  JsonWriter& close(char bracket) {
    out_ += bracket;
    first_ = false;
    return *this;
  }
  // `name` is not escaped: use literals without special characters.
  JsonWriter& key(std::string_view name);
  JsonWriter& text(std::string_view value) {
    separate();
    append_quoted(out_, value);
    return *this;
  }
  JsonWriter& integer(std::int64_t value) {
    separate();
    append_integer(out_, value);
    return *this;
  }
  JsonWriter& boolean(bool value) { return raw(value ? "true" : "false"); }
  JsonWriter& null() { return raw("null"); }
  JsonWriter& time(WallTime value) {
    separate();
    append_time(out_, value);
    return *this;
  }
  // Appends a value that is JSON already.
  JsonWriter& raw(std::string_view json) {
    separate();
    out_ += json;
    return *this;
  }

  JsonWriter& member(std::string_view name, std::string_view value) {
    return key(name).text(value);
  }
  JsonWriter& member(std::string_view name, const char* value) { return key(name).text(value); }
  JsonWriter& member(std::string_view name, std::int64_t value) { return key(name).integer(value); }
  JsonWriter& member(std::string_view name, int value) { return key(name).integer(value); }
  JsonWriter& member(std::string_view name, bool value) { return key(name).boolean(value); }
  JsonWriter& member(std::string_view name, WallTime value) { return key(name).time(value); }
  // An empty text is written as null.
  JsonWriter& text_or_null(std::string_view name, std::string_view value) {
    return value.empty() ? key(name).null() : key(name).text(value);
  }
  JsonWriter& integer_or_null(std::string_view name, std::int64_t value) {
    return value == 0 ? key(name).null() : key(name).integer(value);
  }

 private:
  static constexpr std::size_t kLongestKey = 60;

  void separate() {
    if (!first_) out_ += ',';
    first_ = false;
  }

  std::string& out_;
  bool first_ = true;
};

}  // namespace walkie::wire
