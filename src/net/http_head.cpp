#include "net/http_head.h"

#include <array>
#include <limits>
#include <utility>

#include "net/http_target.h"
#include "net/tokens.h"

namespace walkie::net {

namespace {

// Codings that are well-formed, others first and chunked once and at the end: framed for sure, in
// words that are not ours. Anything else (", chunked") might be framed in two ways.
bool codings_end_chunked(std::string_view list) {
  std::string_view last;
  std::size_t codings = 0, chunked = 0;
  bool tokens = true;
  each_in_list(list, ',', [&](std::string_view coding) {
    tokens &= is_token(coding);
    if (equal_ignoring_case(coding, "chunked")) ++chunked;
    ++codings;
    last = coding;
  });
  return tokens && codings > 1 && chunked == 1 && equal_ignoring_case(last, "chunked");
}

bool known_method(std::string_view method) {
  constexpr std::array<std::string_view, 9> kKnown{"GET",    "HEAD",    "POST",  "PUT",    "PATCH",
                                                   "DELETE", "OPTIONS", "TRACE", "CONNECT"};
  return std::find(kKnown.begin(), kKnown.end(), method) != kKnown.end();
}

HttpRefusal parse_version(std::string_view version, HttpHead& head) {
  if (version.size() != 8 || version.substr(0, 5) != "HTTP/" || !is_digit(version[5]) ||
      version[6] != '.' || !is_digit(version[7])) {
    return bad("bad_version", "The version must be HTTP/1.1 or HTTP/1.0.");
  }
  if (version[5] != '1') return {505, "version_not_supported", "Only HTTP/1.x is spoken here."};
  head.version_minor = version[7] == '0' ? 0 : 1;
  return {};
}

HttpRefusal parse_request_line(std::string_view line, const HttpLimits& limits, HttpHead& head) {
  std::size_t first = line.find(' ');
  std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || first == last || line.find(' ', first + 1) != last ||
      last == first + 1) {
    return bad("bad_request_line", "The request line must be: method, target, version.");
  }
  head.method = line.substr(0, first);
  if (!is_token(head.method)) return bad("bad_method", "The method is not a token.");
  if (auto refusal = parse_version(line.substr(last + 1), head)) return refusal;
  if (!known_method(head.method)) return {501, "method_unknown", "This method is not known here."};
  return parse_target(line.substr(first + 1, last - first - 1), limits, head);
}

bool value_ok(std::string_view value) {
  return std::all_of(value.begin(), value.end(), [](char c) {
    auto byte = static_cast<unsigned char>(c);
    return byte >= 0x20 ? byte != 0x7f : c == '\t';
  });
}

// 1*DIGIT, without a leading zero: "010" is eight to some and ten to others.
bool parse_length(std::string_view value, std::uint64_t& length) {
  if (value.empty() || value.size() > 18 || (value.size() > 1 && value.front() == '0'))
    return false;
  length = 0;
  for (char c : value) {
    if (!is_digit(c)) return false;
    length = length * 10 + static_cast<std::uint64_t>(c - '0');
  }
  return true;
}

constexpr const char* kTransferEncoding = "Transfer-Encoding";

HttpRefusal bad_coding(std::string detail) {
  return bad("bad_transfer_encoding", std::move(detail), kTransferEncoding);
}

// Reads the fields that decide how the message is framed. `seen_*` refuse a second one.
struct FramingFields {
  bool host = false;
  bool transfer_encoding = false;
  bool connection_close = false;
  bool connection_keep_alive = false;
  std::string_view host_value;

