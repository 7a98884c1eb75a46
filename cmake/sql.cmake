# src/store/sql/*.sql (the queries, one file per noun) and migrations/*.sql become part of the
# binary: one header with the names of the queries, one source with the texts. After room(store …).
set(sql_folder ${CMAKE_SOURCE_DIR}/src/store/sql)
set(sql_generated ${CMAKE_BINARY_DIR}/generated)
file(GLOB sql_migrations CONFIGURE_DEPENDS ${sql_folder}/migrations/*.sql)
list(SORT sql_migrations)
file(GLOB sql_nouns CONFIGURE_DEPENDS ${sql_folder}/*.sql)
list(SORT sql_nouns)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${sql_nouns} ${sql_migrations})

set(sql_queries "")
foreach(file ${sql_nouns})
  file(READ ${file} text)
  string(APPEND sql_queries "${text}")
endforeach()
string(REGEX MATCHALL "-- name: [a-z_]+" sql_names "${sql_queries}")
list(TRANSFORM sql_names REPLACE "-- name: " "  ")
string(REPLACE ";" ",\n" sql_names "${sql_names}")
file(CONFIGURE OUTPUT ${sql_generated}/store/sql/query_names.h @ONLY CONTENT
"// Made by cmake/sql.cmake from src/store/sql/*.sql.
#pragma once

namespace walkie {

enum class Query : int {
@sql_names@,
  count
};

}  // namespace walkie
")

set(sql_texts "")
foreach(file ${sql_migrations})
  file(READ ${file} text)
  get_filename_component(name ${file} NAME_WE)
  string(APPEND sql_texts "    {\"${name}\", R\"sql(${text})sql\"},\n")
endforeach()
file(CONFIGURE OUTPUT ${sql_generated}/sql_texts.cpp @ONLY CONTENT
"// Made by cmake/sql.cmake from src/store/sql/*.sql.
#include \"store/sql/queries.h\"

namespace walkie {

std::string_view query_file() { return R\"sql(@sql_queries@)sql\"; }

const std::vector<Migration>& migrations() {
  static const std::vector<Migration> all = {
@sql_texts@  };
  return all;
}

}  // namespace walkie
")
target_sources(room_store PRIVATE ${sql_generated}/sql_texts.cpp)
target_include_directories(room_store PUBLIC ${sql_generated})
