// Brings a database to the schema that this program knows.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "store/sql/data_folder.h"
#include "store/sql/queries.h"
#include "store/sql/sqlite_driver.h"

namespace walkie {

// Refuses a newer schema, a foreign database and a damaged one, and leaves the files as they are.
Result<void> inspect_database(const SqliteOptions& options, std::size_t known_version);

// Each migration in a transaction of its own; before the first one, a copy of what there was.
// A new database gets its epoch.
Result<void> migrate(SqliteConnection& connection, const std::vector<Migration>& migrations,
                     const DataFolder& folder, std::size_t backups_kept, const Clock& clock,
                     Random& random);

}  // namespace walkie
