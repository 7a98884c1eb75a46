// protocol/examples/*.json: the files that C++ and TypeScript both check.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace walkie::golden {

inline std::filesystem::path folder() {
  return std::filesystem::path(WALKIE_SOURCE_DIR) / "protocol" / "examples";
}

// Without the newline at its end.
inline std::string example(const std::string& name) {
  std::ifstream file(folder() / (name + ".json"), std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  std::string out = text.str();
  if (!out.empty() && out.back() == '\n') out.pop_back();
  return out;
}

// Names that start with one of the prefixes, sorted.
inline std::vector<std::string> names(const std::vector<std::string>& prefixes) {
  std::vector<std::string> found;
  for (const auto& entry : std::filesystem::directory_iterator(folder())) {
    const std::string name = entry.path().stem().string();
    for (const std::string& prefix : prefixes) {
      if (name.rfind(prefix, 0) == 0) found.push_back(name);
    }
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace walkie::golden
