// Resuming a conversation (C5a): read the backlog after subscribing to live events.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/shared_bytes.h"

namespace walkie {

struct Cursor {
  ConversationId conversation_id;
  std::optional<Seq> after;        // none: no backlog, only the head
  std::optional<Seq> staff_after;  // ignored unless the reader is staff
  std::string epoch;               // empty: not known
};

struct Frame {
  Seq seq = 0;
  SharedBytes bytes;  // the JSON that was sent live
};

struct Backlog {
  std::string epoch;
  Seq head_seq = 0;
  Seq staff_head_seq = 0;  // 0 unless the reader is staff
  // Not empty: the cursor cannot be used ("epoch", "too_far_behind", "ahead"). frames are empty
  // then; the client loads the newest page and continues from the heads.
  std::string reset;
  std::vector<Frame> frames;        // ascending, all after Cursor::after up to head_seq
  std::vector<Frame> staff_frames;  // ascending, all after Cursor::staff_after
};

}  // namespace walkie
