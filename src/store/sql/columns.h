// The columns of a noun from its field table (chat/fields.h): names, binds and reads. The .sql
// files use parts such as {conversation.columns}, so no code has column numbers.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "chat/event.h"
#include "store/sql/change_text.h"
#include "store/sql/column_values.h"
#include "store/sql/driver.h"

namespace walkie {

// all: for SELECT, and for INSERT with a given id. but_id: for INSERT when the database makes the
// id. changing: the columns that UPDATE sets.
enum class Columns { all, but_id, changing };

template <class Field>
constexpr bool is_in(Columns columns, const Field& field) {
  if (columns == Columns::changing) return !field.is(fixed);
  return columns == Columns::all || field.name != "id";
}

// Calls visit(field, name) for each column.
template <class Noun, class Visit>
void each_column(Columns columns, Visit&& visit) {
  each_field<Noun>([&](const auto& field) {
    if (!is_in(columns, field)) return;
    using Value = std::remove_cvref_t<decltype(field.of(std::declval<Noun&>()))>;
    visit(field, std::string(field.name) + (is_time<Value> ? "_ms" : ""));
  });
}

// Binds the columns to $first, $first + 1 and so on. Returns the number after the last. `noun` must
// live until the statement is reset.
template <class Noun>
int bind_columns(SqlStatement& statement, Columns columns, const Noun& noun, int first = 1) {
  int at = first;
  each_field<Noun>([&](const auto& field) {
    if (is_in(columns, field)) bind_value(statement, at++, field.of(noun), field.is(raw_bytes));
  });
  return at;
}

// The row of a SELECT {….columns}.
template <class Noun>
Noun read_row(const SqlStatement& row) {
  Noun noun;
  int at = 0;
  each_field<Noun>([&](const auto& field) { read_value(row, at++, field.of(noun)); });
  return noun;
}

// A piece of SQL. A .sql file inserts it with {name}; with {name from 4} its parameters begin at
// $4.
using SqlPart = std::function<std::string(int first)>;
using SqlParts = std::map<std::string, SqlPart, std::less<>>;

// {noun.columns}, {noun.values}: of all; {noun.new}, {noun.new_values}: without the id;
// {noun.changes}: "name = $2, …" of what UPDATE sets.
template <class Noun>
void add_parts(SqlParts& parts, const std::string& noun) {
  const auto list = [](Columns columns, const auto& write) {
    return [columns, write](int first) {
      std::string out;
      each_column<Noun>(columns, [&](const auto&, const std::string& column) {
        if (!out.empty()) out += ", ";
        out += write(column, "$" + std::to_string(first++));
      });
      return out;
    };
  };
  using Text = const std::string&;
  const auto name = [](Text column, Text) { return column; };
  const auto value = [](Text, Text parameter) { return parameter; };
  const auto change = [](Text column, Text parameter) { return column + " = " + parameter; };
  parts[noun + ".columns"] = list(Columns::all, name);
  parts[noun + ".values"] = list(Columns::all, value);
  parts[noun + ".new"] = list(Columns::but_id, name);
  parts[noun + ".new_values"] = list(Columns::but_id, value);
  parts[noun + ".changes"] = list(Columns::changing, change);
}

}  // namespace walkie
