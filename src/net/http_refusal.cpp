#include "net/http_refusal.h"

#include <algorithm>

#include "net/tokens.h"

namespace walkie::net {

namespace {

constexpr std::size_t kShownBytes = 40;

std::string_view largest_line(std::string_view fields) {
  std::string_view largest;
  while (!fields.empty()) {
    const std::string_view line = fields.substr(0, fields.find("\r\n"));
    if (line.size() > largest.size()) largest = line;
    fields.remove_prefix(std::min(fields.size(), line.size() + 2));
  }
  return largest;
}

}  // namespace

Response refusal_response(const HttpRefusal& refusal) {
  return problem_response(refusal.status, refusal.code, refusal.detail, refusal.field);
}

std::string shown_name(std::string_view line) {
  std::size_t size = 0;
  while (size < line.size() && is_token_char(line[size]))
    ++size;
  std::string name(line.substr(0, std::min(size, kShownBytes)));
  if (size > kShownBytes) name += "...";
  return name;
}

HttpRefusal bad_line(std::string_view code, std::string what, std::string_view line) {
  std::string name = shown_name(line);
  what += name.empty() ? " in a header." : " in the header '" + name + "'.";
  return bad(code, std::move(what), std::move(name));
}

HttpRefusal headers_too_large(std::string_view fields, std::size_t most_bytes) {
  std::string name = shown_name(largest_line(fields));
  std::string detail = "The headers have more than " + std::to_string(most_bytes) + " bytes";
  if (!name.empty()) detail += "; the largest of them is '" + name + "'";
  return {431, "headers_too_large", detail + ".", std::move(name)};
}

}  // namespace walkie::net
