// Log: one line for each event, with named fields, so that one message can be followed through the
// process: grep 'message_id=17'.
//
//   log.info("message saved", {{"connection_id", 4}, {"message_id", id.value}});
//
// Never log texts of users, tokens, passwords or their hashes. Line breaks and control characters
// in values are escaped, so a value cannot forge a line. A level below the threshold costs one
// comparison. At most `lines_per_second` lines are written. Callers never wait: when standard error
// is blocked, lines are dropped.
// The next line that is written has the number of dropped lines.
//
// Any thread. node/ owns the only Log and passes it by reference.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "base/clock.h"

namespace walkie {

enum class Level : std::uint8_t { debug, info, warn, error, off };
std::string_view to_string(Level level);
std::optional<Level> level_from(std::string_view text);

// One named value. It refers to text without a copy: use it in the same expression.
struct Field {
  std::string_view name;
  std::variant<std::int64_t, std::uint64_t, double, bool, std::string_view> value;

  template <class T>
  Field(std::string_view field, const T& v) : name(field) {
    if constexpr (std::is_same_v<T, bool>) {
      value = v;
    } else if constexpr (std::is_floating_point_v<T>) {
      value = static_cast<double>(v);
    } else if constexpr (std::is_integral_v<T> && std::is_signed_v<T>) {
      value = static_cast<std::int64_t>(v);
    } else if constexpr (std::is_integral_v<T>) {
      value = static_cast<std::uint64_t>(v);
    } else {
      value = std::string_view(v);
    }
  }
};
using Fields = std::initializer_list<Field>;

class Log {
 public:
  enum class Format : std::uint8_t { text, json };
  // Gets whole lines without a line break. Calls do not overlap.
  using Sink = std::function<void(std::string_view line)>;

  struct Options {
    Level level = Level::info;
    Format format = Format::text;
    int lines_per_second = 2000;  // 0: no bound; errors are always written
    Sink sink;                    // empty: standard error
  };

  Log(const Clock& clock, Options options);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  bool enabled(Level level) const { return level >= level_; }

  void debug(std::string_view event, Fields fields = {}) { write(Level::debug, event, fields); }
  void info(std::string_view event, Fields fields = {}) { write(Level::info, event, fields); }
  void warn(std::string_view event, Fields fields = {}) { write(Level::warn, event, fields); }
  void error(std::string_view event, Fields fields = {}) { write(Level::error, event, fields); }

  // Lines that were dropped since the start: over the limit, or standard error was blocked.
  std::uint64_t suppressed() const { return suppressed_.load(std::memory_order_relaxed); }

 private:
  struct Output;
  void write(Level level, std::string_view event, Fields fields);
  bool within_bound(Level level);

  const Clock& clock_;
  const Format format_;
  const std::int64_t lines_per_second_;
  const Level level_;
  std::atomic<std::int64_t> second_{INT64_MIN};
  std::atomic<std::int64_t> lines_{0};
  std::atomic<std::uint64_t> suppressed_{0};
  std::uint64_t reported_ = 0;  // under the output's lock
  std::unique_ptr<Output> output_;
};

}  // namespace walkie
