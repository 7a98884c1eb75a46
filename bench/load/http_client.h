// A keep-alive HTTP/1.1 client of the generator: one request in flight, JSON in and out.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "bench/load/poller.h"

namespace walkie::bench {

class HttpClient : public Socket {
 public:
  using Answer = std::function<void(int status, std::string_view body)>;

  HttpClient(Poller& poller, std::string host, int port, int source);

  // status 0: the connection was lost before the answer. Connects when it has to.
  void request(std::string_view method, std::string_view path, std::string_view token,
               std::string_view body, Answer answer);

 protected:
  void on_connected() override;
  std::size_t on_bytes(std::string_view bytes) override;
  void on_gone() override;

 private:
  void answer(int status, std::string_view body);

  const std::string host_;
  const int port_;
  const int source_;
  std::string waiting_;  // the request, until connected
  Answer answer_;
};

// The number behind "name": in flat JSON; -1 when absent.
std::int64_t json_number(std::string_view json, std::string_view name);
// The text behind "name":" up to the next quote; no escapes expected.
std::string json_text(std::string_view json, std::string_view name);

}  // namespace walkie::bench
