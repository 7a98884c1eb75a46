// Request: one parsed HTTP request. Owns its bytes; cheap to move, copyable. Each string_view that
// it returns is valid as long as the Request is, and until it is moved.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/executor.h"

namespace walkie::net {

enum class Method : std::uint8_t { get, head, post, put, patch, del, options, other };

std::string_view method_name(Method method);

// Decodes a path: "%41+b" → "A+b". nullopt: a bad escape, or a NUL byte.
std::optional<std::string> percent_decode(std::string_view text);
// Decodes a query as the form parser of the URL Standard does: "+" is a space, and a "%" without
// two hex digits stays a "%".
std::string query_decode(std::string_view text);

class Request {
 public:
  struct Field {  // offsets into the head: they stay valid when the Request is moved
    std::uint32_t name = 0, name_size = 0, value = 0, value_size = 0;
  };

  Method method() const { return method_; }
  std::string_view method_text() const { return method_text_; }  // as sent, "PATCH"
  std::string_view path() const { return path_; }                // as sent, without the query
  std::string_view query() const { return query_; }              // without "?"; may be empty
  int version_minor() const { return version_minor_; }           // HTTP/1.x

  // The first query parameter of that name, decoded; "a=" and "a" give "".
  std::optional<std::string> query(std::string_view name) const;

  // The segment at {name} of the route's pattern, percent-decoded; "" when the pattern has none.
  std::string_view parameter(std::string_view name) const;

  // The first header of that name, in any case, trimmed; "" when absent.
  std::string_view header(std::string_view name) const;
  bool has_header(std::string_view name) const;
  std::size_t header_count() const { return fields_.size(); }
  std::pair<std::string_view, std::string_view> header_at(std::size_t index) const;
  // Whether the comma list of that header, over all its lines, has the token, in any case.
  bool header_has_token(std::string_view name, std::string_view token) const;

  // The values of all cookies of that name, in the order sent. A browser sends several when one was
  // set for a path or a parent domain too. The first one is not always the valid one.
  std::vector<std::string_view> cookies(std::string_view name) const;
  std::optional<std::string_view> cookie(std::string_view name) const;  // the first, or nullopt

  // The host of the request ("example.org:8080"), from the target or the Host header.
  std::string_view host() const { return host_; }

  const std::string& body() const { return body_; }
  const std::string& peer_address() const {
    return peer_address_;
  }                                        // the client's, behind trusted proxies
  bool secure() const { return secure_; }  // the client uses TLS, to us or to a trusted proxy
  Executor& executor() const { return *executor_; }

  // Sec-WebSocket-Protocol, in the client's order of preference.
  std::vector<std::string_view> websocket_protocols() const;

 private:
  friend class RequestBuilder;  // net's parser and tests: request_builder.h

  std::string_view text(std::uint32_t offset, std::uint32_t size) const {
    return std::string_view(head_).substr(offset, size);
  }

  std::string head_;  // the header section, as received
  std::vector<Field> fields_;
  std::string method_text_, path_, query_, host_, body_, peer_address_;
  std::vector<std::pair<std::string, std::string>> parameters_;
  Executor* executor_ = nullptr;
  Method method_ = Method::other;
  std::uint8_t version_minor_ = 1;
  bool secure_ = false;
};

}  // namespace walkie::net
