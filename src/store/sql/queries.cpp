#include "store/sql/queries.h"

#include "base/assert.h"
#include "base/lines.h"
#include "chat/people.h"
#include "store/sql/columns.h"

namespace walkie {
namespace {

struct Parsed {
  std::vector<std::string> names;
  std::vector<std::string> texts;
};

constexpr std::string_view filters_mark = "{filters}";

SqlParts parts_of_tables() {
  SqlParts parts;
  add_parts<Agent>(parts, "agent");
  add_parts<Bot>(parts, "bot");
  add_parts<Conversation>(parts, "conversation");
  add_parts<Event>(parts, "event");
  add_parts<Inbox>(parts, "inbox");
  add_parts<Message>(parts, "message");
  add_parts<Position>(parts, "position");
  add_parts<Session>(parts, "session");
  add_parts<Visitor>(parts, "visitor");
  return parts;
}

// {noun.part} and {noun.part from N}: N is the number of its first parameter.
void fill_in(std::string& text, const SqlParts& parts) {
  for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open)) {
    const std::size_t close = text.find('}', open);
    std::string name = text.substr(open + 1, close - open - 1);
    if (name == "filters") {  // query_text() has them
      open = close;
      continue;
    }
    int first = name.ends_with(".changes") ? 2 : 1;  // $1 is the id
    if (const std::size_t from = name.find(" from "); from != std::string::npos) {
      first = std::stoi(name.substr(from + 6));
      name.resize(from);
    }
    const auto part = parts.find(name);
    WALKIE_ASSERT(part != parts.end());
    text.replace(open, close - open + 1, part->second(first));
  }
}

Parsed parse(std::string_view file) {
  constexpr std::string_view name_mark = "-- name: ";
  Parsed out;
  const SqlParts parts = parts_of_tables();
  while (!file.empty()) {
    const std::string_view line = take_line(file);
    if (line.starts_with(name_mark)) {
      out.names.emplace_back(line.substr(name_mark.size()));
      out.texts.emplace_back();
    } else if (!line.starts_with("--") && !line.empty()) {
      std::string& text = out.texts.back();
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

std::string query_text(Query query, std::string_view filters) {
  std::string text = parsed().texts.at(static_cast<std::size_t>(query));
  const std::size_t at = text.find(filters_mark);
  if (at != std::string::npos) text.replace(at, filters_mark.size(), filters);
  return text;
}

std::string_view query_name(Query query) {
  return parsed().names.at(static_cast<std::size_t>(query));
}

}  // namespace walkie
