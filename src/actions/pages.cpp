#include "actions/pages.h"

#include <algorithm>

namespace walkie::actions {

std::int64_t answer_bytes(const Principal& reader, const Limits& limits) {
  return reader.staff() ? limits.agent_answer_bytes : limits.visitor_answer_bytes;
}

int page_size(int asked, const Limits& limits) {
  if (asked <= 0) return static_cast<int>(limits.page_default);
  return std::min(asked, static_cast<int>(limits.page_max));
}

}  // namespace walkie::actions
