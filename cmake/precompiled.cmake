# What makes a build from nothing quick enough in the sanitizer variants (docs/decisions/0141).
#
# Headers of the libraries that almost every source includes are parsed once for each variant, not
# once for each source. Nothing of our own is in them, so that they never change. The variants dev
# and release go without: there a source that forgets an include fails.
#
# Sources of unit and contract tests are compiled without optimization. The rooms that they test are
# optimized as before.
#
# The variant tsan goes without: with a precompiled header GCC 12 warns of the standard library's
# own code there (array-bounds), and warnings are errors.
set(library_headers
    <algorithm> <atomic> <chrono> <cstdint> <deque> <functional> <map> <memory> <mutex> <optional>
    <span> <string> <string_view> <unordered_map> <unordered_set> <utility> <variant> <vector>)
set(test_headers ${library_headers} <condition_variable> <fstream> <iostream> <set> <sstream>
    <thread> <gmock/gmock.h> <gtest/gtest.h>)

if(WALKIE_VARIANT MATCHES "asan|fuzz")
  # What ccache needs to cache a source that uses a precompiled header.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    add_compile_options("$<$<COMPILE_LANGUAGE:CXX>:SHELL:-Xclang -fno-pch-timestamp>")
  else()
    add_compile_options($<$<COMPILE_LANGUAGE:CXX>:-fpch-preprocess>)
  endif()
  set(nothing ${CMAKE_BINARY_DIR}/generated/nothing.cpp)
  file(WRITE ${nothing}.new "namespace {}\n")
  file(COPY_FILE ${nothing}.new ${nothing} ONLY_IF_DIFFERENT)
  add_library(precompiled_rooms OBJECT ${nothing})
  target_precompile_headers(precompiled_rooms PRIVATE ${library_headers})
endif()
if(WALKIE_VARIANT STREQUAL "asan")
  find_package(GTest REQUIRED)
  # Programs are compiled with -fPIE, and a precompiled header must be, too.
  add_library(precompiled_tests OBJECT ${nothing})
  target_link_libraries(precompiled_tests PRIVATE GTest::gmock GTest::gtest)
  set_target_properties(precompiled_tests PROPERTIES POSITION_INDEPENDENT_CODE OFF)
  target_compile_options(precompiled_tests PRIVATE -fPIE -O0)
  target_precompile_headers(precompiled_tests PRIVATE ${test_headers})
endif()

function(precompiled_room target)
  if(TARGET precompiled_rooms)
    target_precompile_headers(${target} REUSE_FROM precompiled_rooms)
  endif()
endfunction()

function(precompiled_test target)
  if(TARGET precompiled_tests AND target MATCHES "^(unit|contract)_")
    target_compile_options(${target} PRIVATE -O0)
    target_precompile_headers(${target} REUSE_FROM precompiled_tests)
  endif()
endfunction()
