// Brings a database to the schema that this program knows.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/random.h"
#include "base/result.h"
#include "store/sql/queries.h"
#include "store/sqlite/data_folder.h"
#include "store/sqlite/sqlite_driver.h"

namespace walkie {

// Refuses a newer schema, a foreign database, a damaged or incomplete one and what `also` refuses,
// and leaves the files as they are. `also` looks into a database that has a schema; it may be
// empty.
Result<void> inspect_database(const SqliteOptions& options, std::size_t known_version,
                              const std::function<Result<void>(SqlConnection&)>& also);

// Each migration in a transaction of its own; before the first one, a copy of what there was.
// A new database gets its epoch.
Result<void> migrate(SqliteConnection& connection, const std::vector<Migration>& migrations,
                     const DataFolder& folder, std::size_t backups_kept, const Clock& clock,
                     Random& random);

}  // namespace walkie
