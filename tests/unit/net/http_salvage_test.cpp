// What is still read of a head that was refused, so that the refusal can be read by its sender.
#include "net/http_salvage.h"

#include <gtest/gtest.h>

namespace walkie::net {
namespace {

Request salvaged(std::string_view head) { return salvage_request(head, HttpLimits()).take(); }

TEST(HttpSalvage, CompleteLinesAreReadAndOthersSkipped) {
  const Request request = salvaged(
      "HEAD /chat?x=1 HTTP/1.1\r\nHost: a.test\r\nOrigin: https://shop.example\r\nno colon\r\n"
      " folded: x\r\nBad\x01: y\r\nAccept: text/html\r\nAccept-Language: zh");
  EXPECT_EQ(request.method(), Method::head);
  EXPECT_EQ(request.path(), "/chat");
  EXPECT_EQ(request.host(), "a.test");
  EXPECT_EQ(request.header("Origin"), "https://shop.example");
  EXPECT_EQ(request.header("Accept"), "text/html");
  EXPECT_FALSE(request.has_header("Accept-Language"));  // cut: it may go on
  EXPECT_EQ(request.header_count(), 3U);
}

TEST(HttpSalvage, NothingUsableIsAPlainGetOfTheRoot) {
  for (const std::string_view head :
       {"", "\r\n", "G(T /a HTTP/1.1\r\n", "GET", "GET \x01 HTTP/1.1\r\n", "GET a b c\r\n\r\n"}) {
    const Request request = salvaged(head);
    EXPECT_EQ(request.method(), Method::get) << head;
    EXPECT_TRUE(request.path() == "/" || request.path() == "/a") << head;
    EXPECT_EQ(request.header_count(), 0U) << head;
  }
  EXPECT_EQ(salvaged("GET / HTTP/1.1\r\nHost: a b\r\n\r\n").host(), "");
  EXPECT_EQ(salvaged("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n").host(), "a");
}

TEST(HttpSalvage, LooksAtNoMoreThanTheLimits) {
  std::string head = "GET / HTTP/1.1\r\n";
  for (int i = 0; i < 5000; ++i)
    head += "A: b\r\n";
  EXPECT_EQ(salvaged(head).header_count(), HttpLimits().head_fields);
}

}  // namespace
}  // namespace walkie::net
