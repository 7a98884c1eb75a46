// Text in double quotes with JSON's escapes (RFC 8259 7): for the wire and for the log.
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace walkie {

// For the wire. `text` is UTF-8: bodies and frames are checked on the way in.
void append_quoted(std::string& out, std::string_view text);

// For one line of a log. `text` may be any bytes. The result is UTF-8 without control characters
// and line separators: a value cannot forge a line or send commands to a terminal.
// Bytes above 0x7F of a text that is not UTF-8 become \ufffd.
void append_quoted_line(std::string& out, std::string_view text);

}  // namespace walkie
