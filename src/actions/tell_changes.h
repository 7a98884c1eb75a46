// The events of a change of a conversation: what verbs that change fields do last.
#pragma once

#include "actions/action.h"

namespace walkie::actions {

// Compares `before` (its tracked_part() is enough) with `after`, writes a conversation_update to
// each log that has something to tell and takes its seq. `after` gets the new heads, and is touched
// if a visitor can see the change. False: nothing changed. The caller saves `after`, and adds the
// row to the outcome.
bool tell_changes(const Context& context, Transaction& store, const Conversation& before,
                  Conversation& after, Outcome& outcome);

}  // namespace walkie::actions
