// Finds losses in a data folder: a missing database, a missing write-ahead log, or missing rows, by
// comparison with walkie.id. Each Error says what to do.
#pragma once

#include "base/result.h"
#include "store/sql/driver.h"
#include "store/sqlite/data_folder.h"
#include "store/sqlite/identity.h"

namespace walkie {

// The newest ids of an open database, of any schema.
NewestIds newest_ids(SqlConnection& connection);
std::string epoch_of(SqlConnection& connection);

// Checks the files without opening the database. Errors: database_missing, database_log_missing.
Result<void> look_for_files(const DataFolder& folder, IdentityFile::Found found,
                            const Identity& known);

// Checks the open database, without changes. Errors: database_other, database_older.
Result<void> look_into_database(const DataFolder& folder, const Identity& known,
                                SqlConnection& connection);

// Moves the remaining files of a lost database into DIR/lost-NAME. Otherwise a new database could
// use the old write-ahead log.
Result<void> move_rest_aside(const DataFolder& folder, const std::string& name);

}  // namespace walkie
