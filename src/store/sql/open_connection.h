// Opens the connection of an SqlWriter or SqlReader.
#pragma once

#include <functional>
#include <memory>

#include "base/result.h"
#include "store/sql/driver.h"

namespace walkie {

// Called on the thread that uses the connection. Called again after a failure that may have broken
// the connection.
using OpenConnection = std::function<Result<std::unique_ptr<SqlConnection>>()>;

}  // namespace walkie
