#include "net/request.h"

#include "net/request_builder.h"
#include "net/tokens.h"

namespace walkie::net {

std::string_view method_name(Method method) {
  switch (method) {
    case Method::get:
      return "GET";
    case Method::head:
      return "HEAD";
    case Method::post:
      return "POST";
    case Method::put:
      return "PUT";
    case Method::patch:
      return "PATCH";
    case Method::del:
      return "DELETE";
    case Method::options:
      return "OPTIONS";
    case Method::other:
      break;
  }
  return "";
}

namespace {

// The byte of the escape "%41" at `at`; -1 when there is no escape.
int escaped_byte(std::string_view text, std::size_t at) {
  if (at + 2 >= text.size()) return -1;
  const int high = hex_value(text[at + 1]);
  const int low = hex_value(text[at + 2]);
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      if (text[i] == '\0') return std::nullopt;
      decoded.push_back(text[i]);
      continue;
    }
    const int byte = escaped_byte(text, i);
    if (byte <= 0) return std::nullopt;
    decoded.push_back(static_cast<char>(byte));
    i += 2;
  }
  return decoded;
}

std::string query_decode(std::string_view text) {
  std::string decoded;
  decoded.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\0') continue;
    // %00 is not decoded: no value contains a NUL.
    const int byte = text[i] == '%' ? escaped_byte(text, i) : -1;
    decoded.push_back(byte > 0 ? static_cast<char>(byte) : text[i] == '+' ? ' ' : text[i]);
    if (byte > 0) i += 2;
  }
  return decoded;
}

std::optional<std::string> Request::query(std::string_view name) const {
  std::string_view rest = query_;
  while (!rest.empty()) {
    std::string_view pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    std::size_t equals = std::min(pair.find('='), pair.size());
    if (query_decode(pair.substr(0, equals)) != name) continue;
    return query_decode(pair.substr(std::min(pair.size(), equals + 1)));
  }
  return std::nullopt;
}

std::string_view Request::parameter(std::string_view name) const {
  for (const auto& [key, value] : parameters_) {
    if (key == name) return value;
  }
  return {};
}

std::pair<std::string_view, std::string_view> Request::header_at(std::size_t index) const {
  const Field& f = fields_[index];
  return {text(f.name, f.name_size), text(f.value, f.value_size)};
}

std::string_view Request::header(std::string_view name) const {
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    auto [key, value] = header_at(i);
    if (equal_ignoring_case(key, name)) return value;
  }
  return {};
}

bool Request::has_header(std::string_view name) const {
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    if (equal_ignoring_case(header_at(i).first, name)) return true;
  }
  return false;
}

bool Request::header_has_token(std::string_view name, std::string_view token) const {
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    auto [key, value] = header_at(i);
    if (!equal_ignoring_case(key, name)) continue;
    bool found = false;
    each_in_list(value, ',', [&](std::string_view item) {
      if (equal_ignoring_case(item, token)) found = true;
    });
    if (found) return true;
  }
  return false;
}

std::vector<std::string_view> Request::cookies(std::string_view name) const {
  std::vector<std::string_view> found;
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    auto [key, value] = header_at(i);
    if (!equal_ignoring_case(key, "cookie")) continue;
    each_in_list(value, ';', [&](std::string_view pair) {
      std::size_t equals = pair.find('=');
      if (equals == std::string_view::npos || trim(pair.substr(0, equals)) != name) return;
      std::string_view content = trim(pair.substr(equals + 1));
      if (content.size() >= 2 && content.front() == '"' && content.back() == '"') {
        content = content.substr(1, content.size() - 2);
      }
      found.push_back(content);
    });
  }
  return found;
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
  const auto found = cookies(name);
  return found.empty() ? std::nullopt : std::optional(found.front());
}

std::vector<std::string_view> Request::websocket_protocols() const {
  std::vector<std::string_view> protocols;
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    auto [key, value] = header_at(i);
    if (!equal_ignoring_case(key, "sec-websocket-protocol")) continue;
    each_in_list(value, ',', [&](std::string_view item) { protocols.push_back(item); });
  }
  return protocols;
}

namespace {

Method method_of(std::string_view text) {
  for (Method method : {Method::get, Method::head, Method::post, Method::put, Method::patch,
                        Method::del, Method::options}) {
    if (text == method_name(method)) return method;
  }
  return Method::other;
}

}  // namespace

RequestBuilder::RequestBuilder(std::string_view method, std::string_view whole_target) {
  std::size_t mark = std::min(whole_target.find('?'), whole_target.size());
  target(method, whole_target.substr(0, mark),
         whole_target.substr(std::min(whole_target.size(), mark + 1)));
}

RequestBuilder& RequestBuilder::target(std::string_view method, std::string_view path,
                                       std::string_view query) {
  request_.method_text_ = method;
  request_.method_ = method_of(method);
  request_.path_ = path;
  request_.query_ = query;
  return *this;
}

RequestBuilder& RequestBuilder::head(std::string text, std::vector<Request::Field> fields) {
  request_.head_ = std::move(text);
  request_.fields_ = std::move(fields);
  return *this;
}

RequestBuilder& RequestBuilder::header(std::string_view name, std::string_view value) {
  Request::Field field;
  field.name = static_cast<std::uint32_t>(request_.head_.size());
  field.name_size = static_cast<std::uint32_t>(name.size());
  field.value = field.name + field.name_size;
  field.value_size = static_cast<std::uint32_t>(value.size());
  request_.head_.append(name).append(value);
  request_.fields_.push_back(field);
  return *this;
}

RequestBuilder& RequestBuilder::version_minor(int minor) {
  request_.version_minor_ = static_cast<std::uint8_t>(minor);
  return *this;
}

RequestBuilder& RequestBuilder::host(std::string_view host) {
  request_.host_ = host;
  return *this;
}

RequestBuilder& RequestBuilder::body(std::string body) {
  request_.body_ = std::move(body);
  return *this;
}

RequestBuilder& RequestBuilder::peer_address(std::string address) {
  request_.peer_address_ = std::move(address);
  return *this;
}

RequestBuilder& RequestBuilder::secure(bool secure) {
  request_.secure_ = secure;
  return *this;
}

RequestBuilder& RequestBuilder::executor(Executor& executor) {
  request_.executor_ = &executor;
  return *this;
}

RequestBuilder& RequestBuilder::parameters(
    std::vector<std::pair<std::string, std::string>> parameters) {
  request_.parameters_ = std::move(parameters);
  return *this;
}

}  // namespace walkie::net
