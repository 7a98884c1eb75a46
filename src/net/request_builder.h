// RequestBuilder: the only way to fill a Request. For net's HTTP connection, and for tests of other
// rooms that call handlers without a socket.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "net/request.h"

namespace walkie::net {

class RequestBuilder {
 public:
  RequestBuilder() = default;
  RequestBuilder(std::string_view method, std::string_view target);

  RequestBuilder& target(std::string_view method, std::string_view path, std::string_view query);
  RequestBuilder& version_minor(int minor);
  RequestBuilder& header(std::string_view name, std::string_view value);
  RequestBuilder& host(std::string_view host);
  RequestBuilder& body(std::string body);
  RequestBuilder& peer_address(std::string address);
  RequestBuilder& secure(bool secure);
  RequestBuilder& executor(Executor& executor);
  RequestBuilder& parameters(std::vector<std::pair<std::string, std::string>> parameters);
  // The whole header section at once: `fields` are offsets into `text`.
  RequestBuilder& head(std::string text, std::vector<Request::Field> fields);

  const Request& peek() const { return request_; }
  Request take() { return std::move(request_); }

 private:
  Request request_;
};

}  // namespace walkie::net
