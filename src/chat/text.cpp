#include "chat/text.h"

#include <algorithm>

#include "base/invisible.h"
#include "base/utf8.h"
#include "chat/common_passwords.h"
#include "chat/email.h"

namespace walkie {
namespace {

std::string trimmed(std::string_view text) {
  auto space = [](char c) { return static_cast<unsigned char>(c) <= 0x20; };
  while (!text.empty() && space(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && space(text.back()))
    text.remove_suffix(1);
  return std::string(text);
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

// Parts with a dot between two of them, none of them empty; each passes `good`.
template <class Good>
int count_parts(std::string_view text, const Good& good) {
  int parts = 0;
  for (;;) {
    const std::size_t dot = text.find('.');
    const std::string_view part = text.substr(0, dot);
    if (part.empty() || !good(part)) return 0;
    ++parts;
    if (dot == std::string_view::npos) return parts;
    text.remove_prefix(dot + 1);
  }
}

// RFC 5321's dot-string; bytes of other scripts are fine (RFC 6531).
bool good_mailbox(std::string_view text) {
  return text.size() <= 64 &&
         count_parts(text, [](std::string_view part) {
           return part.find_first_of("\"(),:;<>@[\\]") == std::string_view::npos;
         }) > 0;
}

// A host name with a dot in it, whose last part is no number.
bool good_mail_host(std::string_view text) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const int parts = count_parts(text, [&](std::string_view part) {
    return part.size() <= 63 && part.front() != '-' && part.back() != '-' &&
           std::all_of(part.begin(), part.end(), [&](char c) {
             return digit(c) || c == '-' || (c >= 'a' && c <= 'z') ||
                    static_cast<unsigned char>(c) >= 0x80;
           });
  });
  if (parts < 2) return false;
  const std::string_view last = text.substr(text.rfind('.') + 1);
  return !std::all_of(last.begin(), last.end(), digit);
}

Error bad(std::string reason, std::string detail, std::string field) {
  return {.code = Code::bad_request,
          .reason = std::move(reason),
          .detail = std::move(detail),
          .field = std::move(field)};
}

std::string at_most(std::int64_t bytes) {
  return "at most " + std::to_string(bytes) + " bytes of UTF-8";
}

}  // namespace

Result<void> check_content(std::string_view content, const Limits& limits) {
  if (static_cast<std::int64_t>(content.size()) > limits.content_bytes) {
    return Error{
        .code = Code::too_large,
        .reason = "content_too_long",
        .detail = "The content of a message may have " + at_most(limits.content_bytes) + ".",
        .field = "content"};
  }
  if (utf8_blank(content)) {
    return bad("empty_content", "The content must have at least one visible character.", "content");
  }
  return {};
}

Result<void> check_client_id(std::string_view client_id, const Limits& limits) {
  const bool fits =
      !client_id.empty() && static_cast<std::int64_t>(client_id.size()) <= limits.client_id_bytes;
  const bool plain =
      std::all_of(client_id.begin(), client_id.end(), [](char c) { return c > 0x20 && c < 0x7F; });
  if (fits && plain) return {};
  return bad("bad_client_id",
             "'client_id' must have 1 to " + std::to_string(limits.client_id_bytes) +
                 " visible ASCII characters. Use a UUIDv7 or a ULID.",
             "client_id");
}

Result<std::string> checked_name(std::string_view name, bool required, const Limits& limits) {
  if (static_cast<std::int64_t>(name.size()) > limits.name_bytes) {
    return bad("name_too_long", "A name may have " + at_most(limits.name_bytes) + ".", "name");
  }
  if (has_control(name)) {
    return bad("bad_name", "A name may not contain control characters.", "name");
  }
  if (utf8_blank(name)) {
    if (required)
      return bad("name_required", "The name must have at least one visible character.", "name");
    return std::string();
  }
  return trimmed(without_hidden(name));
}

// For new accounts. Stricter than Email::from, which also takes ada@shop: an old account with such
// an address can still sign in.
Result<std::string> checked_email(std::string_view email, bool required, const Limits& limits) {
  if (!required && email.find_first_not_of(' ') == std::string_view::npos) return std::string();
  const Result<Email> address = Email::from(email, limits);
  if (!address) return address.error();
  const std::string_view text = address->text();
  const std::size_t at = text.rfind('@');
  if (good_mailbox(text.substr(0, at)) && good_mail_host(text.substr(at + 1))) {
    return address->text();
  }
  return bad("bad_email",
             "The e-mail address must look like ana@example.org: one name, and a host with a dot.",
             "email");
}

Result<void> check_password(std::string_view password, const Limits& limits) {
  const auto size = static_cast<std::int64_t>(password.size());
  const bool fits = size >= limits.password_bytes_min && size <= limits.password_bytes_max;
  if (fits && common_password(password)) {
    return bad("common_password", "This password is too common. Choose another one.", "password");
  }
  if (fits) return {};
  return bad("bad_password",
             "A password must have at least " + std::to_string(limits.password_bytes_min) +
                 " and " + at_most(limits.password_bytes_max) + ".",
             "password");
}

std::string preview(std::string_view text, std::size_t bytes) {
  if (text.size() > bytes) {
    std::size_t end = bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
      --end;
    text = text.substr(0, end);
  }
  // Lines stay separate in the preview: " · " replaces a line break.
  std::string line;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\n' && text[at] != '\r') {
      line += static_cast<unsigned char>(text[at]) < 0x20 ? ' ' : text[at];
      continue;
    }
    while (!line.empty() && line.back() == ' ')
      line.pop_back();
    const std::size_t next = text.find_first_not_of(" \t\r\n", at);
    if (next == std::string_view::npos) break;
    if (!line.empty()) line += " · ";
    at = next - 1;
  }
  if (line.size() > bytes) {
    std::size_t end = bytes;
    while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80)
      --end;
    line.resize(end);
  }
  return line;
}

}  // namespace walkie
