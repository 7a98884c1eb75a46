// Replaces the database of a data folder with a backup, with a new epoch. A client that is ahead of
// the backup loads everything again, instead of waiting for events that do not exist (protocol L4).
//
// At each moment either the old or the new database is in place: the backup is prepared in a folder
// of its own, then renamed over the old database.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "store/sqlite/backup_file.h"

namespace walkie {

// Creates a missing folder. The folder must not be in use. Leaves a copy of the old database in
// backups/. An old database that cannot be opened is moved; returns its new path, empty otherwise.
// Errors: restore_failed, and those of open_sqlite_store(). Each names the backup; the folder is
// unchanged then.
Result<std::string> restore_database(const BackupFile& from, const std::string& data_folder,
                                     const Clock& clock, Random& random);

}  // namespace walkie
