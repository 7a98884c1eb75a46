// Rules for what people type: message text, names, addresses, ids made by clients. Pure; any
// thread. Bytes are UTF-8 already (wire/ refuses anything else).
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "chat/limits.h"

namespace walkie {

// Too long, or nothing that anybody could see (utf8_blank).
Result<void> check_content(std::string_view content, const Limits& limits);
Result<void> check_client_id(std::string_view client_id, const Limits& limits);

// Trimmed, and without hidden code points (marks of direction, zero width; base/invisible.h), so
// that no name can look like another or turn the text around it. A name that shows nothing is
// empty. Empty is allowed unless `required`.
Result<std::string> checked_name(std::string_view name, bool required, const Limits& limits);
// In the form of chat/email.h, and one that mail can reach: a name and a host with a dot
// ("ana@example.org"; not "ana@shop"). Empty (or only spaces) is allowed unless `required`.
Result<std::string> checked_email(std::string_view email, bool required, const Limits& limits);
// Long enough, not too long, and not common_password().
Result<void> check_password(std::string_view password, const Limits& limits);

// At most `bytes` of the text, cut between characters, line breaks as spaces.
std::string preview(std::string_view text, std::size_t bytes = 200);

}  // namespace walkie
