// RFC 6455 5, 7.4, 8.1: the frame reader, whole, byte by byte and in random splits.
#include "net/websocket_frame.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace walkie::net {
namespace {

struct Record : FrameSink {
  int on_data(Opcode opcode, bool deflated, std::string_view bytes) override {
    log.push_back((opcode == Opcode::text ? "text:" : "binary:") +
                  std::string(deflated ? "z:" : "") + std::string(bytes));
    return 0;
  }
  int on_control(Opcode opcode, std::string_view payload) override {
    log.push_back(std::string(opcode == Opcode::ping   ? "ping:"
                              : opcode == Opcode::pong ? "pong:"
                                                       : "close:") +
                  std::string(payload));
    return 0;
  }
  std::vector<std::string> log;
};

std::string frame(int first_byte, std::string payload, bool masked = true) {
  std::string out(kMostHeaderBytes, '\0');
  out.resize(write_frame_header(out.data(), static_cast<std::uint8_t>(first_byte), payload.size()));
  if (masked) {
    const std::string mask = "\x37\xfa\x21\x3d";
    out[1] = static_cast<char>(out[1] | 0x80);
    out += mask;
    for (std::size_t i = 0; i < payload.size(); ++i) {
      payload[i] = static_cast<char>(payload[i] ^ mask[i % 4]);
    }
  }
  return out + payload;
}

struct Outcome {
  int code = 0;
  std::vector<std::string> log;
  bool operator==(const Outcome&) const = default;
};

template <class NextSize>
Outcome run_split(const std::string& bytes, const WebSocketLimits& limits, bool deflate,
                  NextSize next_size) {
  FrameReader reader;
  Record record;
  std::size_t at = 0;
  int code = 0;
  while (at < bytes.size() && code == 0 && !reader.saw_close()) {
    std::string piece = bytes.substr(at, next_size());
    at += piece.size();
    code = reader.feed(piece, limits, deflate, record);
  }
  return {code, record.log};
}

Outcome run(const std::string& bytes, WebSocketLimits limits = {}, bool deflate = false) {
  Outcome whole = run_split(bytes, limits, deflate, [&] { return bytes.size(); });
  EXPECT_EQ(run_split(bytes, limits, deflate, [] { return 1; }), whole);
  std::mt19937 random(11);
  for (int i = 0; i < 8; ++i) {
    EXPECT_EQ(run_split(bytes, limits, deflate, [&] { return 1 + random() % 9; }), whole);
  }
  return whole;
}

using Log = std::vector<std::string>;

TEST(WebSocketFrame, ExamplesOfRfc6455_5_7) {
  EXPECT_EQ(run("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"), (Outcome{0, Log{"text:Hello"}}));
  char header[kMostHeaderBytes];
  EXPECT_EQ(write_frame_header(header, 0x82, 256), 4U);
  EXPECT_EQ(std::string(header, 4), std::string("\x82\x7e\x01\x00", 4));
  EXPECT_EQ(write_frame_header(header, 0x82, 65536), 10U);
  EXPECT_EQ(std::string(header, 10), std::string("\x82\x7f\0\0\0\0\0\x01\0\0", 10));
  EXPECT_EQ(write_frame_header(header, 0x81, 125), 2U);
  EXPECT_EQ(frame_header_bytes(126), 4U);
  EXPECT_EQ(frame_header_bytes(65535), 4U);
}

TEST(WebSocketFrame, MessagesOfEveryLengthForm) {
  for (std::size_t size : {0, 1, 125, 126, 127, 128, 65535, 65536}) {
    std::string text(size, 'x');
    WebSocketLimits limits;
    std::string bytes = frame(0x81, text) + frame(0x82, "b");
    EXPECT_EQ(run_split(bytes, limits, false, [] { return 1000; }),
              (Outcome{0, Log{"text:" + text, "binary:b"}}));
  }
}

TEST(WebSocketFrame, FragmentsAreJoinedAndControlsMayComeBetween_5_4) {
  EXPECT_EQ(run(frame(0x01, "Hel") + frame(0x89, "p") + frame(0x00, "") + frame(0x8a, "q") +
                frame(0x80, "lo") + frame(0x81, "!")),
            (Outcome{0, Log{"ping:p", "pong:q", "text:Hello", "text:!"}}));
  EXPECT_EQ(run(frame(0x02, "") + frame(0x80, "")), (Outcome{0, Log{"binary:"}}));
}

TEST(WebSocketFrame, ProtocolErrorsAre1002) {
  const std::string long_control(126, 'x');
  for (const std::string& bytes :
       {frame(0x81, "x", false),                               // 5.1 unmasked
        frame(0xc1, "x"), frame(0xa1, "x"), frame(0x91, "x"),  // 5.2 RSV without extension
        frame(0xc9, "x"),                                      // … on a control frame
        frame(0x83, "x"), frame(0x87, "x"), frame(0x8b, "x"), frame(0x8f, "x"),  // opcodes
        frame(0x09, "x"), frame(0x08, ""),            // 5.4 fragmented control
        frame(0x89, long_control),                    // 5.5 control > 125
        frame(0x80, "x"), frame(0x00, "x"),           // continuation of nothing
        frame(0x01, "x") + frame(0x81, "y"),          // a new message inside one
        std::string("\x81\xfe\x00\x7d", 4) + "mask",  // 5.2 not the shortest length
        std::string("\x81\xff\0\0\0\0\0\0\xff\xff", 10) + "mask",
        std::string("\x81\xff\x80\0\0\0\0\x01\0\0", 10) + "mask"}) {
    EXPECT_EQ(run(bytes).code, 1002) << ::testing::PrintToString(bytes);
  }
}

TEST(WebSocketFrame, Utf8IsCheckedAsItArrives_8_1) {
  const std::string good = "\xce\xba\xe1\xbd\xb9\xf0\x9f\x98\x80";
  for (std::size_t cut = 0; cut <= good.size(); ++cut) {
    EXPECT_EQ(run(frame(0x01, good.substr(0, cut)) + frame(0x80, good.substr(cut))),
              (Outcome{0, Log{"text:" + good}}));
  }
  for (const char* bad : {"\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\x80", "\xff", "\xce",
                          "\xe1\xbd", "a\xe0\x80\x80"}) {
    EXPECT_EQ(run(frame(0x81, bad)).code, 1007) << ::testing::PrintToString(bad);
  }
  // Fails at the bad byte, though neither the frame nor the message has ended.
  std::string begun = frame(0x01, std::string("abc\xff") + std::string(60, 'x')).substr(0, 6 + 4);
  EXPECT_EQ(run(begun).code, 1007);
  EXPECT_EQ(run(frame(0x82, "\xff")).code, 0);  // binary is not text
}

TEST(WebSocketFrame, LimitsCloseWith1009And1008) {
  WebSocketLimits limits;
  limits.frame_bytes = 10;
  limits.message_bytes = 15;
  limits.fragments = 3;
  EXPECT_EQ(run(frame(0x81, "12345678901"), limits).code, 1009);
  EXPECT_EQ(run(frame(0x01, "1234567890") + frame(0x80, "123456"), limits).code, 1009);
  EXPECT_EQ(run(frame(0x01, "1234567890") + frame(0x80, "12345"), limits).code, 0);
  std::string three = frame(0x01, "") + frame(0x00, "") + frame(0x80, "");
  EXPECT_EQ(run(three + three, limits).code, 0);
  EXPECT_EQ(run(frame(0x01, "") + frame(0x00, "") + frame(0x00, "") + frame(0x80, ""), limits).code,
            1008);
  // A length is refused when it is announced, not when it has come.
  EXPECT_EQ(run(std::string("\x81\xff\0\0\0\x7f\xff\xff\xff\xff", 10) + "mask", limits).code, 1009);
}

TEST(WebSocketFrame, NothingIsReadBehindAClose_5_5_1) {
  EXPECT_EQ(run(frame(0x88, "\x03\xe8") + frame(0x81, "late")),
            (Outcome{0, Log{"close:\x03\xe8"}}));
}

TEST(WebSocketFrame, CompressedMessagesAreMarkedOnceAgreed_Rfc7692_6) {
  EXPECT_EQ(run(frame(0xc1, "\xff"), {}, true), (Outcome{0, Log{"text:z:\xff"}}));
  EXPECT_EQ(run(frame(0x41, "a") + frame(0x80, "b"), {}, true), (Outcome{0, Log{"text:z:ab"}}));
  EXPECT_EQ(run(frame(0x41, "a") + frame(0xc0, "b"), {}, true).code, 1002);
}

TEST(WebSocketFrame, CloseCodes_7_4) {
  for (int code : {1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999}) {
    EXPECT_TRUE(valid_close_code(code)) << code;
  }
  for (int code : {0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535}) {
    EXPECT_FALSE(valid_close_code(code)) << code;
  }
}

}  // namespace
}  // namespace walkie::net
