// Reads the integers in the header of a SQLite file (sqlite.org/fileformat2.html). Pure; any
// thread.
#pragma once

#include <cstdint>

namespace walkie {

// Four bytes, the highest first.
inline std::uint32_t big_endian(const unsigned char* bytes) {
  return (std::uint32_t{bytes[0]} << 24) | (std::uint32_t{bytes[1]} << 16) |
         (std::uint32_t{bytes[2]} << 8) | std::uint32_t{bytes[3]};
}

}  // namespace walkie
