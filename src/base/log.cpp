#include "base/log.h"

#include <unistd.h>

#include <charconv>
#include <mutex>

#include "base/line_writer.h"
#include "base/quoting.h"
#include "base/time_format.h"

namespace walkie {
namespace {

constexpr std::size_t kUsualLine = 256;  // bytes
// Some thousands of lines. More wait only when standard error is blocked.
constexpr std::size_t kWaitingBytes = 1 << 20;

// Whether the text format writes it without quotes.
bool bare(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7F || c == '"' || c == '=' || c == '\\') return false;
  }
  return true;
}

template <class Number, class... Format>
void append_number(std::string& out, Number number, Format... format) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, number, format...);
  out.append(digits, end.ptr);
}

void append_value(std::string& out, const Field& field, bool json) {
  if (const auto* text = std::get_if<std::string_view>(&field.value)) {
    if (!json && bare(*text)) {
      out += *text;
    } else {
      append_quoted_line(out, *text);
    }
  } else if (const auto* flag = std::get_if<bool>(&field.value)) {
    out += *flag ? "true" : "false";
  } else if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
    append_number(out, *number);
  } else if (const auto* positive = std::get_if<std::uint64_t>(&field.value)) {
    append_number(out, *positive);
  } else {
    append_number(out, std::get<double>(field.value), std::chars_format::general, 6);
  }
}

void append_line(std::string& out, Log::Format format, WallTime time, Level level,
                 std::string_view event, Fields fields) {
  const bool json = format == Log::Format::json;
  char stamp[time_length];
  format_time(time, stamp);
  out += json ? "{\"time\":\"" : "time=";
  out.append(stamp, time_length);
  out += json ? "\",\"level\":\"" : " level=";
  out += to_string(level);
  out += json ? "\",\"event\":" : " event=";
  append_value(out, Field("event", event), json);
  for (const Field& field : fields) {
    out += json ? ",\"" : " ";
    out += field.name;
    out += json ? "\":" : "=";
    append_value(out, field, json);
  }
  if (json) out += '}';
}

}  // namespace

std::string_view to_string(Level level) {
  switch (level) {
    case Level::debug:
      return "debug";
    case Level::info:
      return "info";
    case Level::warn:
      return "warn";
    case Level::error:
      return "error";
    case Level::off:
      return "off";
  }
  return "off";
}

std::optional<Level> level_from(std::string_view text) {
  for (const Level level : {Level::debug, Level::info, Level::warn, Level::error, Level::off}) {
    if (to_string(level) == text) return level;
  }
  return std::nullopt;
}

struct Log::Output {
  std::mutex mutex;
  Sink sink;
  LineWriter standard_error{STDERR_FILENO, kWaitingBytes};  // when there is no sink

  // False: dropped.
  bool line(std::string_view text) {
    if (!sink) return standard_error.write(text);
    sink(text);
    return true;
  }
};

Log::Log(const Clock& clock, Options options)
    : clock_(clock),
      format_(options.format),
      lines_per_second_(options.lines_per_second),
      level_(options.level),
      output_(std::make_unique<Output>()) {
  output_->sink = std::move(options.sink);
}

Log::~Log() = default;

bool Log::within_bound(Level level) {
  if (lines_per_second_ <= 0 || level >= Level::error) return true;
  const std::int64_t second = clock_.now().ms / 1000;
  if (second_.exchange(second, std::memory_order_relaxed) != second) {
    lines_.store(0, std::memory_order_relaxed);
  }
  if (lines_.fetch_add(1, std::memory_order_relaxed) < lines_per_second_) return true;
  suppressed_.fetch_add(1, std::memory_order_relaxed);
  return false;
}

void Log::write(Level level, std::string_view event, Fields fields) {
  if (!enabled(level) || !within_bound(level)) return;
  std::string line;
  line.reserve(kUsualLine);
  const WallTime time = clock_.wall();
  append_line(line, format_, time, level, event, fields);
  std::scoped_lock lock(output_->mutex);
  if (const std::uint64_t total = suppressed(); total != reported_) {
    std::string note;
    append_line(note, format_, time, Level::warn, "log lines suppressed",
                {{"count", total - reported_}});
    if (output_->line(note)) reported_ = total;
  }
  if (!output_->line(line)) suppressed_.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace walkie
