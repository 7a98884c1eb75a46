// RFC 9112 6.2, 7.1: bodies, whole and in any split.
#include "net/http_body.h"

#include <gtest/gtest.h>

namespace walkie::net {
namespace {

struct Outcome {
  int status = 0;
  bool done = false;
  std::string body;
  std::size_t used = 0;
  bool operator==(const Outcome&) const = default;
};

Outcome read(std::string_view text, bool chunked, std::uint64_t length, std::size_t step,
             std::size_t most = 1000) {
  HttpHead head;
  head.chunked = chunked;
  head.length = length;
  BodyReader reader;
  Outcome outcome;
  HttpRefusal refusal = reader.start(head, most);
  while (!refusal && !reader.done() && outcome.used < text.size()) {
    outcome.used += reader.feed(text.substr(outcome.used, step), outcome.body, refusal);
  }
  outcome.status = refusal.status;
  outcome.done = reader.done();
  return outcome;
}

Outcome chunked(std::string_view text, std::size_t most = 1000) {
  Outcome whole = read(text, true, 0, text.size(), most);
  for (std::size_t step : {1, 2, 3, 7}) {
    Outcome split = read(text, true, 0, step, most);
    EXPECT_EQ(split.status, whole.status) << text;
    EXPECT_EQ(split.done, whole.done) << text;
    if (whole.done) {
      EXPECT_EQ(split, whole) << text;
    }
  }
  return whole;
}

TEST(HttpBody, CountedBodiesTakeExactlyTheirLength) {
  EXPECT_EQ(read("hello!", false, 5, 2), (Outcome{0, true, "hello", 5}));
  EXPECT_EQ(read("", false, 0, 1), (Outcome{0, true, "", 0}));
  EXPECT_EQ(read("x", false, 1001, 1).status, 413);
  EXPECT_FALSE(read("hel", false, 5, 1).done);
}

TEST(HttpBody, ChunksAreJoined) {
  EXPECT_EQ(chunked("5\r\nhello\r\n0\r\n\r\nGET"), (Outcome{0, true, "hello", 15}));
  EXPECT_EQ(chunked("3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n").body, "hello");
  EXPECT_EQ(chunked("A\r\n0123456789\r\n0\r\n\r\n").body, "0123456789");
  EXPECT_TRUE(chunked("0\r\n\r\n").done);
  EXPECT_EQ(chunked("0005\r\nhello\r\n0\r\n\r\n").body, "hello");
  EXPECT_FALSE(chunked("5\r\nhello\r\n").done);
}

TEST(HttpBody, ExtensionsAndTrailersAreReadAndDropped) {
  EXPECT_EQ(chunked("5;a;b=c ; d=\"e\\\"f\"\r\nhello\r\n0\r\n\r\n").body, "hello");
  EXPECT_TRUE(chunked("0\r\nX: y\r\nContent-Length: 9\r\n\r\n").done);
}

TEST(HttpBody, AnAmbiguousBodyIsRefused) {
  for (const char* text : {"5;\r\nhello\r\n0\r\n\r\n",
                           "0x5\r\nhello\r\n",
                           "1_0\r\n",
                           " 5\r\nhello\r\n",
                           "-5\r\n",
                           "+5\r\n",
                           "5 \r\nhello\r\n",
                           "5\r\nhello0\r\n\r\n",
                           "5\r\nhello!!\r\n0\r\n\r\n",
                           "5\nhello\r\n",
                           "5\rhello\r\n",
                           "5\r\nhello\n0\r\n\r\n",
                           "5;a\nb\r\nhello",
                           "5;a\rb\r\nhello",
                           "5;a=\x01\r\n",
                           "FFFFFFFFFFFFFFFF1\r\n",
                           "\r\n",
                           "g\r\n",
                           "0\r\nno colon\r\n\r\n",
                           "0\r\nX : y\r\n\r\n",
                           "0\r\nX: y\n\n",
                           "5;a=\"x\r\nhello"}) {
    EXPECT_EQ(chunked(text).status, 400) << text;
  }
  EXPECT_EQ(chunked(std::string_view("5;\0\r\nhello", 11)).status, 400);
}

TEST(HttpBody, LimitsHoldForBodyExtensionsAndTrailers) {
  EXPECT_EQ(chunked("3E9\r\n").status, 413);
  EXPECT_EQ(chunked("5\r\nhello\r\n3e7\r\n").status, 413);
  EXPECT_EQ(chunked("5;" + std::string(70'000, 'a') + "\r\n").status, 400);
  std::string trailers = "0\r\n";
  for (int i = 0; i < 200; ++i)
    trailers += "X: " + std::string(100, 'y') + "\r\n";
  EXPECT_EQ(chunked(trailers).status, 400);
  std::string crumbs;
  for (int i = 0; i < 900; ++i)
    crumbs += "1;aaaaaaaaaaaaaaaaaaaaaaa\r\nx\r\n";
  EXPECT_EQ(chunked(crumbs).status, 400);
}

}  // namespace
}  // namespace walkie::net
