// Rules for texts of users: messages, names, e-mail addresses, passwords, and ids made by clients.
// Pure; any thread. Texts must be UTF-8; wire/ checks that.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "chat/limits.h"

namespace walkie {

// Errors: too long, or without a visible character (utf8_blank).
Result<void> check_content(std::string_view content, const Limits& limits);
Result<void> check_client_id(std::string_view client_id, const Limits& limits);

// The name, trimmed and without hidden code points (direction marks, zero width; base/invisible.h).
// So a name cannot look like another one or change the direction of the text around it. A name
// without a visible character is empty. An empty name is allowed unless `required`.
Result<std::string> checked_name(std::string_view name, bool required, const Limits& limits);
// The address in the form of chat/email.h. It must have a name and a host with a dot
// ("ana@example.org"; not "ana@shop"). Empty, or only spaces, is allowed unless `required`.
Result<std::string> checked_email(std::string_view email, bool required, const Limits& limits);
// Long enough, not too long, and not common_password().
Result<void> check_password(std::string_view password, const Limits& limits);

// At most `bytes` of the text, cut between characters, line breaks as spaces.
std::string preview(std::string_view text, std::size_t bytes = 200);

}  // namespace walkie
