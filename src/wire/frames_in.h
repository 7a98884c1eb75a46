// Decodes the frames of clients. Fields are at the top level of the object or inside "data".
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/ids.h"
#include "base/result.h"
#include "wire/bodies.h"

namespace walkie::wire {

struct SubscribeFrame {
  ConversationId conversation_id;
  std::optional<Seq> since;  // none: live only, from the head
  std::optional<Seq> staff_since;
  std::string epoch;  // empty: not said
};
struct SubscribeInboxFrame {};
struct UnsubscribeFrame {
  ConversationId conversation_id;
};
struct MessageFrame {
  PostMessageBody body;
};
struct TypingFrame {
  ConversationId conversation_id;
  std::string text;
  bool stopped = false;  // the text was sent or deleted
};
struct ReadFrame {
  ConversationId conversation_id;
  Seq seq = 0;
};
struct ReceivedFrame {
  ConversationId conversation_id;
  Seq seq = 0;
};
struct PingFrame {};
// An unknown type, from a newer client: ignored.
struct UnknownFrame {
  std::string type;
};

using ClientFrame =
    std::variant<SubscribeFrame, SubscribeInboxFrame, UnsubscribeFrame, MessageFrame, TypingFrame,
                 ReadFrame, ReceivedFrame, PingFrame, UnknownFrame>;

// The ids in the frame, as far as they could be read. An error frame repeats them.
struct FrameSubject {
  std::string client_id;
  ConversationId conversation_id;
};

Result<ClientFrame> parse_frame(std::string_view json, FrameSubject& subject);

}  // namespace walkie::wire
