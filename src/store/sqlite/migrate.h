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

// Refuses a newer schema, the database of another program, a damaged or incomplete one, and what
// `also` refuses. Does not change the files. `also` gets a database that has a schema; may be
// empty.
Result<void> inspect_database(const SqliteOptions& options, std::size_t known_version,
                              const std::function<Result<void>(SqlConnection&)>& also);

// Runs each missing migration in its own transaction. Copies an existing database before the first
// one. A new database gets an epoch.
Result<void> migrate(SqliteConnection& connection, const std::vector<Migration>& migrations,
                     const DataFolder& folder, std::size_t backups_kept, const Clock& clock,
                     Random& random);

}  // namespace walkie
