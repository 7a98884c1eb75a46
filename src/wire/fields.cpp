#include "wire/fields.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace walkie::wire {
namespace {

namespace json = boost::json;

// Bodies have two levels; ignored members may have more.
constexpr std::size_t max_depth = 16;
constexpr std::size_t working_bytes = 2048;
// Together with its header below 1,032 bytes: glibc does not use its cache for larger blocks, and
// merges all small free blocks first.
constexpr std::size_t block_bytes = 512;
// The largest integer that JavaScript reads exactly.
constexpr std::int64_t max_integer = 9007199254740991;

// `before_text`: bytes that were sent before `text`. They count for the byte, but not for the
// column that an editor shows.
Error bad_json(std::string_view text, std::size_t before_text, std::size_t position,
               std::string_view what, std::string_view why) {
  position = std::min(position, text.size());
  const std::string_view before = text.substr(0, position);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0
  Error error;
  error.code = Code::bad_request;
  error.reason = "bad_json";
  error.detail = "The " + std::string(what) + " is not JSON: " + std::string(why) + " at byte " +
                 std::to_string(before_text + position) + ", line " + std::to_string(line) +
                 ", column " + std::to_string(position - line_start + 1) + ".";
  error.position = static_cast<int>(before_text + position);
  return error;
}

std::string_view why(json::error_code code) {
  if (code == json::error::incomplete) return "it ends too early";
  if (code == json::error::extra_data) return "more follows the value";
  if (code == json::error::too_deep) return "it is nested too deeply";
  return "syntax error";
}

// JSON Schema's integer: any number without a fraction, so 1.0 and 1e2 too.
bool is_integer(const json::value& value) {
  if (value.is_int64() || value.is_uint64()) return true;
  return value.is_double() && std::isfinite(value.get_double()) &&
         std::trunc(value.get_double()) == value.get_double();
}

// Of an integer: its value if JavaScript reads it exactly.
std::optional<std::int64_t> exact(const json::value& value) {
  if (value.is_int64()) {
    const std::int64_t number = value.get_int64();
    if (number < -max_integer || number > max_integer) return std::nullopt;
    return number;
  }
  if (!value.is_double() || std::abs(value.get_double()) > static_cast<double>(max_integer)) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(value.get_double());
}

}  // namespace

Result<json::object> parse_object(std::string_view text, std::string_view what) {
  // RFC 8259 8.1 allows to skip a byte order mark; some editors write one.
  const std::size_t mark = text.starts_with("\xef\xbb\xbf") ? 3 : 0;
  text.remove_prefix(mark);
  json::parse_options options;
  options.max_depth = max_depth;
  // Bodies are small and their values are destroyed together: one block holds them. The buffers of
  // the parser are on the stack.
  unsigned char working[working_bytes];
  json::stream_parser parser({}, options, working, sizeof working);
  parser.reset(json::make_shared_resource<json::monotonic_resource>(block_bytes));
  json::error_code failed;
  // write_some stops at the end of the value or at the error; this is the position to report.
  std::size_t at = parser.write_some(text.data(), text.size(), failed);
  const std::size_t more = text.find_first_not_of(" \t\r\n", at);
  if (!failed && more != std::string_view::npos) {
    at = more;
    failed = json::error::extra_data;
  }
  if (!failed) parser.finish(failed);
  if (failed) return bad_json(text, mark, at, what, why(failed));
  json::value value = parser.release();
  if (!value.is_object()) {
    Error error;
    error.code = Code::bad_request;
    error.reason = "wrong_type";
    error.detail = "The " + std::string(what) + " must be a JSON object.";
    return error;
  }
  return std::move(value.get_object());
}

void Fields::fail(std::string_view reason, std::string_view name, std::string detail) {
  if (error_) return;
  error_ = Error{.code = Code::bad_request,
                 .reason = std::string(reason),
                 .detail = std::move(detail),
                 .field = std::string(name)};
}

const json::value* Fields::find(std::string_view name) const {
  if (const json::value* found = outer_.if_contains(name)) return found;
  return inner_ == nullptr ? nullptr : inner_->if_contains(name);
}

bool Fields::has(std::string_view name) const {
  const json::value* found = find(name);
  return found != nullptr && !found->is_null();
}

bool Fields::is_null(std::string_view name) const {
  const json::value* found = find(name);
  return found != nullptr && found->is_null();
}

bool Fields::stands(std::string_view name) const { return find(name) != nullptr; }

// An optional member that is null counts as absent.
const json::value* Fields::look(std::string_view name, Need need) {
  const json::value* found = find(name);
  if (found != nullptr && !(found->is_null() && need == Need::optional)) return found;
  if (need == Need::required) {
    fail("missing_field", name, "'" + std::string(name) + "' is missing.");
  }
  return nullptr;
}

std::string Fields::text(std::string_view name, Need need) {
  const json::value* found = look(name, need);
  if (found == nullptr) return {};
  if (!found->is_string()) {
    fail("wrong_type", name, "'" + std::string(name) + "' must be a string.");
    return {};
  }
  const json::string& text = found->get_string();
  return std::string(text.data(), text.size());
}

std::optional<bool> Fields::boolean(std::string_view name) {
  const json::value* found = look(name, Need::optional);
  if (found == nullptr) return std::nullopt;
  if (!found->is_bool()) {
    fail("wrong_type", name, "'" + std::string(name) + "' must be true or false.");
    return std::nullopt;
  }
  return found->get_bool();
}

std::optional<std::int64_t> Fields::integer(std::string_view name, Need need,
                                            std::int64_t at_least) {
  const json::value* found = look(name, need);
  if (found == nullptr) return std::nullopt;
  if (!is_integer(*found)) {
    fail("wrong_type", name, "'" + std::string(name) + "' must be an integer.");
    return std::nullopt;
  }
  const std::optional<std::int64_t> value = exact(*found);
  if (!value || *value < at_least) {
    fail("bad_value", name,
         "'" + std::string(name) + "' must be an integer from " + std::to_string(at_least) +
             " to " + std::to_string(max_integer) + ".");
    return std::nullopt;
  }
  return value;
}

}  // namespace walkie::wire
