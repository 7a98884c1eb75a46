// The error for a message that was not saved, because another message came first (S5).
#pragma once

#include "base/result.h"
#include "chat/message.h"

namespace walkie::api {

inline Error head_conflict(const Message& newer) {
  return Error{
      .code = Code::conflict,
      .reason = "conversation_moved",
      .detail = newer.sender.name + " has sent a newer message. Read it, then send yours again.",
      .field = "expected_head_seq"};
}

}  // namespace walkie::api
