#include "wire/errors.h"

#include "wire/json_writer.h"

namespace walkie::wire {

const ErrorRow& error_row(Code code) {
  static constexpr ErrorRow bad_request{400, close::bad_request, "Bad Request", "bad_request"};
  static constexpr ErrorRow unauthorized{401, close::bad_credential, "Unauthorized",
                                         "unauthorized"};
  static constexpr ErrorRow forbidden{403, close::forbidden, "Forbidden", "forbidden"};
  static constexpr ErrorRow not_found{404, close::conversation_gone, "Not Found", "not_found"};
  static constexpr ErrorRow conflict{409, close::bad_request, "Conflict", "conflict"};
  static constexpr ErrorRow too_large{413, close::bad_request, "Content Too Large", "too_large"};
  static constexpr ErrorRow unsupported{415, close::bad_request, "Unsupported Media Type",
                                        "unsupported_media_type"};
  static constexpr ErrorRow too_many{429, close::rate_limited, "Too Many Requests", "too_fast"};
  static constexpr ErrorRow internal{500, close::server_error, "Internal Server Error", "internal"};
  static constexpr ErrorRow unavailable{503, close::server_error, "Service Unavailable",
                                        "unavailable"};
  static constexpr ErrorRow storage_full{507, close::server_error, "Insufficient Storage",
                                         "storage_full"};
  switch (code) {
    case Code::bad_request:
      return bad_request;
    case Code::unauthorized:
      return unauthorized;
    case Code::forbidden:
      return forbidden;
    case Code::not_found:
      return not_found;
    case Code::conflict:
      return conflict;
    case Code::too_large:
      return too_large;
    case Code::unsupported:
      return unsupported;
    case Code::too_many:
      return too_many;
    case Code::internal:
      return internal;
    case Code::unavailable:
      return unavailable;
    case Code::storage_full:
      return storage_full;
  }
  return internal;
}

std::string problem(const Error& error, std::string_view members) {
  const ErrorRow& row = error_row(error.code);
  std::string out;
  out.reserve(160 + error.detail.size() + members.size());
  JsonWriter json(out);
  json.open('{').member("type", "about:blank").member("title", row.title);
  json.member("status", row.status);
  json.member("code", error.reason.empty() ? row.reason : std::string_view(error.reason));
  json.member("detail", error.detail.empty() ? row.title : std::string_view(error.detail));
  if (!error.field.empty()) json.member("field", error.field);
  if (error.position >= 0) json.member("position", error.position);
  out += members;
  json.close('}');
  return out;
}

std::string problem(int status, std::string_view title, std::string_view code,
                    std::string_view detail) {
  std::string out;
  JsonWriter json(out);
  json.open('{').member("type", "about:blank").member("title", title).member("status", status);
  json.member("code", code).member("detail", detail).close('}');
  return out;
}

std::string one_of(std::string_view name, std::span<const std::string_view> words) {
  std::string out = "'" + std::string(name) + "' must be ";
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (at > 0) out += at + 1 < words.size() ? ", " : " or ";
    out += words[at];
  }
  return out + ".";
}

}  // namespace walkie::wire
