// Email: an e-mail address in its one canonical form. It is made once, where text enters; accounts
// are stored, looked up and counted by this type, so that no second spelling can be a second key.
//
// The form: spaces (U+0020) around it are dropped, ASCII letters are lower case, and nothing else
// is changed. What is changed nowhere cannot be changed differently in two places (decision 0092).
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "chat/limits.h"

namespace walkie {

class Email {
 public:
  // bad_request (bad_email, field "email"): longer than Limits::email_bytes, not NAME@DOMAIN, or
  // with a character in it that is a space, a control character or not visible. `text` is UTF-8.
  static Result<Email> from(std::string_view text, const Limits& limits);

  const std::string& text() const { return text_; }
  bool operator==(const Email& other) const = default;

 private:
  explicit Email(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace walkie
