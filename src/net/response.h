// Response: what a handler answers. The connection adds Date, Content-Length, Connection and
// whatever the router's decorator adds; a handler sets only what is its own.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/shared_bytes.h"
#include "net/header_lines.h"

namespace walkie::net {

struct Response {
  int status = 200;
  HeaderLines headers;

  // The body: the first that is not empty. `fixed` must outlive the process's server (embedded
  // files); `shared` is for bytes that others hold too.
  std::string body;
  SharedBytes shared;
  std::string_view fixed;

  // Set on answers to HEAD and 304 made without the body: what Content-Length would have been.
  std::size_t bodyless_length = 0;

  // Kept until the client's kernel has taken a large body, or the client has gone. The handler can
  // count with it what is on its way. Small bodies are copied, and it is released at once.
  std::shared_ptr<void> held;

  // After this answer the connection closes (also set by the connection when it must).
  bool close = false;

  std::string_view bytes() const {
    return !body.empty() ? std::string_view(body) : !shared.empty() ? shared.view() : fixed;
  }
  Response& set(std::string_view name, std::string_view value) {  // replaces, or adds
    headers.set(name, value);
    return *this;
  }
  Response& add(std::string_view name, std::string_view value) {  // adds (Set-Cookie)
    headers.add(name, value);
    return *this;
  }
  std::string_view header(std::string_view name) const { return headers.get(name); }
};

Response text_response(int status, std::string body,
                       std::string_view content_type = "text/plain; charset=utf-8");

// RFC 9457 body for what net itself refuses: {type, title, status, code, detail, field}. `detail`
// and `field` must be plain ASCII. `field`: the header that it is about; left out when empty.
Response problem_response(int status, std::string_view code, std::string_view detail,
                          std::string_view field = {});

// The reason phrase of a status, such as "Not Found"; "Status" for unknown numbers.
std::string_view reason_phrase(int status);

}  // namespace walkie::net
