// BodyReader: reads the body of a request, by Content-Length or chunked (RFC 9112 6, 7). Pure, and
// as strict as http_head.h. Trailers are checked and dropped, so that they cannot add header
// fields.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "net/http_head.h"

namespace walkie::net {

class BodyReader {
 public:
  // Refuses a known length that is larger than `most_bytes`.
  HttpRefusal start(const HttpHead& head, std::size_t most_bytes);

  // Appends the bytes of the body in `data` to `body`. Returns how many bytes of `data` were used.
  std::size_t feed(std::string_view data, std::string& body, HttpRefusal& refusal);

  bool done() const { return state_ == State::done; }

 private:
  enum class State : std::uint8_t { done, counted, size_line, chunk, chunk_end, trailer };

  std::size_t take_counted(std::string_view data, std::string& body);
  std::size_t take_line(std::string_view data, HttpRefusal& refusal);
  HttpRefusal end_line(std::size_t body_size);

  State state_ = State::done;
  std::uint64_t left_ = 0;  // of the body or of the chunk
  std::size_t most_bytes_ = 0;
  std::size_t overhead_ = 0;  // chunk extensions and trailers so far, all together
  std::string line_;
};

}  // namespace walkie::net
