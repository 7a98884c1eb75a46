// Who takes part in a run.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace walkie::sim {

struct Person {
  bool staff = false;
  std::int64_t id = 0;
  std::string name;
  std::string token;
  std::vector<std::string> tokens;          // sessions that wait for their turn, of staff
  std::vector<std::int64_t> conversations;  // those that it follows
};

// What only staff may ever see: every note of a run begins so.
inline constexpr const char* kNoteMark = "NOTE";

}  // namespace walkie::sim
