#include "net/websocket_frame.h"

#include <algorithm>
#include <cstring>

#include "base/close_codes.h"

namespace walkie::net {

namespace {

void unmask(std::span<char> bytes, const std::uint8_t* mask, unsigned phase) {
  std::array<char, 8> key;
  for (unsigned i = 0; i < 8; ++i)
    key[i] = static_cast<char>(mask[(phase + i) & 3]);
  std::uint64_t wide = 0;
  std::memcpy(&wide, key.data(), 8);
  std::size_t i = 0;
  for (; i + 8 <= bytes.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + i, 8);
    word ^= wide;
    std::memcpy(bytes.data() + i, &word, 8);
  }
  for (; i < bytes.size(); ++i)
    bytes[i] = static_cast<char>(bytes[i] ^ key[i & 7]);
}

std::uint64_t big_endian(const std::uint8_t* bytes, int count) {
  std::uint64_t value = 0;
  for (int i = 0; i < count; ++i)
    value = value << 8 | bytes[i];
  return value;
}

}  // namespace

std::size_t write_frame_header(char* out, std::uint8_t first_byte, std::size_t payload_bytes) {
  out[0] = static_cast<char>(first_byte);
  if (payload_bytes < 126) {
    out[1] = static_cast<char>(payload_bytes);
    return 2;
  }
  int width = payload_bytes < 65536 ? 2 : 8;
  out[1] = static_cast<char>(width == 2 ? 126 : 127);
  for (int i = 0; i < width; ++i) {
    out[2 + i] =
        static_cast<char>(static_cast<std::uint64_t>(payload_bytes) >> (8 * (width - 1 - i)));
  }
  return 2 + static_cast<std::size_t>(width);
}

bool valid_close_code(int code) {
  if (code >= 3000 && code <= 4999) return true;
  return code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
}

std::size_t FrameReader::header_needed() const {
  if (header_have_ < 2) return 2;
  std::size_t length = header_[1] & 0x7f;
  std::size_t extended = length == 126 ? 2 : length == 127 ? 8 : 0;
  return 2 + extended + 4;
}

int FrameReader::feed(std::span<char> bytes, const WebSocketLimits& limits, bool deflate,
                      FrameSink& sink) {
  while (!bytes.empty() && !saw_close_) {
    if (!in_payload_) {
      std::size_t missing = header_needed() - header_have_;
      std::size_t size = std::min(missing, bytes.size());
      std::memcpy(header_.data() + header_have_, bytes.data(), size);
      header_have_ = static_cast<std::uint8_t>(header_have_ + size);
      bytes = bytes.subspan(size);
      if (header_have_ >= 2) {
        // The first two bytes can be enough to refuse a frame.
        if (int code = begin_frame(limits, deflate)) return code;
      }
      if (!in_payload_) continue;
    }
    auto size = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
    if (size == 0 && left_ > 0) continue;
    if (int code = take_payload(bytes.first(size), sink)) return code;
    bytes = bytes.subspan(size);
  }
  return 0;
}

// Called with at least two bytes of the header. Begins the payload when the header is complete. A
// frame without payload is finished by take_payload with an empty piece.
int FrameReader::begin_frame(const WebSocketLimits& limits, bool deflate) {
  auto opcode = static_cast<Opcode>(header_[0] & 0x0f);
  std::uint8_t reserved = header_[0] & 0x70;
  bool known = opcode <= Opcode::binary || (opcode >= Opcode::close && opcode <= Opcode::pong);
  if (!known) return close::protocol_error.number;
  bool may_deflate = deflate && (opcode == Opcode::text || opcode == Opcode::binary);
  if ((reserved & (may_deflate ? 0x30 : 0x70)) != 0) return close::protocol_error.number;
  if ((header_[1] & 0x80) == 0) return close::protocol_error.number;  // clients must mask
  if (is_control() && (!is_final() || (header_[1] & 0x7f) > 125))
    return close::protocol_error.number;
  if (!is_control() && (opcode == Opcode::continuation) != (fragments_ > 0))
    return close::protocol_error.number;
  if (header_have_ < header_needed()) return 0;

  std::size_t length = header_[1] & 0x7f;
  left_ = length;
  if (length == 126) left_ = big_endian(header_.data() + 2, 2);
  if (length == 127) left_ = big_endian(header_.data() + 2, 8);
  if (length == 126 && left_ < 126) return close::protocol_error.number;  // not the shortest form
  if (length == 127 && (left_ < 65536 || left_ >> 63 != 0)) return close::protocol_error.number;
  in_payload_ = true;
  mask_phase_ = 0;
  control_have_ = 0;
  return is_control() ? 0 : begin_data(limits);
}

int FrameReader::begin_data(const WebSocketLimits& limits) {
  auto opcode = static_cast<Opcode>(header_[0] & 0x0f);
  if (opcode != Opcode::continuation) {
    message_ = opcode;
    deflated_ = (header_[0] & kDeflatedBit) != 0;
    utf8_ = Utf8Validator();
  }
  if (left_ > limits.frame_bytes) return close::too_big.number;
  std::size_t before = pieces_ ? pieces_->message.size() : 0;
  if (before + left_ > limits.message_bytes) return close::too_big.number;
  if (++fragments_ > limits.fragments) return close::policy.number;
  return 0;
}

int FrameReader::take_payload(std::span<char> piece, FrameSink& sink) {
  const std::uint8_t* mask = header_.data() + header_have_ - 4;
  unmask(piece, mask, mask_phase_);
  mask_phase_ = static_cast<std::uint8_t>((mask_phase_ + piece.size()) & 3);
  left_ -= piece.size();
  int code = is_control() ? take_control(piece, sink) : take_data(piece, sink);
  if (left_ == 0) {
    in_payload_ = false;
    header_have_ = 0;
  }
  return code;
}

int FrameReader::take_control(std::span<char> piece, FrameSink& sink) {
  std::string_view payload(piece.data(), piece.size());
  if (left_ > 0 || control_have_ > 0) {
    auto& control = pieces().control;
    std::memcpy(control.data() + control_have_, piece.data(), piece.size());
    control_have_ = static_cast<std::uint8_t>(control_have_ + piece.size());
    payload = {control.data(), control_have_};
  }
  if (left_ > 0) return 0;
  auto opcode = static_cast<Opcode>(header_[0] & 0x0f);
  saw_close_ = opcode == Opcode::close;
  int code = sink.on_control(opcode, payload);
  if (fragments_ == 0) pieces_.reset();
  return code;
}

int FrameReader::take_data(std::span<char> piece, FrameSink& sink) {
  std::string_view bytes(piece.data(), piece.size());
  bool ends = left_ == 0 && is_final();
  if (message_ == Opcode::text && !deflated_) {
    if (!utf8_.feed(bytes) || (ends && !utf8_.complete())) return close::not_utf8.number;
  }
  if (ends && (!pieces_ || pieces_->message.empty())) {
    fragments_ = 0;
    return sink.on_data(message_, deflated_, bytes);
  }
  pieces().message.append(bytes);
  if (!ends) return 0;
  fragments_ = 0;
  auto whole = std::move(pieces_);
  return sink.on_data(message_, deflated_, whole->message);
}

FrameReader::Pieces& FrameReader::pieces() {
  if (!pieces_) pieces_ = std::make_unique<Pieces>();
  return *pieces_;
}

}  // namespace walkie::net
