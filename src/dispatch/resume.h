// Catching up with a conversation (C5a): ask after having joined live.
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
  std::optional<Seq> staff_after;  // ignored unless the asker is staff
  std::string epoch;               // empty: not known
};

struct Frame {
  Seq seq = 0;
  SharedBytes bytes;  // the same JSON that is pushed live
};

struct Backlog {
  std::string epoch;
  Seq head_seq = 0;
  Seq staff_head_seq = 0;  // 0 unless the asker is staff
  // Not empty: the cursor cannot be served ("epoch", "too_far_behind", "ahead"), frames are empty,
  // the client fetches the last page and goes on from the heads.
  std::string reset;
  std::vector<Frame> frames;        // ascending, all after Cursor::after up to head_seq
  std::vector<Frame> staff_frames;  // ascending, all after Cursor::staff_after
};

}  // namespace walkie
