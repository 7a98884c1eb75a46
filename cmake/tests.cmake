# tests/unit/ROOM/*_test.cpp → unit_ROOM, which links that room (and what it may know).
# Other suites (contract, simulation, chaos …) bring a CMakeLists.txt of their own.
find_package(GTest REQUIRED)

# suites_LABEL: the test programs of one folder below tests/ that this variant has.
file(GLOB suites CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/*/CMakeLists.txt)
add_custom_target(suites_unit)
foreach(listfile ${suites})
  cmake_path(GET listfile PARENT_PATH folder)
  cmake_path(GET folder FILENAME label)
  add_custom_target(suites_${label})
endforeach()

# suite(NAME ROOMS r… SOURCES s… [VARIANTS v…] [TIMEOUT seconds] [LIBS l…]): one GoogleTest
# program, one ctest entry, labelled with its folder below tests/ (that is its name for
# `./walkie test`). VARIANTS: where it is built; dev and asan unless said. Add tsan where threads
# meet, release where speed counts (thousands of seeds) or the shipped binary is the subject.
function(suite name)
  cmake_parse_arguments(ARG "" "TIMEOUT" "ROOMS;SOURCES;VARIANTS;LIBS" ${ARGN})
  if(NOT ARG_VARIANTS)
    set(ARG_VARIANTS dev asan)
  endif()
  if(NOT WALKIE_VARIANT IN_LIST ARG_VARIANTS)
    return()
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  list(TRANSFORM ARG_ROOMS PREPEND room_)
  add_executable(${name} ${ARG_SOURCES})
  precompiled_test(${name})
  target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
  target_compile_definitions(${name} PRIVATE WALKIE_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  target_link_libraries(${name} PRIVATE ${ARG_ROOMS} ${ARG_LIBS} GTest::gmock GTest::gtest_main)
  if(WALKIE_VARIANT MATCHES "asan|tsan")
    # GCC's manual: with -fsanitize this warning has false positives (in <regex>, for one).
    target_compile_options(${name} PRIVATE -Wno-maybe-uninitialized)
  endif()
  add_test(NAME ${name} COMMAND ${name})

  list(GET ARG_SOURCES 0 first)
  cmake_path(ABSOLUTE_PATH first)
  file(RELATIVE_PATH label ${CMAKE_SOURCE_DIR}/tests ${first})
  string(REGEX REPLACE "/.*" "" label ${label})
  add_dependencies(suites_${label} ${name})
  set_tests_properties(${name} PROPERTIES LABELS ${label} TIMEOUT ${ARG_TIMEOUT})
endfunction()

# Rooms whose code runs on several threads are also run under ThreadSanitizer.
set(threaded net dispatch broker store api node)
foreach(name base chat store actions wire broker hub net dispatch api node)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/tests/unit/${name}/*_test.cpp)
  if(name STREQUAL "store")
    list(APPEND sources ${CMAKE_SOURCE_DIR}/tests/support/forgetful_vfs.cpp)
  elseif(name MATCHES "^(actions|dispatch|api)$")
    list(APPEND sources ${CMAKE_SOURCE_DIR}/tests/support/memory_store.cpp)
  endif()
  if(sources)
    set(variants dev asan)
    if(name IN_LIST threaded)
      list(APPEND variants tsan)
    endif()
    suite(unit_${name} ROOMS ${name} SOURCES ${sources} VARIANTS ${variants})
  endif()
endforeach()

foreach(listfile ${suites})
  cmake_path(GET listfile PARENT_PATH folder)
  add_subdirectory(${folder})
endforeach()
