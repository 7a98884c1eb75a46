// Errors on the wire: the one table from Code to HTTP status and close code, and the bodies made
// from an Error.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/ids.h"
#include "base/result.h"

namespace walkie::wire {

struct ErrorRow {
  int status;               // HTTP
  int close_code;           // WebSocket, when the failure ends the connection
  std::string_view title;   // RFC 9110's phrase
  std::string_view reason;  // `code` when the Error brings none
};
const ErrorRow& row_of(Code code);

// application/problem+json. `members` is appended as it is: more members, encoded, each with a
// leading comma (conversation_moved brings head_seq and messages).
std::string problem(const Error& error, std::string_view members = {});
// For what happens outside of any action: 405, 414, 505 …
std::string problem(int status, std::string_view title, std::string_view code,
                    std::string_view detail);

// What is wrong with a word: "'status' must be open, pending, snoozed or resolved."
std::string one_of(std::string_view name, std::span<const std::string_view> words);

// WebSocket close codes (SPEC.md, Close codes). 40xx: come back; 45xx: stay away.
namespace close {
inline constexpr int normal = 1000;
inline constexpr int going_away = 1001;
inline constexpr int unsupported_kind = 1003;
inline constexpr int draining = 4000;
inline constexpr int too_slow = 4001;
inline constexpr int no_pong = 4002;
inline constexpr int gap = 4003;
inline constexpr int credential_expired = 4004;
inline constexpr int rate_limited = 4005;
inline constexpr int server_error = 4006;
inline constexpr int bad_credential = 4500;
inline constexpr int forbidden = 4501;
inline constexpr int conversation_gone = 4502;
inline constexpr int protocol_version = 4503;
inline constexpr int too_many_connections = 4504;
inline constexpr int bad_request = 4505;
inline constexpr int signed_out = 4506;
inline constexpr int replaced = 4507;
}  // namespace close

}  // namespace walkie::wire
