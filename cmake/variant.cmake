# Compiler flags of each variant. Warnings are errors in all of them, with g++ 12 and clang.
# Designated initialisers that leave the rest at its default are meant: that one is off.
add_compile_options(
  -Wall -Wextra -Wpedantic -Werror -Wno-missing-field-initializers -fno-omit-frame-pointer)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

if(WALKIE_VARIANT STREQUAL "release")
  # NDEBUG is for the libraries' own assertions; ours (base/assert.h) are always on.
  add_compile_options(-O2 -g1 -DNDEBUG -fstack-protector-strong -D_FORTIFY_SOURCE=2
                      -fstack-clash-protection)
  add_link_options(-pie -Wl,-z,relro,-z,now,-z,noexecstack)
  include(CheckIPOSupported)
  check_ipo_supported(RESULT WALKIE_LTO OUTPUT WALKIE_LTO_WHY)
  if(WALKIE_LTO)
    set(CMAKE_INTERPROCEDURAL_OPTIMIZATION ON)
  endif()
elseif(WALKIE_VARIANT STREQUAL "dev")
  add_compile_options(-O1 -g1 -D_GLIBCXX_ASSERTIONS)
elseif(WALKIE_VARIANT STREQUAL "asan")
  add_compile_options(-O1 -g1 -D_GLIBCXX_ASSERTIONS -fsanitize=address,undefined
                      -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
elseif(WALKIE_VARIANT STREQUAL "tsan")
  add_compile_options(-O1 -g1 -fsanitize=thread)
  add_link_options(-fsanitize=thread)
elseif(WALKIE_VARIANT STREQUAL "fuzz")
  # Every room is compiled here, with or without a target that uses it: clang sees the whole tree.
  add_compile_options(-O1 -g1 -fsanitize=fuzzer-no-link,address,undefined
                      -fno-sanitize-recover=all)
  add_link_options(-fsanitize=address,undefined)
else()
  message(FATAL_ERROR "No variant '${WALKIE_VARIANT}'; known: release, dev, asan, tsan, fuzz")
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # Paths are taken relative to the tree, so that another clone finds the same objects. With
  # precompiled headers ccache works only with pch_defines and time_macros (its manual,
  # "Precompiled headers").
  set(ccache env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
             CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
             ${CCACHE_PROGRAM})
  set(CMAKE_C_COMPILER_LAUNCHER ${ccache})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${ccache})
endif()
