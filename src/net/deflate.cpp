#include "net/deflate.h"

#include <zlib.h>

#include <algorithm>

#include "base/assert.h"

namespace walkie::net {

namespace {
constexpr int kLevel = 3;
// zlib cannot make raw deflate with a window of 256 bytes. With its window of 512 bytes it refers
// back at most 250 bytes, because it keeps room for the longest match (258) and 4 bytes more.
constexpr int kLeastWindowBits = 9;
constexpr std::size_t kScratchKept = 256 * 1024;
constexpr std::string_view kTail("\x00\x00\xff\xff", 4);

Bytef* bytes_of(std::string_view text) {
  // zlib only reads; its interface has no const.
  return reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
}
}  // namespace

struct Deflate::Stream {
  explicit Stream(int window_bits) : deflating(window_bits > 0) {
    int made = deflating ? deflateInit2(&z, kLevel, Z_DEFLATED, -window_bits, 8, Z_DEFAULT_STRATEGY)
                         : inflateInit2(&z, -15);
    WALKIE_ASSERT(made == Z_OK);
  }
  ~Stream() { deflating ? deflateEnd(&z) : inflateEnd(&z); }
  Stream(const Stream&) = delete;
  z_stream z{};
  bool deflating;
};

Deflate::Deflate() = default;
Deflate::~Deflate() = default;

SharedBytes Deflate::compress(const SharedBytes& message, int window_bits) {
  window_bits = std::max(window_bits, kLeastWindowBits);
  auto index = static_cast<std::size_t>(window_bits);
  Recent& recent = recent_[index];
  // The message is kept alive, so its address cannot be reused by another one.
  if (!message.empty() && recent.message.view().data() == message.view().data()) {
    return recent.compressed;
  }
  auto& stream = compressors_[index];
  if (!stream) stream = std::make_unique<Stream>(window_bits);
  z_stream& z = stream->z;
  deflateReset(&z);
  scratch_.resize(deflateBound(&z, message.size()) + 16);
  z.next_in = bytes_of(message.view());
  z.avail_in = static_cast<uInt>(message.size());
  z.next_out = reinterpret_cast<Bytef*>(scratch_.data());
  z.avail_out = static_cast<uInt>(scratch_.size());
  int result = ::deflate(&z, Z_SYNC_FLUSH);
  WALKIE_ASSERT(result == Z_OK && z.avail_in == 0);
  std::string_view compressed(scratch_.data(), scratch_.size() - z.avail_out);
  WALKIE_ASSERT(compressed.ends_with(kTail));
  compressed.remove_suffix(kTail.size());
  bool smaller = compressed.size() < message.size();
  recent = {message, smaller ? SharedBytes(compressed) : SharedBytes()};
  if (scratch_.size() > kScratchKept) std::string().swap(scratch_);
  return recent.compressed;
}

std::optional<std::string_view> Deflate::inflate(std::string_view data, std::size_t most_bytes,
                                                 bool& too_big) {
  too_big = false;
  // What zlib's flush makes of an empty message. Peers send the same.
  if (data.empty()) return data;
  if (!inflater_) inflater_ = std::make_unique<Stream>(0);
  z_stream& z = inflater_->z;
  inflateReset(&z);
  if (scratch_.size() > kScratchKept) std::string().swap(scratch_);
  std::size_t size = 0;
  auto done = [&](std::size_t bytes) -> std::optional<std::string_view> {
    too_big = bytes > most_bytes;
    if (too_big) return std::nullopt;
    return std::string_view(scratch_.data(), bytes);
  };
  for (std::string_view part : {data, kTail}) {
    z.next_in = bytes_of(part);
    z.avail_in = static_cast<uInt>(part.size());
    for (;;) {
      if (size == scratch_.size()) {
        if (size > most_bytes) return done(size);
        scratch_.resize(std::min(std::max<std::size_t>(4096, size * 2), most_bytes + 1));
      }
      z.next_out = reinterpret_cast<Bytef*>(scratch_.data() + size);
      z.avail_out = static_cast<uInt>(scratch_.size() - size);
      int result = ::inflate(&z, Z_SYNC_FLUSH);
      size = scratch_.size() - z.avail_out;
      // A final block may end the stream before the message ends (RFC 7692 7.2.3.4). The rest is a
      // new stream.
      if (result == Z_STREAM_END) {
        if (z.avail_in == 0) return done(size);
        inflateReset(&z);
        continue;
      }
      if (result != Z_OK && result != Z_BUF_ERROR) return std::nullopt;
      if (z.avail_out > 0) break;
    }
  }
  // The stream must end between two blocks. Otherwise the message was cut.
  constexpr int kBetweenBlocks = 128;
  if ((z.data_type & kBetweenBlocks) == 0) return std::nullopt;
  return done(size);
}

}  // namespace walkie::net
