// HeaderLines: the header fields of an answer as they will be written, each "Name: value" CR LF,
// in one string. An answer has seven of them, and two strings for each cost as much as the rest of
// it. Owner: its Response; one thread at a time.
//
// How a message is framed and when it was made is the connection's to say: Content-Length, Date and
// Transfer-Encoding are not taken. A value never begins another field: CR, LF and NUL are left out.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace walkie::net {

class HeaderLines {
 public:
  void set(std::string_view name, std::string_view value);  // replaces the first of this name
  void add(std::string_view name, std::string_view value);
  // Of the first of this name; empty when there is none. Valid until the next change.
  std::string_view get(std::string_view name) const;
  std::string_view text() const { return text_; }
  bool operator==(const HeaderLines&) const = default;

 private:
  // Where the line of this name begins; text_.size() when there is none.
  std::size_t find(std::string_view name) const;
  std::size_t end_of(std::size_t line) const { return text_.find('\n', line) + 1; }

  std::string text_;
};

}  // namespace walkie::net
