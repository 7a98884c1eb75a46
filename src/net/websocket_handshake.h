// The WebSocket handshake (RFC 6455 4.2) and the negotiation of permessage-deflate (RFC 7692 5, 7).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "net/request.h"
#include "net/response.h"

namespace walkie::net {

// Sec-WebSocket-Accept for a key.
std::string websocket_accept(std::string_view key);

// Why this request cannot become a WebSocket, as the answer to give; nullopt: it can.
std::optional<Response> refuse_handshake(const Request& request);

struct DeflateAgreement {
  int server_window_bits = 15;  // 8..15: what the client lets us compress with
  std::string answer;           // value of Sec-WebSocket-Extensions
};

// The first offer that we can keep to. nullopt: none, go on without compression.
std::optional<DeflateAgreement> agree_deflate(const Request& request);

// The head of the 101 answer, ready to send. Empty `subprotocol` and `extensions`: not mentioned.
std::string handshake_answer(const Request& request, std::string_view subprotocol,
                             std::string_view extensions);

}  // namespace walkie::net
