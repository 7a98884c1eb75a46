// Field tables: each noun lists its fields once, beside its struct.
//
//   template <>
//   struct FieldsOf<Conversation> {
//     static constexpr std::tuple table{
//         field("status", &Conversation::status, Audience::everyone, tracked, filter), …};
//   };
//
// From a table come:
// - columns, binds and reads in SQL (store/sql);
// - the JSON of answers by audience, and the JSON of requests (wire);
// - the filters of a list (api, store);
// - the changed fields of an event (chat/transitions), and equality in tests.
// A new field is one line in its table, one column in a migration and one property in
// protocol/openapi.yaml.
//
// Everything here is constexpr or works on its arguments alone; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace walkie {

// Who may see a field in JSON. Each audience also sees the fields of those before it.
enum class Audience : std::uint8_t { everyone, staff, admin, nobody };

constexpr bool sees(Audience reader, Audience field) {
  return field != Audience::nobody && field <= reader;
}

// Properties of a field.
enum Trait : unsigned {
  fixed = 1,          // set when the row is created, not changed later
  tracked = 2,        // PATCH may set it, and each change of it is an event
  filter = 4,         // a list may be filtered by one value of it
  empty_is_null = 8,  // an empty text is null in JSON
  raw_bytes = 16,     // bytes that are not UTF-8: BLOB in SQL, never in JSON
};

// Member: a pointer to a member, or a function from the noun to a part of it.
template <class Member>
struct NounField {
  std::string_view name;  // the same in SQL, JSON and TypeScript; times have "_ms" behind it in SQL
  Member member;
  Audience audience;
  unsigned traits;

  constexpr bool is(Trait trait) const { return (traits & trait) != 0; }

  // The value in `noun`, as a reference.
  template <class Noun>
  constexpr auto& of(Noun& noun) const {
    return std::invoke(member, noun);
  }
};

template <class Member, class... Traits>
constexpr auto field(std::string_view name, Member member, Audience audience, Traits... traits) {
  return NounField<Member>{name, member, audience, (0U | ... | static_cast<unsigned>(traits))};
}

// The member of a member: through(&Message::sender, &Sender::name).
template <class Outer, class Inner>
constexpr auto through(Outer outer, Inner inner) {
  return [=](auto& noun) -> auto& { return noun.*outer.*inner; };
}

template <class Noun>
struct FieldsOf;  // each noun's header has the specialization

// visit(field) for each field, in the order of the table.
template <class Noun, class Visit>
constexpr void each_field(Visit&& visit) {
  std::apply([&visit](const auto&... fields) { (visit(fields), ...); }, FieldsOf<Noun>::table);
}

// Every field has the same value. For tests.
template <class Noun>
bool same_fields(const Noun& a, const Noun& b) {
  bool same = true;
  each_field<Noun>([&](const auto& field) { same = same && field.of(a) == field.of(b); });
  return same;
}

// The words of an enumeration, in the order of its values: the one spelling in JSON and in queries.
//
//   template <>
//   struct WordsOf<Status> { static constexpr std::array<std::string_view, 4> all{"open", …}; };
template <class Enum>
struct WordsOf;

template <class Enum>
concept HasWords = std::is_enum_v<Enum> && requires {
  WordsOf<Enum>::all;
};

template <HasWords Enum>
constexpr std::string_view to_string(Enum value) {
  return WordsOf<Enum>::all.at(static_cast<std::size_t>(value));
}

template <HasWords Enum>
constexpr std::optional<Enum> from_word(std::string_view word) {
  for (std::size_t at = 0; at < WordsOf<Enum>::all.size(); ++at) {
    if (WordsOf<Enum>::all[at] == word) return static_cast<Enum>(at);
  }
  return std::nullopt;
}

}  // namespace walkie
