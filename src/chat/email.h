// Email: an e-mail address in its one canonical form. It is made once, from the text of a request.
// Accounts are stored, looked up and counted by this type, so one address has one key.
//
// The form: spaces (U+0020) around it are removed, ASCII letters are in lower case, and nothing
// else is changed (decision 0092). Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "chat/limits.h"

namespace walkie {

class Email {
 public:
  // Error: bad_request (bad_email, field "email") when it is longer than Limits::email_bytes, is
  // not NAME@DOMAIN, or has a space, a control character or an invisible one. `text` must be UTF-8.
  static Result<Email> from(std::string_view text, const Limits& limits);

  const std::string& text() const { return text_; }
  bool operator==(const Email& other) const = default;

 private:
  explicit Email(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace walkie
