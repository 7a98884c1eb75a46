// AdminRequest: one operator's command, as it goes through the local socket or straight to the
// store. Text form: the verb, then `name=value` lines; values are one line each.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace walkie {

struct AdminRequest {
  std::string verb;  // "create-agent", "create-key", "setup-link" …
  std::map<std::string, std::string> fields;

  // A field's value; empty when absent.
  std::string field(const std::string& name) const;
};

// What is wrong with one field of a request; `detail` is a sentence for the operator.
Error bad_admin_field(std::string field, std::string detail);

// An error when a value has a line break in it.
Result<std::string> encode_admin_request(const AdminRequest& request);
Result<AdminRequest> decode_admin_request(std::string_view text);

// The answer on the socket: "ok\n" + text, or "error\n" + one line.
std::string encode_admin_answer(const Result<std::string>& answer);
Result<std::string> decode_admin_answer(std::string_view text);

}  // namespace walkie
