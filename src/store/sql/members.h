// The inboxes of an agent or a bot: the rows of agent_inboxes and bot_inboxes.
#pragma once

#include <cstdint>
#include <vector>

#include "base/ids.h"
#include "store/sql/batch.h"
#include "store/sql/driver.h"

namespace walkie {

std::vector<InboxId> members(SqlConnection& connection, Query query, std::int64_t id);

// Replaces the rows of `id`.
void save_members(SqlBatch& batch, Query remove, Query add, std::int64_t id,
                  const std::vector<InboxId>& inboxes);

}  // namespace walkie
