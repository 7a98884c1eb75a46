#include "chat/email.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/invisible.h"

namespace walkie {
namespace {

std::string_view without_spaces_around(std::string_view text) {
  const std::size_t first = text.find_first_not_of(' ');
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

}  // namespace

Result<Email> Email::from(std::string_view text, const Limits& limits) {
  text = without_spaces_around(text);
  const std::size_t at = text.rfind('@');
  const bool short_enough = static_cast<std::int64_t>(text.size()) <= limits.email_bytes;
  const bool shaped = short_enough && at != std::string_view::npos && at > 0 &&
                      at + 1 < text.size() && text.find(' ') == std::string_view::npos &&
                      (text.front() == '"' || text.find('@') == at) && !has_invisible(text);
  if (!shaped) {
    return Error{
        .code = Code::bad_request,
        .reason = "bad_email",
        .detail = "The e-mail address must look like ana@example.org. It may have at most " +
                  std::to_string(limits.email_bytes) +
                  " bytes of UTF-8, and no spaces or invisible characters.",
        .field = "email"};
  }
  std::string canonical(text);
  std::transform(canonical.begin(), canonical.end(), canonical.begin(), lower);
  return Email(std::move(canonical));
}

}  // namespace walkie
