// The SQL files in the binary (cmake/sql.cmake).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "store/sql/query_names.h"

namespace walkie {

struct Migration {
  std::string_view name;  // "0001_start": its index + 1 is the version of the schema
  std::string_view sql;
};
const std::vector<Migration>& migrations();

std::string_view query_file();

// The text of a query with each {part} replaced (columns.h). `filters`: the text for {filters}.
std::string query_text(Query query, std::string_view filters = {});
std::string_view query_name(Query query);

}  // namespace walkie
