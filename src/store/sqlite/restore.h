// Puts a backup in the place of the database of a data folder, with a new epoch, so that every
// client that is ahead of it starts anew instead of waiting for events that no longer exist
// (protocol L4).
//
// The order keeps either the old or the new database in place at every moment: the backup is made
// ready in a folder of its own, then renamed over the old one.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"

namespace walkie {

// `from` is a database file. The folder is made when it is missing; nobody may be using it. A copy
// of the old database is left in backups/. Answers where an old database that cannot be opened was
// moved to; empty otherwise. Errors: restore_failed, and those of open_sqlite_store().
Result<std::string> restore_database(const std::string& from, const std::string& data_folder,
                                     const Clock& clock, Random& random);

}  // namespace walkie
