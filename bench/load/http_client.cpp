#include "bench/load/http_client.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <utility>

namespace walkie::bench {
namespace {

// The value of a header, any case; npos when it is not there.
std::size_t content_length(std::string_view head) {
  constexpr std::string_view name = "\r\ncontent-length:";
  const auto found =
      std::search(head.begin(), head.end(), name.begin(), name.end(),
                  [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; });
  if (found == head.end()) return std::string_view::npos;
  return std::strtoull(&*found + name.size(), nullptr, 10);
}

}  // namespace

HttpClient::HttpClient(Poller& poller, std::string host, int port, int source)
    : Socket(poller), host_(std::move(host)), port_(port), source_(source) {}

void HttpClient::request(std::string_view method, std::string_view path, std::string_view token,
                         std::string_view body, Answer answer) {
  answer_ = std::move(answer);
  std::string text;
  text.reserve(300 + body.size());
  text.append(method).append(" ").append(path).append(" HTTP/1.1\r\nHost: ").append(host_);
  text.append(":").append(std::to_string(port_));
  if (!token.empty()) text.append("\r\nAuthorization: Bearer ").append(token);
  if (!body.empty()) text.append("\r\nContent-Type: application/json");
  if (!body.empty() || method == "POST") {
    text.append("\r\nContent-Length: ").append(std::to_string(body.size()));
  }
  text.append("\r\n\r\n").append(body);
  if (connected()) return write(text);
  waiting_ = std::move(text);
  if (!alive() && !connect(host_, port_, source_)) this->answer(0, "");
}

void HttpClient::on_connected() { write(std::exchange(waiting_, {})); }

std::size_t HttpClient::on_bytes(std::string_view bytes) {
  const auto end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos || bytes.size() < 12) return 0;
  const int status = std::atoi(std::string(bytes.substr(9, 3)).c_str());
  auto length = content_length(bytes.substr(0, end + 2));
  if (length == std::string_view::npos) length = 0;
  if (bytes.size() < end + 4 + length) return 0;
  answer(status, bytes.substr(end + 4, length));
  return end + 4 + length;
}

void HttpClient::on_gone() { answer(0, ""); }

void HttpClient::answer(int status, std::string_view body) {
  if (answer_) std::exchange(answer_, nullptr)(status, body);
}

std::int64_t json_number(std::string_view json, std::string_view name) {
  const auto key = "\"" + std::string(name) + "\":";
  const auto at = json.find(key);
  if (at == std::string_view::npos) return -1;
  return std::strtoll(std::string(json.substr(at + key.size(), 20)).c_str(), nullptr, 10);
}

std::string json_text(std::string_view json, std::string_view name) {
  const auto key = "\"" + std::string(name) + "\":\"";
  const auto at = json.find(key);
  if (at == std::string_view::npos) return {};
  const auto rest = json.substr(at + key.size());
  return std::string(rest.substr(0, rest.find('"')));
}

}  // namespace walkie::bench
