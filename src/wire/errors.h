// Errors on the wire: the table from Code to HTTP status and close code (base/close_codes.h), and
// the bodies of errors.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/close_codes.h"
#include "base/result.h"

namespace walkie::wire {

struct ErrorRow {
  int status;               // HTTP
  CloseCode close;          // of a WebSocket that the error ends
  std::string_view title;   // RFC 9110's phrase
  std::string_view reason;  // `code` when the Error has no reason
};
const ErrorRow& error_row(Code code);

// application/problem+json. `members`: more members, encoded, each with a leading comma; appended
// as they are (conversation_moved has head_seq and messages).
std::string problem(const Error& error, std::string_view members = {});
// For errors outside of actions: 405, 414, 505.
std::string problem(int status, std::string_view title, std::string_view code,
                    std::string_view detail);

// The detail for an invalid word: "'status' must be open, pending, snoozed or resolved."
std::string one_of(std::string_view name, std::span<const std::string_view> words);

}  // namespace walkie::wire
