# tests/unit/ROOM/*_test.cpp → unit_ROOM, which links that room (and what it may know).
# Other suites (contract, simulation, chaos …) bring a CMakeLists.txt of their own.
find_package(GTest REQUIRED)
include(GoogleTest)

# suite(NAME ROOMS r… SOURCES s…): one GoogleTest program, one ctest entry for each of its cases.
function(suite name)
  cmake_parse_arguments(ARG "" "" "ROOMS;SOURCES" ${ARGN})
  list(TRANSFORM ARG_ROOMS PREPEND room_)
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_compile_definitions(${name} PRIVATE WALKIE_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE ${ARG_ROOMS} GTest::gmock GTest::gtest_main)
  add_test(NAME ${name} COMMAND ${name})
endfunction()

foreach(name base chat store actions wire broker hub net dispatch api node)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/unit/${name}/*_test.cpp)
  if(sources)
    suite(unit_${name} ROOMS ${name} SOURCES ${sources})
  endif()
endforeach()

file(GLOB suites CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/*/CMakeLists.txt)
foreach(listfile ${suites})
  get_filename_component(folder ${listfile} DIRECTORY)
  add_subdirectory(${folder})
endforeach()
