// Fields: reads the members of a JSON object and keeps the first error. null for an optional member
// counts as absent (decision 0102). Only for .cpp files of wire/, because it includes Boost.JSON.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "chat/conversation.h"

namespace walkie::wire {

enum class Need { required, optional };

// Parses JSON text. `what`: "body" or "frame", for the detail of the error.
Result<boost::json::object> parse_object(std::string_view text, std::string_view what);

class Fields {
 public:
  // `inner`: read when `outer` does not have a member (the "data" object of a frame). May be null.
  explicit Fields(const boost::json::object& outer, const boost::json::object* inner = nullptr)
      : outer_(outer), inner_(inner) {}

  std::string text(std::string_view name, Need need);
  std::optional<bool> boolean(std::string_view name);
  std::optional<std::int64_t> integer(std::string_view name, Need need, std::int64_t at_least);
  bool has(std::string_view name) const;  // present and not null
  bool is_null(std::string_view name) const;
  bool stands(std::string_view name) const;  // present, also when null

  template <class IdType>
  IdType id(std::string_view name, Need need) {
    return IdType{integer(name, need, 1).value_or(0)};
  }

  void fail(std::string_view reason, std::string_view name, std::string detail);
  const std::optional<Error>& error() const { return error_; }

 private:
  const boost::json::value* find(std::string_view name) const;
  const boost::json::value* look(std::string_view name, Need need);

  const boost::json::object& outer_;
  const boost::json::object* inner_;
  std::optional<Error> error_;
};

// For POST /messages and the message frame.
struct PostMessageBody;
PostMessageBody read_post_message(Fields& fields);

}  // namespace walkie::wire
