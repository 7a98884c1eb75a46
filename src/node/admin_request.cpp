#include "node/admin_request.h"

namespace walkie {
namespace {

constexpr std::string_view ok_mark = "ok\n";
constexpr std::string_view error_mark = "error\n";

}  // namespace

Error bad_admin_field(std::string field, std::string detail) {
  return {.code = Code::bad_request,
          .reason = "bad_admin_request",
          .detail = std::move(detail),
          .field = std::move(field)};
}

std::string AdminRequest::field(const std::string& name) const {
  const auto found = fields.find(name);
  return found == fields.end() ? std::string() : found->second;
}

Result<std::string> encode_admin_request(const AdminRequest& request) {
  std::string text = request.verb + "\n";
  for (const auto& [name, value] : request.fields) {
    if (value.find('\n') != std::string::npos) {
      return bad_admin_field(name, "--" + name + ": must be one line");
    }
    text += name;
    text += '=';
    text += value;
    text += '\n';
  }
  return text;
}

Result<AdminRequest> decode_admin_request(std::string_view text) {
  AdminRequest request;
  bool first = true;
  while (!text.empty()) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return bad_admin_field("", "the request is incomplete");
    const auto line = text.substr(0, end);
    text.remove_prefix(end + 1);
    if (first) {
      request.verb = line;
      first = false;
      continue;
    }
    const auto equals = line.find('=');
    if (equals == std::string_view::npos) return bad_admin_field("", "a line without '='");
    request.fields.emplace(line.substr(0, equals), line.substr(equals + 1));
  }
  if (request.verb.empty()) return bad_admin_field("", "the request is empty");
  return request;
}

std::string encode_admin_answer(const Result<std::string>& answer) {
  if (answer) return std::string(ok_mark) + answer.value();
  const auto& error = answer.error();
  return std::string(error_mark) + (error.detail.empty() ? error.reason : error.detail);
}

Result<std::string> decode_admin_answer(std::string_view text) {
  if (text.starts_with(ok_mark)) return std::string(text.substr(ok_mark.size()));
  if (text.starts_with(error_mark)) {
    return Error{.code = Code::bad_request,
                 .reason = "admin_command_failed",
                 .detail = std::string(text.substr(error_mark.size()))};
  }
  return Error{.code = Code::unavailable,
               .reason = "no_answer",
               .detail = "the server closed the connection before it answered"};
}

}  // namespace walkie
