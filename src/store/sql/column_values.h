// Converts the value of a field to a column and back. Enumerations, ids and times are integers. The
// numbers of enumerations are stored, so the order of their values must not change.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "store/sql/driver.h"

namespace walkie {

template <class Value>
inline constexpr bool is_time =
    std::is_same_v<Value, WallTime> || std::is_same_v<Value, std::optional<WallTime>>;

// Types that a column stores as an integer.
template <class Value>
requires std::is_integral_v<Value> || std::is_enum_v<Value> std::int64_t number(Value value) {
  return static_cast<std::int64_t>(value);
}
template <class Tag>
std::int64_t number(Id<Tag> id) {
  return id.value;
}
// The key of a message's row. Keys of notes are negative and count down from -1. So messages are
// added at the end of the table, where SQLite is fastest and fills its pages.
inline std::int64_t number(MessageId id) {
  return id.value < first_note_id ? id.value : first_note_id - 1 - id.value;
}
inline std::int64_t number(WallTime time) { return time.ms; }

template <class Value>
requires std::is_integral_v<Value> || std::is_enum_v<Value>
void from_number(std::int64_t number, Value& value) { value = static_cast<Value>(number); }
template <class Tag>
void from_number(std::int64_t number, Id<Tag>& id) {
  id.value = number;
}
inline void from_number(std::int64_t number, MessageId& id) {
  id.value = number < 0 ? first_note_id - 1 - number : number;
}
inline void from_number(std::int64_t number, WallTime& time) { time.ms = number; }

template <class Value>
concept IsNumber = requires(Value value) {
  number(value);
};

// `value` must live until the statement is reset.
template <IsNumber Value>
void bind_value(SqlStatement& statement, int parameter, const Value& value, bool = false) {
  // NULL only in an event without a message.
  if (std::is_same_v<Value, MessageId> && number(value) == 0) {
    statement.bind_null(parameter);
  } else {
    statement.bind(parameter, number(value));
  }
}
inline void bind_value(SqlStatement& statement, int parameter, const std::string& text,
                       bool as_bytes = false) {
  as_bytes ? statement.bind_bytes(parameter, text) : statement.bind(parameter, text);
}
inline void bind_value(SqlStatement& statement, int parameter, const std::optional<WallTime>& time,
                       bool = false) {
  time ? statement.bind(parameter, time->ms) : statement.bind_null(parameter);
}
// One per line.
void bind_value(SqlStatement& statement, int parameter, const std::vector<std::string>& lines,
                bool = false);

template <IsNumber Value>
void read_value(const SqlStatement& row, int column, Value& value) {
  from_number(row.integer(column), value);
}
inline void read_value(const SqlStatement& row, int column, std::string& text) {
  text = row.text(column);
}
inline void read_value(const SqlStatement& row, int column, std::optional<WallTime>& time) {
  time.reset();
  if (!row.is_null(column)) time = WallTime{row.integer(column)};
}
void read_value(const SqlStatement& row, int column, std::vector<std::string>& lines);

}  // namespace walkie
