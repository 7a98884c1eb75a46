#include "store/sql/queries.h"

#include <map>

#include "base/assert.h"

namespace walkie {
namespace {

struct Parsed {
  std::vector<std::string> names;
  std::vector<std::string> texts;
};

std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

void fill_in(std::string& text, const std::map<std::string, std::string>& parts) {
  for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{')) {
    const std::size_t close = text.find('}', open);
    const auto part = parts.find(text.substr(open + 1, close - open - 1));
    WALKIE_ASSERT(part != parts.end());
    text.replace(open, close - open + 1, part->second);
  }
}

Parsed parse(std::string_view file) {
  constexpr std::string_view name_mark = "-- name: ";
  constexpr std::string_view part_mark = "-- part: ";
  Parsed out;
  std::map<std::string, std::string> parts;
  std::string* current = nullptr;
  while (!file.empty()) {
    const std::string_view line = take_line(file);
    if (line.starts_with(name_mark)) {
      out.names.emplace_back(line.substr(name_mark.size()));
      out.texts.emplace_back();
      current = nullptr;
    } else if (line.starts_with(part_mark)) {
      current = &parts[std::string(line.substr(part_mark.size()))];
    } else if (!line.starts_with("--") && !line.empty()) {
      std::string& text = current != nullptr ? *current : out.texts.back();
      if (!text.empty()) text += '\n';
      text += line;
    }
  }
  for (std::string& text : out.texts)
    fill_in(text, parts);
  WALKIE_ASSERT(out.texts.size() == static_cast<std::size_t>(Query::count));
  return out;
}

const Parsed& parsed() {
  static const Parsed once = parse(query_file());
  return once;
}

}  // namespace

const std::vector<std::string>& query_texts() { return parsed().texts; }

std::string_view query_name(Query query) {
  return parsed().names.at(static_cast<std::size_t>(query));
}

}  // namespace walkie
