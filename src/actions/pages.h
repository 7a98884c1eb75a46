// The size of one page of a list.
#pragma once

#include "actions/action.h"

namespace walkie::actions {

// Rows of a page: what was asked for, at most Limits::page_max. 0 or less: Limits::page_default.
int page_size(int asked, const Limits& limits);

// The largest answer to one read of this principal, in bytes of JSON.
std::int64_t answer_bytes(const Principal& reader, const Limits& limits);

}  // namespace walkie::actions
