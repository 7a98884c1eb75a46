#include "bench/load/websocket_client.h"

#include <cstdlib>

namespace walkie::bench {
namespace {

constexpr unsigned char text_frame = 1, binary_frame = 2, close_frame = 8, ping_frame = 9,
                        pong_frame = 10, continuation_frame = 0;

}  // namespace

bool WebSocketClient::open(const Target& target, int source) {
  target_ = target;
  open_ = false;
  refused_with_ = 0;
  close_code_ = 1006;
  message_.clear();
  return connect(target.host, target.port, source);
}

void WebSocketClient::on_connected() {
  std::string request = "GET " + target_.path + " HTTP/1.1\r\nHost: " + target_.host + ":" +
                        std::to_string(target_.port) +
                        "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        "Sec-WebSocket-Version: 13\r\n"
                        "Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\n";
  if (!target_.token.empty()) {
    request += "Sec-WebSocket-Protocol: walkie.v1, walkie.token." + target_.token + "\r\n";
  }
  write(request + "\r\n");
}

std::size_t WebSocketClient::take_handshake(std::string_view bytes) {
  const auto end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) return 0;
  const int status = bytes.size() > 12 ? std::atoi(std::string(bytes.substr(9, 3)).c_str()) : 0;
  const bool accepted = bytes.find("HSmrc0sMlYUkAGmm5OPpG2HaGWk=") < end;
  if (status != 101 || !accepted) {
    refused_with_ = status;
    close();
    on_gone();
    return 0;
  }
  open_ = true;
  if (opened) opened();
  return end + 4;
}

// 0: the frame is not complete yet.
std::size_t WebSocketClient::take_frame(std::string_view bytes) {
  if (bytes.size() < 2) return 0;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
  std::size_t head = 2;
  std::uint64_t size = byte(1) & 0x7f;
  const std::size_t wide = size == 126 ? 2 : size == 127 ? 8 : 0;
  if (bytes.size() < head + wide) return 0;
  if (wide > 0) size = 0;
  for (std::size_t i = 0; i < wide; ++i)
    size = size << 8 | byte(head + i);
  head += wide;
  if (bytes.size() < head + size) return 0;
  const auto payload = bytes.substr(head, size);
  const bool last = (byte(0) & 0x80) != 0;
  switch (byte(0) & 0x0f) {
    case ping_frame:
      send_frame(pong_frame, payload);
      break;
    case close_frame:
      if (payload.size() >= 2) close_code_ = byte(head) << 8 | byte(head + 1);
      send_frame(close_frame, payload.substr(0, 2));
      break;
    case text_frame:
    case binary_frame:
    case continuation_frame:
      if (last && message_.empty()) {
        if (text) text(payload);
      } else {
        message_.append(payload);
        if (last && text) text(message_);
        if (last) message_.clear();
      }
      break;
    default:
      break;
  }
  return head + size;
}

std::size_t WebSocketClient::on_bytes(std::string_view bytes) {
  std::size_t taken = 0;
  if (!open_) {
    taken = take_handshake(bytes);
    if (!open_) return 0;
  }
  while (alive()) {
    const auto frame = take_frame(bytes.substr(taken));
    if (frame == 0) break;
    taken += frame;
  }
  return taken;
}

// The mask is zero: a valid key, and the generator's time is not what is measured.
void WebSocketClient::send_frame(unsigned char opcode, std::string_view payload) {
  std::string frame;
  frame.reserve(payload.size() + 14);
  frame += static_cast<char>(0x80 | opcode);
  if (payload.size() < 126) {
    frame += static_cast<char>(0x80 | payload.size());
  } else {
    const int wide = payload.size() < 65536 ? 2 : 8;
    frame += static_cast<char>(0x80 | (wide == 2 ? 126 : 127));
    for (int shift = (wide - 1) * 8; shift >= 0; shift -= 8) {
      frame += static_cast<char>(payload.size() >> shift & 0xff);
    }
  }
  frame.append(4, '\0');
  frame.append(payload);
  write(frame);
}

void WebSocketClient::send_text(std::string_view payload) { send_frame(text_frame, payload); }

void WebSocketClient::on_gone() {
  open_ = false;
  if (gone) gone(close_code_);
}

}  // namespace walkie::bench
