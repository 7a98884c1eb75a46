// How SqlWriter and SqlReader get their connection.
#pragma once

#include <functional>
#include <memory>

#include "base/result.h"
#include "store/sql/driver.h"

namespace walkie {

// Called on the thread that uses the connection, and again after a failure that may have broken
// the last one.
using OpenConnection = std::function<Result<std::unique_ptr<SqlConnection>>()>;

}  // namespace walkie
