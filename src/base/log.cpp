#include "base/log.h"

#include <fmt/format.h>
#include <unistd.h>

#include <mutex>

#include "base/line_writer.h"
#include "base/time_format.h"
#include "base/utf8.h"

namespace walkie {
namespace {

using Buffer = fmt::memory_buffer;

// Some thousands of lines; more wait only when nobody reads them.
constexpr std::size_t kWaitingBytes = 1 << 20;

void append(Buffer& out, std::string_view text) {
  out.append(text.data(), text.data() + text.size());
}

bool bare(std::string_view text) {
  if (text.empty()) return false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte >= 0x7F || c == '"' || c == '=' || c == '\\') return false;
  }
  return true;
}

// In quotes, with JSON's escapes; both formats share them. Bytes that are not UTF-8 show as \ufffd
// so that a line is always valid text; C1 controls and U+2028/2029 can break lines elsewhere.
void append_quoted(Buffer& out, std::string_view text) {
  const bool valid = utf8_valid(text);
  append(out, "\"");
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == '"' || byte == '\\') {
      out.push_back('\\');
      out.push_back(text[i]);
    } else if (byte == '\n') {
      append(out, "\\n");
    } else if (byte == '\r') {
      append(out, "\\r");
    } else if (byte == '\t') {
      append(out, "\\t");
    } else if (byte < 0x20 || byte == 0x7F) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", byte);
    } else if (byte >= 0x80 && !valid) {
      append(out, "\\ufffd");
    } else if (byte == 0xC2 && static_cast<unsigned char>(text[i + 1]) < 0xA0) {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned char>(text[++i]));
    } else if (text.substr(i, 3) == "\xE2\x80\xA8" || text.substr(i, 3) == "\xE2\x80\xA9") {
      append(out, text[i + 2] == '\xA8' ? "\\u2028" : "\\u2029");
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  append(out, "\"");
}

void append_value(Buffer& out, const Field& field, bool json) {
  if (const auto* text = std::get_if<std::string_view>(&field.value)) {
    if (!json && bare(*text)) {
      append(out, *text);
    } else {
      append_quoted(out, *text);
    }
  } else if (const auto* flag = std::get_if<bool>(&field.value)) {
    append(out, *flag ? "true" : "false");
  } else if (const auto* number = std::get_if<std::int64_t>(&field.value)) {
    fmt::format_to(std::back_inserter(out), "{}", *number);
  } else if (const auto* positive = std::get_if<std::uint64_t>(&field.value)) {
    fmt::format_to(std::back_inserter(out), "{}", *positive);
  } else {
    fmt::format_to(std::back_inserter(out), "{:g}", std::get<double>(field.value));
  }
}

void append_line(Buffer& out, Log::Format format, WallTime time, Level level,
                 std::string_view event, Fields fields) {
  const bool json = format == Log::Format::json;
  char stamp[time_length];
  format_time(time, stamp);
  append(out, json ? "{\"time\":\"" : "time=");
  append(out, {stamp, time_length});
  append(out, json ? "\",\"level\":\"" : " level=");
  append(out, to_string(level));
  append(out, json ? "\",\"event\":" : " event=");
  append_value(out, Field("event", event), json);
  for (const Field& field : fields) {
    append(out, json ? ",\"" : " ");
    append(out, field.name);
    append(out, json ? "\":" : "=");
    append_value(out, field, json);
  }
  if (json) append(out, "}");
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
  bool line(const Buffer& text) {
    const std::string_view whole(text.data(), text.size());
    if (!sink) return standard_error.write(whole);
    sink(whole);
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
  Buffer line;
  const WallTime time = clock_.wall();
  append_line(line, format_, time, level, event, fields);
  std::scoped_lock lock(output_->mutex);
  if (const std::uint64_t total = suppressed(); total != reported_) {
    Buffer note;
    append_line(note, format_, time, Level::warn, "log lines suppressed",
                {{"count", total - reported_}});
    if (output_->line(note)) reported_ = total;
  }
  if (!output_->line(line)) suppressed_.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace walkie
