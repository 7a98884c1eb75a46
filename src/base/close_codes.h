// The WebSocket close codes of Walkie: the one table of their numbers, names, reasons, and of what
// a client does after each (protocol/SPEC.md, Close codes). The server sends from it;
// protocol/close_codes.json is the same table for the SDK and for the tests, and a test compares
// the two.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace walkie {

// What a client does after the connection has closed with a code.
enum class AfterClose : std::uint8_t {
  reconnect,         // with backoff, as after a lost network
  reconnect_rarely,  // the client was at fault: five times with backoff, then every five minutes
  stay_away,         // the server has decided about who asks: only the user can change that
};

struct CloseCode {
  int number;
  std::string_view name;
  std::string_view reason;  // for a person; at most 123 bytes (RFC 6455 5.5)
  AfterClose after;
  int wait_s = 0;       // the client waits at least that long before it reconnects
  bool renews = false;  // a client that can renew its credential does so and reconnects
};

// Codes below 4000 are those of RFC 6455 7.4.1. Ours: 40xx reconnect, 45xx stay away, except two.
namespace close {
using enum AfterClose;
inline constexpr CloseCode normal{1000, "normal", "closed", reconnect};
inline constexpr CloseCode going_away{1001, "going_away", "the server stops", reconnect};
inline constexpr CloseCode protocol_error{1002, "protocol_error", "a frame breaks RFC 6455",
                                          reconnect_rarely};
inline constexpr CloseCode unsupported_kind{1003, "unsupported_kind",
                                            "binary frames are not accepted", reconnect_rarely};
// Never sent: what an endpoint reports when the connection ended without a Close frame.
inline constexpr CloseCode lost{1006, "lost", "the connection was lost", reconnect};
inline constexpr CloseCode not_utf8{1007, "not_utf8", "text is not UTF-8", reconnect_rarely};
inline constexpr CloseCode policy{1008, "policy", "too many fragments or control frames",
                                  reconnect_rarely};
inline constexpr CloseCode too_big{1009, "too_big", "a frame or message is too big",
                                   reconnect_rarely};
// Sent by proxies in front of Walkie.
inline constexpr CloseCode internal_error{1011, "internal_error", "a proxy failed", reconnect};
inline constexpr CloseCode restarting{1012, "restarting", "a proxy restarts", reconnect};
inline constexpr CloseCode try_later{1013, "try_later", "a proxy is overloaded", reconnect};

inline constexpr CloseCode draining{4000, "draining", "the server stops soon", reconnect};
inline constexpr CloseCode too_slow{4001, "too_slow", "the client reads too slowly", reconnect};
inline constexpr CloseCode no_pong{4002, "no_pong", "no answer to pings", reconnect};
inline constexpr CloseCode gap{4003, "gap", "an event was missed; resume", reconnect};
inline constexpr CloseCode credential_expired{
    4004, "credential_expired", "the credential has expired", reconnect, 0, true};
inline constexpr CloseCode rate_limited{4005, "rate_limited", "too many frames", reconnect, 10};
inline constexpr CloseCode server_error{4006, "server_error", "the server failed", reconnect};

inline constexpr CloseCode bad_credential{
    4500, "bad_credential", "the credential is not valid", stay_away, 0, true};
inline constexpr CloseCode forbidden{4501, "forbidden", "access was removed", stay_away};
inline constexpr CloseCode conversation_gone{4502, "conversation_gone",
                                             "the conversation does not exist", stay_away};
inline constexpr CloseCode protocol_version{
    4503, "protocol_version", "this version of the protocol is not served", stay_away};
inline constexpr CloseCode too_many_connections{4504, "too_many_connections",
                                                "too many connections", reconnect_rarely, 10};
inline constexpr CloseCode bad_request{4505, "bad_request", "too many bad frames",
                                       reconnect_rarely};
inline constexpr CloseCode signed_out{4506, "signed_out", "signed out", stay_away};
inline constexpr CloseCode replaced{4507, "replaced", "the credential was replaced", stay_away};

inline constexpr std::array table{normal,
                                  going_away,
                                  protocol_error,
                                  unsupported_kind,
                                  lost,
                                  not_utf8,
                                  policy,
                                  too_big,
                                  internal_error,
                                  restarting,
                                  try_later,
                                  draining,
                                  too_slow,
                                  no_pong,
                                  gap,
                                  credential_expired,
                                  rate_limited,
                                  server_error,
                                  bad_credential,
                                  forbidden,
                                  conversation_gone,
                                  protocol_version,
                                  too_many_connections,
                                  bad_request,
                                  signed_out,
                                  replaced};
}  // namespace close

}  // namespace walkie
