#include "net/websocket_handshake.h"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>
#include <utility>

#include "net/tokens.h"

namespace walkie::net {

namespace {

constexpr std::string_view kGuid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

// base64 of 16 bytes: 22 characters of the alphabet and "==".
bool key_ok(std::string_view key) {
  if (key.size() != 24 || key.substr(22) != "==") return false;
  for (char c : key.substr(0, 22)) {
    bool letter = lower(c) >= 'a' && lower(c) <= 'z';
    if (!letter && !is_digit(c) && c != '+' && c != '/') return false;
  }
  return true;
}

std::string_view unquote(std::string_view value) {
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
    return value.substr(1, value.size() - 2);
  }
  return value;
}

// 8..15 without leading zero; -1 otherwise.
int window_bits(std::string_view value) {
  value = unquote(value);
  if (value.size() == 1 && (value[0] == '8' || value[0] == '9')) return value[0] - '0';
  if (value.size() == 2 && value[0] == '1' && value[1] >= '0' && value[1] <= '5') {
    return 10 + value[1] - '0';
  }
  return -1;
}

// One offer, "permessage-deflate; a; b=10". An unknown, doubled or malformed parameter declines it.
std::optional<DeflateAgreement> consider(std::string_view offer) {
  bool first = true;
  bool acceptable = true;
  bool server_takeover_seen = false;
  bool client_takeover_seen = false;
  bool client_bits_seen = false;
  bool server_bits_seen = false;
  DeflateAgreement agreement;
  auto once = [&acceptable](bool& seen) {
    if (seen) acceptable = false;
    seen = true;
  };
  each_in_list(offer, ';', [&](std::string_view part) {
    if (std::exchange(first, false)) {
      acceptable = equal_ignoring_case(part, "permessage-deflate");
      return;
    }
    std::size_t equals = std::min(part.find('='), part.size());
    std::string_view name = trim(part.substr(0, equals));
    bool has_value = equals < part.size();
    std::string_view value = has_value ? trim(part.substr(equals + 1)) : std::string_view();
    if (name == "server_no_context_takeover" && !has_value) {
      once(server_takeover_seen);
    } else if (name == "client_no_context_takeover" && !has_value) {
      once(client_takeover_seen);
    } else if (name == "client_max_window_bits") {
      once(client_bits_seen);
      if (has_value && window_bits(value) < 0) acceptable = false;
    } else if (name == "server_max_window_bits" && has_value) {
      once(server_bits_seen);
      agreement.server_window_bits = window_bits(value);
      if (agreement.server_window_bits < 0) acceptable = false;
    } else {
      acceptable = false;
    }
  });
  if (first || !acceptable) return std::nullopt;
  agreement.answer = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
  if (server_bits_seen) {
    agreement.answer += "; server_max_window_bits=" + std::to_string(agreement.server_window_bits);
  }
  return agreement;
}

}  // namespace

std::string websocket_accept(std::string_view key) {
  std::string text = std::string(key).append(kGuid);
  std::array<unsigned char, SHA_DIGEST_LENGTH> digest{};
  SHA1(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
  std::array<unsigned char, 32> encoded{};
  int size = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(digest.size()));
  return {reinterpret_cast<const char*>(encoded.data()), static_cast<std::size_t>(size)};
}

namespace {
std::size_t count_fields(const Request& request, std::string_view name) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < request.header_count(); ++i) {
    if (equal_ignoring_case(request.header_at(i).first, name)) ++count;
  }
  return count;
}
}  // namespace

std::optional<Response> refuse_handshake(const Request& request) {
  if (request.method() != Method::get || request.version_minor() < 1 ||
      !request.header_has_token("Upgrade", "websocket") ||
      !request.header_has_token("Connection", "upgrade")) {
    Response refusal =
        problem_response(426, "websocket_only", "This address speaks WebSocket only.");
    refusal.set("Upgrade", "websocket").add("Connection", "Upgrade");
    return refusal;
  }
  if (request.header("Sec-WebSocket-Version") != "13" ||
      count_fields(request, "Sec-WebSocket-Version") != 1) {
    Response refusal =
        problem_response(426, "websocket_version", "Only WebSocket version 13 is spoken here.",
                         "Sec-WebSocket-Version");
    refusal.set("Sec-WebSocket-Version", "13").set("Upgrade", "websocket");
    refusal.add("Connection", "Upgrade");
    return refusal;
  }
  if (count_fields(request, "Sec-WebSocket-Key") != 1 ||
      !key_ok(request.header("Sec-WebSocket-Key"))) {
    return problem_response(400, "websocket_key", "Sec-WebSocket-Key must be 16 bytes in base64.",
                            "Sec-WebSocket-Key");
  }
  return std::nullopt;
}

std::optional<DeflateAgreement> agree_deflate(const Request& request) {
  std::optional<DeflateAgreement> agreed;
  for (std::size_t i = 0; i < request.header_count(); ++i) {
    auto field = request.header_at(i);
    if (!equal_ignoring_case(field.first, "sec-websocket-extensions")) continue;
    each_in_list(field.second, ',', [&agreed](std::string_view offer) {
      if (!agreed) agreed = consider(offer);
    });
  }
  return agreed;
}

std::string handshake_answer(const Request& request, std::string_view subprotocol,
                             std::string_view extensions) {
  std::string head =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: ";
  head.append(websocket_accept(request.header("Sec-WebSocket-Key"))).append("\r\n");
  if (!subprotocol.empty()) {
    head.append("Sec-WebSocket-Protocol: ").append(subprotocol).append("\r\n");
  }
  if (!extensions.empty()) {
    head.append("Sec-WebSocket-Extensions: ").append(extensions).append("\r\n");
  }
  return head.append("\r\n");
}

}  // namespace walkie::net
