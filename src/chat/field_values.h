// FieldValues: values of some fields of a noun. Used for the fields that a request sets, the filter
// of a list, the changes of an event, and the values before.
//
// Only fields with a pointer to member in the table can be in it. A value; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>

#include "chat/fields.h"

namespace walkie {

// A row that has only `noun`'s tracked fields: enough to compare a changed row with, and cheaper
// than a copy (a conversation has the preview of its last message).
template <class Noun>
Noun tracked_part(const Noun& noun) {
  Noun out;
  each_field<Noun>([&](const auto& field) {
    if (field.is(tracked)) field.of(out) = field.of(noun);
  });
  return out;
}

template <class Noun>
class FieldValues {
 public:
  // The tracked fields in which `after` differs from `before`, with the values of `after`.
  static FieldValues changed(const Noun& before, const Noun& after) {
    FieldValues out;
    std::uint32_t bit = 1;
    each_field<Noun>([&](const auto& field) {
      if (field.is(tracked) && field.of(before) != field.of(after)) out.said_ |= bit;
      bit <<= 1;
    });
    if (!out.empty()) out.row_ = after;
    return out;
  }

  bool empty() const { return said_ == 0; }

  template <class Value>
  FieldValues& set(Value Noun::*member, std::type_identity_t<Value> value) {
    row_.*member = std::move(value);
    said_ |= bit_of(member);
    return *this;
  }
  template <class Value>
  void forget(Value Noun::*member) {
    said_ &= ~bit_of(member);
  }
  template <class Value>
  std::optional<Value> get(Value Noun::*member) const {
    if ((said_ & bit_of(member)) == 0) return std::nullopt;
    return row_.*member;
  }

  // visit(field, value) for each, in the order of the table.
  template <class Visit>
  void each(Visit&& visit) const {
    std::uint32_t bit = 1;
    each_field<Noun>([&](const auto& field) {
      if ((said_ & bit) != 0) visit(field, field.of(row_));
      bit <<= 1;
    });
  }

  // The same fields, with the values of `noun`.
  FieldValues as_in(const Noun& noun) const {
    FieldValues out;
    out.row_ = noun;
    out.said_ = said_;
    return out;
  }
  // The fields that `reader` sees.
  FieldValues seen_by(Audience reader) const {
    FieldValues out = *this;
    std::uint32_t bit = 1;
    each_field<Noun>([&](const auto& field) {
      if (!sees(reader, field.audience)) out.said_ &= ~bit;
      bit <<= 1;
    });
    return out;
  }
  // The fields that are not in `others`.
  FieldValues without(const FieldValues& others) const {
    FieldValues out = *this;
    out.said_ &= ~others.said_;
    return out;
  }

  void copy_to(Noun& noun) const {
    each([&](const auto& field, const auto& value) { field.of(noun) = value; });
  }
  // Whether `noun` has all these values.
  bool match(const Noun& noun) const {
    bool all = true;
    each([&](const auto& field, const auto& value) { all = all && field.of(noun) == value; });
    return all;
  }

 private:
  static_assert(std::tuple_size_v<decltype(FieldsOf<Noun>::table)> <= 32, "one bit for each field");

  template <class Value>
  static constexpr std::uint32_t bit_of(Value Noun::*member) {
    std::uint32_t bit = 1;
    std::uint32_t found = 0;
    each_field<Noun>([&](const auto& field) {
      if constexpr (std::is_same_v<std::remove_cvref_t<decltype(field.member)>, Value Noun::*>) {
        if (field.member == member) found = bit;
      }
      bit <<= 1;
    });
    return found;
  }

  Noun row_{};  // only the fields in said_ are used
  std::uint32_t said_ = 0;
};

}  // namespace walkie