  HttpRefusal take(std::string_view name, std::string_view value, HttpHead& head) {
    if (equal_ignoring_case(name, "host")) {
      if (host) return bad("duplicate_host", "More than one Host header.", "Host");
      host = true;
      host_value = value;
    } else if (equal_ignoring_case(name, "content-length")) {
      if (head.has_length) {
        return bad("duplicate_content_length", "More than one Content-Length.", "Content-Length");
      }
      head.has_length = true;
      if (!parse_length(value, head.length)) {
        return bad("bad_content_length", "Content-Length must be a decimal number.",
                   "Content-Length");
      }
    } else if (equal_ignoring_case(name, "transfer-encoding")) {
      if (transfer_encoding) return bad_coding("More than one Transfer-Encoding.");
      transfer_encoding = true;
      if (equal_ignoring_case(value, "chunked")) {
        head.chunked = true;
      } else if (is_token(value) || codings_end_chunked(value)) {
        return {501, "transfer_coding_unknown", "Only the chunked transfer coding is known here.",
                kTransferEncoding};
      } else {
        return bad_coding("Only the chunked transfer coding is known here.");
      }
    } else if (equal_ignoring_case(name, "connection")) {
      each_in_list(value, ',', [this](std::string_view item) {
        connection_close |= equal_ignoring_case(item, "close");
        connection_keep_alive |= equal_ignoring_case(item, "keep-alive");
      });
    } else if (equal_ignoring_case(name, "expect")) {
      if (!equal_ignoring_case(value, "100-continue")) {
        return {417, "expectation_failed", "Only 100-continue can be expected.", "Expect"};
      }
      head.expects_continue = true;
    } else if (equal_ignoring_case(name, "content_length") ||
               equal_ignoring_case(name, "transfer_encoding")) {
      // Some gateways read an underscore as a hyphen: they would frame this request differently.
      std::string shown = shown_name(name);
      return bad("bad_header", "The header '" + shown + "' must be spelled with a hyphen.", shown);
    }
    return {};
  }
};

// Fields that decide who asks, from where and in which form. RFC 9110 5.3 allows one line of each;
// of two, a proxy in front may look at the one and we at the other.
HttpRefusal refuse_doubled(std::string_view text, const std::vector<Request::Field>& fields) {
  constexpr std::array<std::string_view, 6> kSingle{"authorization", "content-encoding",
                                                    "content-type",  "last-event-id",
                                                    "origin",        "sec-websocket-key"};
  std::array<bool, kSingle.size()> seen{};
  for (const Request::Field& field : fields) {
    const std::string_view name = text.substr(field.name, field.name_size);
    for (std::size_t at = 0; at < kSingle.size(); ++at) {
      if (!equal_ignoring_case(name, kSingle[at])) continue;
      if (std::exchange(seen[at], true)) {
        std::string shown = shown_name(name);
        return bad("duplicate_header",
                   "The header '" + shown + "' stands twice; it may stand once.", shown);
      }
    }
  }
  return {};
}

HttpRefusal finish(const FramingFields& framing, HttpHead& head) {
  if (framing.transfer_encoding && head.has_length) {
    return bad("ambiguous_length", "Content-Length and Transfer-Encoding exclude each other.");
  }
  if (framing.transfer_encoding && head.version_minor == 0) {
    return bad_coding("HTTP/1.0 has no Transfer-Encoding.");
  }
  if (framing.host) {
    if (!host_ok(framing.host_value)) {
      return bad("bad_host", "The Host header is not valid.", "Host");
    }
    if (head.host.empty()) head.host = framing.host_value;
  } else if (head.version_minor != 0) {
    return bad("host_missing", "HTTP/1.1 needs a Host header.", "Host");
  }
  if (head.version_minor == 0) {
    head.keep_alive = framing.connection_keep_alive && !framing.connection_close;
    head.expects_continue = false;
  } else {
    head.keep_alive = !framing.connection_close;
  }
  return {};
}

HttpRefusal too_many_headers(std::string_view next, const HttpLimits& limits) {
  std::string name = shown_name(next);
  return {431, "too_many_headers",
          "There are more than " + std::to_string(limits.head_fields) + " header fields; '" + name +
              "' is one too many.",
          name};
}

// For a line that begins with `first`, behind the header `before`.
HttpRefusal no_name(char first, std::string_view before) {
  std::string name = shown_name(before);
  const bool folded = first == ' ' || first == '\t';
  std::string detail = folded ? "A header may not go on in another line (no folding)"
                              : "A header line must begin with its name";
  if (!name.empty()) detail += "; look behind the header '" + name + "'";
  return bad("bad_header", detail + ".", folded ? name : std::string());
}

// The line before the one that begins at `start`; empty when that is the first header.
std::string_view line_before(std::string_view data, std::size_t start) {
  const std::string_view before = data.substr(0, start - 2);
  const std::size_t end = before.rfind("\r\n");
  return end == std::string_view::npos ? std::string_view() : before.substr(end + 2);
}

}  // namespace

