# The library web_assets: web/dist inside the binary, behind src/base/assets.h. Without built web
# files the table is empty, so that the server builds without npm.
enable_language(ASM)
set(site ${CMAKE_SOURCE_DIR}/web/dist)
set(generated ${CMAKE_BINARY_DIR}/web_assets)
file(GLOB_RECURSE site_files CONFIGURE_DEPENDS ${site}/*)
list(LENGTH site_files site_count)
message(STATUS "Web files in the binary: ${site_count}")

# The list is a file of its own: removing a web file must run the step too.
file(CONFIGURE OUTPUT ${generated}/site_files.txt CONTENT "@site_files@\n" @ONLY)
add_custom_command(
  OUTPUT ${generated}/assets.cpp ${generated}/assets.S
  COMMAND ${CMAKE_SOURCE_DIR}/scripts/embed ${site} ${generated}
  DEPENDS ${CMAKE_SOURCE_DIR}/scripts/embed ${generated}/site_files.txt ${site_files}
  COMMENT "Compressing the web files"
  VERBATIM)
add_library(web_assets STATIC ${generated}/assets.cpp ${generated}/assets.S)
target_include_directories(web_assets PUBLIC ${CMAKE_SOURCE_DIR}/src)
