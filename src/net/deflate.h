// Deflate: permessage-deflate without context takeover (RFC 7692). No state is kept between
// messages, so one object serves all connections of a loop, and a broadcast is compressed once.
//
// Owner: LoopContext; the loop's thread only.
#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/shared_bytes.h"

namespace walkie::net {

class Deflate {
 public:
  Deflate();
  ~Deflate();
  Deflate(const Deflate&) = delete;

  // The compressed message, without the last 4 bytes (RFC 7692 7.2.1). Empty when it would not be
  // smaller. window_bits: 8..15.
  SharedBytes compress(const SharedBytes& message, int window_bits);

  // nullopt: not valid deflate data, or more than `most_bytes` (then `too_big` is set). The view is
  // valid until the next call.
  std::optional<std::string_view> inflate(std::string_view data, std::size_t most_bytes,
                                          bool& too_big);

 private:
  struct Stream;
  struct Recent {  // the last message compressed with this window, for its other receivers
    SharedBytes message, compressed;
  };
  std::array<std::unique_ptr<Stream>, 16> compressors_;
  std::array<Recent, 16> recent_;
  std::unique_ptr<Stream> inflater_;
  std::string scratch_;
};

}  // namespace walkie::net
