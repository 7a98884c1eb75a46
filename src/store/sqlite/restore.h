// Puts a backup in the place of the database of a data folder, with a new epoch. A client that is
// ahead of the backup then starts again, instead of waiting for events that no longer exist
// (protocol L4).
//
// At every moment either the old or the new database is in place: the backup is prepared in a
// folder of its own, then renamed over the old one.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "store/sqlite/backup_file.h"

namespace walkie {

// The folder is made when it is missing; nobody may be using it. A copy
// of the old database is left in backups/. Answers where an old database that cannot be opened was
// moved to; empty otherwise. Errors: restore_failed, and those of open_sqlite_store();
// each names the backup, and then the folder is as it was.
Result<std::string> restore_database(const BackupFile& from, const std::string& data_folder,
                                     const Clock& clock, Random& random);

}  // namespace walkie
