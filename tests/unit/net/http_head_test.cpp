// RFC 9112 2, 3, 5, 6 and security.md "HTTP smuggling": what the strict parser lets through.
#include "net/http_head.h"

#include <gtest/gtest.h>

#include <string>

namespace walkie::net {
namespace {

// The status that a head is refused with; 0 when it is taken; -1 when more is needed.
int status_of(const std::string& text, HttpHead* out = nullptr) {
  HttpLimits limits;
  HeadScanner scanner;
  HttpRefusal refusal;
  bool complete = scanner.scan(text, limits, refusal);
  if (refusal) return refusal.status;
  if (!complete) return -1;
  HttpHead head;
  refusal = parse_http_head(std::string_view(text).substr(0, scanner.size()), limits, head);
  if (out != nullptr) *out = head;
  return refusal.status;
}

std::string get(const std::string& headers) {
  return "GET / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n";
}

// What a refused head says about it.
HttpRefusal refusal_of(const std::string& text) {
  HttpLimits limits;
  HeadScanner scanner;
  HttpRefusal refusal;
  if (!scanner.scan(text, limits, refusal)) return refusal;
  HttpHead head;
  return parse_http_head(std::string_view(text).substr(0, scanner.size()), limits, head);
}

struct Case {
  const char* rule;
  std::string text;
  int status;
};

void check(const std::vector<Case>& cases) {
  for (const Case& c : cases)
    EXPECT_EQ(status_of(c.text), c.status) << c.rule << "\n" << c.text;
}

TEST(HttpHead, RequestLine_RFC9112_3) {
  check({
      {"plain", get(""), 0},
      {"two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"trailing space", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400},
      {"tab", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"leading space", " GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"no target", "GET HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"no version (0.9)", "GET /\r\n\r\n", 400},
      {"lower-case name", "GET / http/1.1\r\nHost: a\r\n\r\n", 400},
      {"no minor", "GET / HTTP/1\r\nHost: a\r\n\r\n", 400},
      {"two digits", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", 400},
      {"leading zero", "GET / HTTP/01.1\r\nHost: a\r\n\r\n", 400},
      {"space in version", "GET / HTTP/ 1.1\r\nHost: a\r\n\r\n", 400},
      {"higher minor", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 0},
      {"another major", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505},
      {"unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
      {"methods are case-sensitive", "get / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
      {"CONNECT", "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n", 501},
      {"bad method", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
      {"garbage", std::string("\x16\x03\x01\x02", 4), 400},
  });
}

TEST(HttpHead, Target_RFC9112_3_2) {
  auto with = [](const std::string& target) {
    return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
  };
  check({
      {"fragment", with("/a#b"), 400},
      {"backslash", with("/a\\b"), 400},
      {"raw UTF-8", with("/\xc3\xa4"), 400},
      {"escaped NUL", with("/a%00b"), 400},
      {"escaped CRLF", with("/a%0d%0ab"), 400},
      {"escaped CRLF behind a lone %", with("/a%%0d%0ab"), 400},
      {"escaped DEL", with("/a%7F"), 400},
      {"quote", with("/a\"b"), 400},
      {"quote in the query", with("/?a\"b"), 400},
      {"angle in the query", with("/?a<b"), 400},
      {"space in the query", with("/?a b"), 400},
      {"fragment in the query", with("/?a#b"), 400},
      {"raw UTF-8 in the query", with("/?\xc3\xa4"), 400},
      // What a browser sends (URL Standard, path and query percent-encode sets).
      {"lone % in the path", with("/a%zz%2"), 0},
      {"a path's characters", with("/a|b^c{d}e`f[g]'h"), 0},
      {"a query's characters", with("/?a|b^c{d}e\\f`g'h[i]?/:@!$()*,;"), 0},
      {"lone % in the query", with("/?a=100%&b=%zz"), 0},
      {"line break in the query", with("/?text=one%0D%0Atwo"), 0},
      {"relative", with("a/b"), 400},
      {"asterisk is for OPTIONS", with("*"), 400},
      {"absolute", with("http://b/x"), 0},
      {"absolute, bad host", with("http://u@b/x"), 400},
      {"another scheme", with("ftp://b/x"), 400},
      {"OPTIONS *", "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 0},
      {"as long as RFC 9112 3 recommends", with("/" + std::string(7980, 'a')), 0},
      {"too long", with("/" + std::string(8200, 'a')), 414},
      {"longer than all", with("/" + std::string(20000, 'a')), 414},
  });
  HttpHead head;
  std::string text = with("http://b:81?x=1");
  EXPECT_EQ(status_of(text, &head), 0);
  EXPECT_EQ(head.host, "b:81");
  EXPECT_EQ(head.path, "/");
  EXPECT_EQ(head.query, "x=1");
}

// Two of a field that may stand once: a proxy may look at the one and we at the other.
TEST(HttpHead, FieldsThatStandOnce_RFC9110_5_3) {
  for (const std::string name : {"Content-Type", "Authorization", "Origin", "Last-Event-ID",
                                 "Content-Encoding", "Sec-WebSocket-Key"}) {
    auto with = [&name](const std::string& second) {
      return "GET / HTTP/1.1\r\nHost: a\r\n" + name + ": a\r\n" + second + "\r\n";
    };
    std::string upper = name;
    for (char& c : upper)
      c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    check({
        {"once", with(""), 0},
        {"twice", with(name + ": b\r\n"), 400},
        {"twice the same", with(name + ": a\r\n"), 400},
        {"in another case", with("X: y\r\n" + upper + ": b\r\n"), 400},
    });
  }
  check({{"lists may", "GET / HTTP/1.1\r\nHost: a\r\nAccept: a/b\r\nAccept: c/d\r\n\r\n", 0}});
}

TEST(HttpHead, Host_RFC9112_3_2) {
  auto with = [](const std::string& host) { return "GET / HTTP/1.1\r\n" + host + "\r\n"; };
  check({
      {"missing", with(""), 400},
      {"empty", with("Host:\r\n"), 400},
      {"twice", with("Host: a\r\nHost: b\r\n"), 400},
      {"twice the same", with("Host: a\r\nHost: a\r\n"), 400},
      {"user", with("Host: u@a\r\n"), 400},
      {"path", with("Host: a/b\r\n"), 400},
      {"list", with("Host: a, b\r\n"), 400},
      {"bad port", with("Host: a:x\r\n"), 400},
      {"port too large", with("Host: a:70000\r\n"), 400},
      {"port", with("Host: a:8080\r\n"), 0},
      {"IPv6", with("Host: [::1]:8080\r\n"), 0},
      {"IPv6 unclosed", with("Host: [::1\r\n"), 400},
      {"HTTP/1.0 needs none", "GET / HTTP/1.0\r\n\r\n", 0},
  });
}

TEST(HttpHead, FieldSyntax_RFC9112_5) {
  check({
      {"space before colon", get("X : 1\r\n"), 400},
      {"obs-fold", get("X: 1\r\n 2\r\n"), 400},
      {"space before the first header", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400},
      {"empty name", get(": 1\r\n"), 400},
      {"no colon", get("X\r\n"), 400},
      {"bracket in name", get("X[0]: 1\r\n"), 400},
      {"tab in name", get("X\ty: 1\r\n"), 400},
      {"NUL in value", get(std::string("X: a\0b\r\n", 8)), 400},
      {"control in value", get("X: a\x01\r\n"), 400},
      {"DEL in value", get("X: a\x7f\r\n"), 400},
      {"non-ASCII name", get("\xc3\xa4: 1\r\n"), 400},
      {"UTF-8 in value", get("X: \xc3\xa4\r\n"), 0},
      {"tab in value", get("X:\ta\tb\r\n"), 0},
      {"bare LF", "GET / HTTP/1.1\nHost: a\n\n", 400},
      {"bare CR", get("X: a\rb\r\n"), 400},
      {"CR only", "GET / HTTP/1.1\rHost: a\r\r", 400},
      {"one header too long", get("X: " + std::string(17000, 'a') + "\r\n"), 431},
      {"one name too long", get(std::string(17000, 'a') + ": 1\r\n"), 431},
  });
  std::string many;
  for (int i = 0; i < 99; ++i)
    many += "X: 1\r\n";
  EXPECT_EQ(status_of(get(many)), 0);
  EXPECT_EQ(status_of(get(many + "X: 1\r\n")), 431);
}

TEST(HttpHead, ARefusalNamesTheHeaderAndTheLimit) {
  const HttpRefusal twice = refusal_of(get("Origin: a\r\norigin: b\r\n"));
  EXPECT_EQ(twice.field, "origin");
  EXPECT_EQ(twice.detail, "The header 'origin' stands twice; it may stand once.");
  const HttpRefusal large = refusal_of(get("X: y\r\nCookie: " + std::string(10'000, 'a') +
                                           "\r\nZ: " + std::string(9'000, 'a') + "\r\n"));
  EXPECT_EQ(large.field, "Cookie");
  EXPECT_EQ(large.detail,
            "The headers have more than 16384 bytes; the largest of them is 'Cookie'.");
  EXPECT_EQ(refusal_of(get("X" + std::string(17'000, 'a'))).field,
            "X" + std::string(39, 'a') + "...");
  EXPECT_EQ(refusal_of(get("X: 1\r\n 2\r\n")).field, "X");
  EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\n Host: a\r\n\r\n").field, "");
  EXPECT_EQ(refusal_of(get("<b>: 1\r\n")).field, "");
  EXPECT_EQ(refusal_of(get("X\"<: 1\r\n")).field, "X");
}

TEST(HttpHead, Framing_RFC9112_6) {
  auto post = [](const std::string& headers) {
    return "POST / HTTP/1.1\r\nHost: a\r\n" + headers + "\r\n";
  };
  const std::string cl = "Content-Length: 5\r\n";
  const std::string te = "Transfer-Encoding: chunked\r\n";
  check({
      {"CL and TE", post(cl + te), 400},
      {"TE and CL", post(te + cl), 400},
      {"CL twice", post(cl + cl), 400},
      {"CL list", post("Content-Length: 5, 5\r\n"), 400},
      {"CL plus", post("Content-Length: +5\r\n"), 400},
      {"CL minus", post("Content-Length: -0\r\n"), 400},
      {"CL hex", post("Content-Length: 0x5\r\n"), 400},
      {"CL underscore", post("Content-Length: 1_0\r\n"), 400},
      {"CL space", post("Content-Length: 1 0\r\n"), 400},
      {"CL leading zero", post("Content-Length: 05\r\n"), 400},
      {"CL empty", post("Content-Length:\r\n"), 400},
      {"CL overflow", post("Content-Length: 99999999999999999999\r\n"), 400},
      {"CL zero", post("Content-Length: 0\r\n"), 0},
      {"CL outer space", post("Content-Length: \t 5 \r\n"), 0},
      {"CL misspelt", post("Content_Length: 5\r\n"), 400},
      {"TE any case", post("TRANSFER-ENCODING: Chunked\r\n"), 0},
      {"TE twice", post(te + te), 400},
      {"TE chunked, chunked", post("Transfer-Encoding: chunked, chunked\r\n"), 400},
      {"TE not final", post("Transfer-Encoding: chunked, gzip\r\n"), 400},
      {"TE unknown", post("Transfer-Encoding: gzip\r\n"), 501},
      {"TE known and unknown", post("Transfer-Encoding: gzip, chunked\r\n"), 501},
      {"TE chunked twice", post("Transfer-Encoding: chunked, chunked\r\n"), 400},
      {"TE chunked behind nothing", post("Transfer-Encoding: , chunked\r\n"), 400},
      {"TE chunked before nothing", post("Transfer-Encoding: chunked,\r\n"), 400},
      {"TE obfuscated", post("Transfer-Encoding: xchunked\r\n"), 501},
      {"TE empty", post("Transfer-Encoding:\r\n"), 400},
      {"TE vertical tab", post("Transfer-Encoding: \vchunked\r\n"), 400},
      {"TE with parameter", post("Transfer-Encoding: chunked;a=b\r\n"), 400},
      {"TE space before colon", post("Transfer-Encoding : chunked\r\n"), 400},
      {"TE misspelt", post("Transfer_Encoding: chunked\r\n"), 400},
      {"TE in HTTP/1.0", "POST / HTTP/1.0\r\n" + te + "\r\n", 400},
      {"Expect", post("Expect: 100-Continue\r\n"), 0},
      {"Expect unknown", post("Expect: tea\r\n"), 417},
  });
}

TEST(HttpHead, Persistence_RFC9112_9_3) {
  auto keeps = [](const std::string& text) {
    HttpHead head;
    EXPECT_EQ(status_of(text, &head), 0);
    return head.keep_alive;
  };
  EXPECT_TRUE(keeps(get("")));
  EXPECT_FALSE(keeps(get("Connection: x, Close\r\n")));
  EXPECT_FALSE(keeps("GET / HTTP/1.0\r\n\r\n"));
  EXPECT_TRUE(keeps("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"));
}

TEST(HttpHead, TheScannerGivesTheSameAnswerForAnySplit) {
  for (const std::string& text :
       {get("A: b\r\nC: d\r\n") + "body", get("X: a\rb\r\n"), std::string("GET / HTTP/1.1\n")}) {
    HttpLimits limits;
    HeadScanner scanner;
    HttpRefusal refusal;
    bool complete = false;
    for (std::size_t size = 1; size <= text.size() && !complete && !refusal; ++size) {
      complete = scanner.scan(std::string_view(text).substr(0, size), limits, refusal);
    }
    HeadScanner whole;
    HttpRefusal whole_refusal;
    EXPECT_EQ(whole.scan(text, limits, whole_refusal), complete);
    EXPECT_EQ(whole_refusal.code, refusal.code);
    if (complete) {
      EXPECT_EQ(whole.size(), scanner.size());
    }
  }
}

}  // namespace
}  // namespace walkie::net