std::size_t HeadScanner::most_bytes(const HttpLimits& limits) const {
  constexpr std::size_t kMethodAndVersion = 64;
  if (in_first_line()) return limits.target_bytes + kMethodAndVersion;
  return fields_start_ + limits.head_bytes;
}

HttpRefusal HeadScanner::bad_byte(std::string_view data, std::string_view code,
                                  std::string what) const {
  if (in_first_line()) return bad(code, std::move(what) + " in the request line.");
  return bad_line(code, std::move(what), data.substr(line_start_));
}

HttpRefusal HeadScanner::too_long(std::string_view data, const HttpLimits& limits) const {
  if (!in_first_line()) return headers_too_large(data.substr(fields_start_), limits.head_bytes);
  if (data.substr(0, seen_).find(' ') == std::string_view::npos) {
    return bad("bad_request_line", "The request line must be: method, target, version.");
  }
  return target_too_long(limits);
}

bool HeadScanner::scan(std::string_view data, const HttpLimits& limits, HttpRefusal& refusal) {
  for (; seen_ < data.size(); ++seen_) {
    char c = data[seen_];
    bool line_begins = seen_ == line_start_;
    if (c == '\r') {
      if (seen_ + 1 == data.size()) break;  // looked at again with what follows it
      if (data[seen_ + 1] != '\n') {
        refusal = bad_byte(data, "bare_cr", "A CR without LF");
        return false;
      }
      ++seen_;
      if (line_begins) return ++seen_, true;
      line_start_ = seen_ + 1;
      if (fields_start_ == 0) fields_start_ = line_start_;
    } else if (c == '\n') {
      refusal = bad_byte(data, "bare_lf", "An LF without CR");
    } else if (static_cast<unsigned char>(c) < 0x20 && (c != '\t' || in_first_line())) {
      refusal = bad_byte(data, "control_character", "A control character");
    } else if (line_begins && !is_token_char(c)) {
      refusal = no_name(c, line_before(data, line_start_));
    }
    if (refusal) return false;
    const std::size_t most = most_bytes(limits);
    if (seen_ >= most) break;
    // Behind its first character a line is ordinary up to the next control character.
    if (seen_ + 1 != line_start_) seen_ = find_control(data.substr(0, most), seen_ + 1) - 1;
  }
  if (data.size() > most_bytes(limits)) refusal = too_long(data, limits);
  return false;
}

HttpRefusal parse_http_head(std::string_view text, const HttpLimits& limits, HttpHead& head) {
  std::size_t line_end = text.find("\r\n");
  if (text.size() - line_end - 2 > limits.head_bytes) {
    return headers_too_large(text.substr(line_end + 2), limits.head_bytes);
  }
  if (auto refusal = parse_request_line(text.substr(0, line_end), limits, head)) return refusal;
  FramingFields framing;
  std::size_t at = line_end + 2;
  while (text.substr(at, 2) != "\r\n") {
    line_end = text.find("\r\n", at);
    std::string_view line = text.substr(at, line_end - at);
    std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) return bad_line("bad_header", "No colon", line);
    std::string_view name = line.substr(0, colon);
    std::string_view value = trim(line.substr(colon + 1));
    if (!is_token(name)) return bad_line("bad_header", "A character that no name has", line);
    if (!value_ok(value)) return bad_line("bad_header", "A control character", line);
    if (head.fields.size() == limits.head_fields) return too_many_headers(name, limits);
    auto offset_of = [&text](std::string_view part) {
      return static_cast<std::uint32_t>(part.data() - text.data());
    };
    head.fields.push_back({offset_of(name), static_cast<std::uint32_t>(name.size()),
                           offset_of(value), static_cast<std::uint32_t>(value.size())});
    if (auto refusal = framing.take(name, value, head)) return refusal;
    at = line_end + 2;
  }
  if (auto refusal = refuse_doubled(text, head.fields)) return refusal;
  return finish(framing, head);
}

}  // namespace walkie::net
