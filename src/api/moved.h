// The answer to a send that another's message has overtaken (S5).
#pragma once

#include "base/result.h"
#include "chat/message.h"

namespace walkie::api {

inline Error moved_error(const Message& came) {
  return Error{.code = Code::conflict,
               .reason = "conversation_moved",
               .detail = came.sender.name + " has answered since; read it and send again.",
               .field = "expected_head_seq"};
}

}  // namespace walkie::api
