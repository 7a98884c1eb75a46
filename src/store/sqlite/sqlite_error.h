// What SQLite's result codes (sqlite.org/rescode.html) mean to the store's port. Pure; any thread.
#pragma once

#include "base/result.h"

namespace walkie {

// `code` may be an extended one. The error has words of ours, because it may reach a client.
Error sqlite_error(int code);

// The file is no database, or a damaged one.
bool means_damage(int code);

}  // namespace walkie
