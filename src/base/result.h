// Result<T>: the result of a call that may fail. No exception leaves a room.
//
// An Error has one of about ten codes (what kind of failure), a stable reason (the `code` of
// problem+json, e.g. "conversation_moved"), the field it concerns, and a sentence for a person.
// wire/errors.h has the one table: code -> HTTP status and close code.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "base/assert.h"

namespace walkie {

enum class Code : std::uint8_t {
  bad_request,   // 400 malformed, wrong type, missing field
  unauthorized,  // 401 no or bad credential
  forbidden,     // 403 known, but not allowed
  not_found,     // 404 unknown, or not allowed to know
  conflict,      // 409 contradicts what is stored
  too_large,     // 413
  unsupported,   // 415 wrong content type
  too_many,      // 429 slow down; retry_after_s says how long
  internal,      // 500 a bug
  unavailable,   // 503 the environment failed; try again
  storage_full,  // 507
};

struct Error {
  Code code = Code::internal;
  std::string reason;     // stable, snake_case; part of the contract
  std::string detail;     // what happened and what to do, for a person
  std::string field;      // the field or parameter concerned; empty when none
  int retry_after_s = 0;  // too_many, unavailable: seconds to wait; 0 when not known
  int position = -1;      // byte offset of malformed input; -1 when it does not apply
};

// Use as [[nodiscard]] return type: Result<Message> post_message(…). Result<void> carries no value.
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  T& value() & { return WALKIE_ASSERT(ok()), std::get<0>(state_); }
  const T& value() const& { return WALKIE_ASSERT(ok()), std::get<0>(state_); }
  T&& value() && { return WALKIE_ASSERT(ok()), std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const& { return WALKIE_ASSERT(!ok()), std::get<1>(state_); }
  Error&& error() && { return WALKIE_ASSERT(!ok()), std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : state_(std::move(error)) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  const Error& error() const& { return WALKIE_ASSERT(!ok()), std::get<1>(state_); }
  Error&& error() && { return WALKIE_ASSERT(!ok()), std::get<1>(std::move(state_)); }

 private:
  std::variant<std::monostate, Error> state_;
};

}  // namespace walkie
