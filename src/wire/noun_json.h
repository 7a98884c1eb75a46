// JSON of nouns from their field tables (chat/fields.h). Only fields that the reader may see are
// written, so a field for staff cannot reach a visitor. For .cpp files of wire/ only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "base/assert.h"
#include "base/ids.h"
#include "chat/field_values.h"
#include "wire/errors.h"
#include "wire/fields.h"
#include "wire/json_writer.h"

namespace walkie::wire {

// One value as JSON. An id of 0 is null.
template <class Tag>
void write_value(JsonWriter& json, Id<Tag> id) {
  id ? json.integer(id.value) : json.null();
}
template <HasWords Enum>
void write_value(JsonWriter& json, Enum value) {
  json.text(to_string(value));
}
template <class Integer>
requires std::is_integral_v<Integer>
void write_value(JsonWriter& json, Integer value) {
  if constexpr (std::is_same_v<Integer, bool>) {
    json.boolean(value);
  } else {
    json.integer(value);
  }
}
inline void write_value(JsonWriter& json, const std::string& text) { json.text(text); }
inline void write_value(JsonWriter& json, WallTime time) { json.time(time); }
inline void write_value(JsonWriter& json, const std::optional<WallTime>& time) {
  time ? json.time(*time) : json.null();
}
inline void write_value(JsonWriter& json, const std::vector<std::string>& texts) {
  json.open('[');
  for (const std::string& text : texts)
    json.text(text);
  json.close(']');
}

// "name":value
template <class Field, class Value>
void write_member(JsonWriter& json, const Field& field, const Value& value) {
  json.key(field.name);
  if constexpr (std::is_same_v<Value, std::string>) {
    if (field.is(empty_is_null) && value.empty()) {
      json.null();
      return;
    }
  }
  write_value(json, value);
}

// The members of a noun that `reader` may see, without the brackets around them.
template <class Noun>
void write_members(JsonWriter& json, const Noun& noun, Audience reader) {
  each_field<Noun>([&](const auto& field) {
    if (sees(reader, field.audience)) write_member(json, field, field.of(noun));
  });
}

// Reads one value of a request. null is an id of 0.
template <class Tag>
void read_value(Fields& json, std::string_view name, Id<Tag>& value) {
  value = Id<Tag>{json.is_null(name) ? 0 : json.integer(name, Need::required, 1).value_or(0)};
}
template <HasWords Enum>
void read_value(Fields& json, std::string_view name, Enum& value) {
  const std::string word = json.text(name, Need::required);
  if (const auto known = from_word<Enum>(word)) {
    value = *known;
  } else {
    json.fail("bad_value", name, one_of(name, WordsOf<Enum>::all));
  }
}

// The tracked fields in a request. json.error() has the first error.
template <class Noun>
FieldValues<Noun> read_tracked(Fields& json) {
  FieldValues<Noun> said;
  each_field<Noun>([&](const auto& field) {
    if (!field.is(tracked) || !json.stands(field.name)) return;
    Noun noun;
    auto& value = field.of(noun);
    if constexpr (requires { read_value(json, field.name, value); }) {
      read_value(json, field.name, value);
      said.set(field.member, value);
    } else {
      WALKIE_ASSERT(false && "no read_value() for a tracked field of this type");
    }
  });
  return said;
}

}  // namespace walkie::wire
