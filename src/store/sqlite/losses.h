// What is missing from a data folder: the database that walkie.id knows of, its write-ahead log, or
// a part of what was in them. Each answer is an Error whose detail says what to do.
#pragma once

#include "base/result.h"
#include "store/sql/driver.h"
#include "store/sqlite/data_folder.h"
#include "store/sqlite/identity.h"

namespace walkie {

// The newest ids of an open database, of any schema.
NewestIds newest_ids(SqlConnection& connection);
std::string epoch_of(SqlConnection& connection);

// Without opening the database: database_missing, database_log_missing.
Result<void> look_for_files(const DataFolder& folder, IdentityFile::Found found,
                            const Identity& known);

// In the open database: database_other, database_older. Changes nothing.
Result<void> look_into_database(const DataFolder& folder, const Identity& known,
                                SqlConnection& connection);

// Moves what is left of a lost database into DIR/lost-NAME. Otherwise its write-ahead log could be
// taken for that of a new database.
Result<void> move_rest_aside(const DataFolder& folder, const std::string& name);

}  // namespace walkie
