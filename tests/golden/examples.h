// protocol/examples/*.json: the files that C++ and TypeScript both check. An object with "$rows" is
// made of the rows that it names (rows.json), merged in order, and of its own members, which
// replace theirs: a field of a row is written down once.
#pragma once

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace walkie::golden {

inline std::filesystem::path folder() {
  return std::filesystem::path(WALKIE_SOURCE_DIR) / "protocol" / "examples";
}

inline boost::json::value parsed(const std::string& name) {
  std::ifstream file(folder() / (name + ".json"), std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return boost::json::parse(text.str());
}

inline boost::json::value composed(const boost::json::value& value,
                                   const boost::json::value& rows) {
  boost::json::value out = value;
  if (value.is_array()) {
    for (boost::json::value& item : out.as_array())
      item = composed(item, rows);
  } else if (value.is_object()) {
    boost::json::object& object = out.emplace_object();
    if (const boost::json::value* names = value.as_object().if_contains("$rows")) {
      for (const boost::json::value& name : names->as_array()) {
        const boost::json::value row = composed(rows.at(name.as_string()), rows);
        for (const auto& member : row.as_object())
          object.insert_or_assign(member.key(), member.value());
      }
    }
    for (const auto& member : value.as_object()) {
      if (member.key() == "$rows") continue;
      object.insert_or_assign(member.key(), composed(member.value(), rows));
    }
  }
  return out;
}

inline boost::json::value example(const std::string& name) {
  return composed(parsed(name), parsed("rows"));
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
