// The SQL files as the binary carries them (cmake/sql.cmake).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/sql/query_names.h"

namespace walkie {

struct Migration {
  std::string_view name;  // "0001_start": the place in the list + 1 is the schema's version
  std::string_view sql;
};
const std::vector<Migration>& migrations();

std::string_view query_file();

// The text of a query with every {part} filled in (columns.h); `filters` stands for {filters}.
std::string query_text(Query query, std::string_view filters = {});
std::string_view query_name(Query query);

}  // namespace walkie
