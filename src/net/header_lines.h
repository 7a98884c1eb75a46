// HeaderLines: the header fields of an answer as they are written, each "Name: value" CR LF, in one
// string. An answer has about seven fields; two strings for each would cost as much as the rest of
// the answer. Owner: its Response; one thread at a time.
//
// The connection sets Content-Length, Date and Transfer-Encoding itself, so these are ignored. CR,
// LF and NUL are removed from values, so that a value cannot begin another field.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace walkie::net {

class HeaderLines {
 public:
  void set(std::string_view name, std::string_view value);  // replaces the first of this name
  void add(std::string_view name, std::string_view value);
  // The value of the first field of this name; empty when absent. Valid until the next change.
  std::string_view get(std::string_view name) const;
  std::string_view text() const { return text_; }
  bool operator==(const HeaderLines&) const = default;

 private:
  // The position of the line of this name; text_.size() when absent.
  std::size_t find(std::string_view name) const;
  std::size_t end_of(std::size_t line) const { return text_.find('\n', line) + 1; }

  std::string text_;
};

}  // namespace walkie::net
