// AdminRequest: one command of the operator, for the local socket or the store. As text: the verb,
// then lines `name=value`; a value has one line.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace walkie {

struct AdminRequest {
  std::string verb;  // "create-agent", "create-key", "setup-link" …
  std::map<std::string, std::string> fields;

  // The value of a field; empty when absent.
  std::string field(const std::string& name) const;
};

// The error of one field of a request. `detail`: a sentence for the operator.
Error bad_admin_field(std::string field, std::string detail);

// Error: a value has a line break.
Result<std::string> encode_admin_request(const AdminRequest& request);
Result<AdminRequest> decode_admin_request(std::string_view text);

// The answer on the socket: "ok\n" + text, or "error\n" + one line.
std::string encode_admin_answer(const Result<std::string>& answer);
Result<std::string> decode_admin_answer(std::string_view text);

}  // namespace walkie
