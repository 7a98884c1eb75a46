// The last part of edit_message and delete_message: saves, adds the event, updates the preview.
#pragma once

#include "actions/edit_message.h"
#include "actions/load.h"

namespace walkie::actions {

ChangedMessage save_changed(const Context& context, Transaction& store, EventType type,
                            LoadedMessage changed, Outcome& outcome);

}  // namespace walkie::actions
