#include "store/sql/change_text.h"

#include <map>

#include "base/decimal.h"
#include "base/lines.h"
#include "chat/transitions.h"
#include "store/sql/column_values.h"

namespace walkie {
namespace {

void put(std::string& out, const std::string& name, std::string_view value) {
  if (!out.empty()) out += '\n';
  out += name;
  out += '=';
  for (const char c : value) {
    if (c == '\\') {
      out += "\\\\";
    } else if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
}

template <class Value>
void put_value(std::string& out, const std::string& name, const Value& value) {
  if constexpr (IsNumber<Value>) {
    put(out, name, std::to_string(number(value)));
  } else {
    put(out, name, value);
  }
}

std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool escape = text[at] == '\\' && at + 1 < text.size();
    if (!escape) {
      out += text[at];
    } else {
      out += text[++at] == 'n' ? '\n' : text[at];
    }
  }
  return out;
}

using Lines = std::map<std::string, std::string, std::less<>>;

Lines lines_of(std::string_view text) {
  Lines out;
  while (!text.empty()) {
    const std::string_view line = take_line(text);
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) continue;
    out[std::string(line.substr(0, equals))] = unescaped(line.substr(equals + 1));
  }
  return out;
}

// False: there is no such line, or no integer in it.
template <class Value>
bool take(const Lines& lines, const std::string& name, Value& value) {
  const auto line = lines.find(name);
  if (line == lines.end()) return false;
  const std::string& text = line->second;
  if constexpr (IsNumber<Value>) {
    const std::optional<std::int64_t> number = decimal_from<std::int64_t>(text);
    if (!number) return false;
    from_number(*number, value);
  } else {
    value = text;
  }
  return true;
}

FieldValues<Conversation> values_from(const Lines& lines, const std::string& prefix) {
  FieldValues<Conversation> out;
  each_field<Conversation>([&](const auto& field) {
    Conversation row;
    auto& value = field.of(row);
    if (take(lines, prefix + std::string(field.name), value)) out.set(field.member, value);
  });
  return out;
}

}  // namespace

std::string change_text(const ConversationChange& change) {
  std::string out;
  put_value(out, "status", change.status);
  put_value(out, "assignee_id", change.assignee_id);
  put_value(out, "assignee_name", change.assignee_name);
  put_value(out, "actor_kind", change.actor_kind);
  put_value(out, "actor_id", change.actor_id);
  put_value(out, "actor_name", change.actor_name);
  put_value(out, "cause_kind", change.cause.kind);
  put_value(out, "cause_id", change.cause.id);
  const auto put_all = [&out](const std::string& prefix, const FieldValues<Conversation>& values) {
    values.each([&](const auto& field, const auto& value) {
      put_value(out, prefix + std::string(field.name), value);
    });
  };
  put_all("changed.", change.changed);
  put_all("before.", change.before);
  return out;
}

ConversationChange change_from(std::string_view text) {
  const Lines lines = lines_of(text);
  ConversationChange out;
  take(lines, "status", out.status);
  take(lines, "assignee_id", out.assignee_id);
  take(lines, "assignee_name", out.assignee_name);
  take(lines, "actor_kind", out.actor_kind);
  take(lines, "actor_id", out.actor_id);
  take(lines, "actor_name", out.actor_name);
  out.cause = cause_of(out.actor_kind, out.actor_id);
  take(lines, "cause_kind", out.cause.kind);
  take(lines, "cause_id", out.cause.id);
  out.changed = values_from(lines, "changed.");
  out.before = values_from(lines, "before.");
  return out;
}

void bind_value(SqlStatement& statement, int parameter,
                const std::optional<ConversationChange>& change, bool) {
  if (change) {
    statement.bind_copy(parameter, change_text(*change));
  } else {
    statement.bind_null(parameter);
  }
}

void read_value(const SqlStatement& row, int column, std::optional<ConversationChange>& change) {
  change.reset();
  if (!row.is_null(column)) change = change_from(row.text(column));
}

}  // namespace walkie
