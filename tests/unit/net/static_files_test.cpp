// RFC 9110 8.8, 12.5.3, 13, 14: conditional, negotiated and ranged reads of embedded files.
#include "net/static_files.h"

#include <gtest/gtest.h>

#include "net/request_builder.h"

namespace walkie::net {
namespace {

const Asset kAssets[] = {
    {"agent/index.html", "text/html", "\"h\"", "<html>", "GZ", "BR", false},
    {"assets/app-1.js", "text/javascript", "\"j\"", "0123456789", "", "", true},
};

using Headers = std::vector<std::pair<std::string, std::string>>;

struct Files {
  Files() : files(kAssets) { files.alias("/agent/*", "agent/index.html"); }
  Response get(const char* path, Headers headers = {}, const char* method = "GET") {
    RequestBuilder builder(method, path);
    for (auto& [name, value] : headers)
      builder.header(name, value);
    auto found = files.find(builder.peek());
    return found ? *found : problem_response(404, "not_found", "");
  }
  StaticFiles files;
};

TEST(StaticFiles, PathsAndFallbacks) {
  Files f;
  EXPECT_EQ(f.get("/assets/app-1.js").fixed, "0123456789");
  EXPECT_EQ(f.get("/agent").fixed, "<html>");
  EXPECT_EQ(f.get("/agent/inbox/3").fixed, "<html>");
  EXPECT_EQ(f.get("/agents").status, 404);
  EXPECT_EQ(f.get("/assets/../agent/index.html").status, 404);
  EXPECT_EQ(f.get("/assets/%zz").status, 404);
}

TEST(StaticFiles, Caching) {
  Files f;
  EXPECT_EQ(f.get("/assets/app-1.js").header("Cache-Control"),
            "public, max-age=31536000, immutable");
  EXPECT_EQ(f.get("/agent").header("Cache-Control"), "no-cache");
  EXPECT_EQ(f.get("/agent").header("Vary"), "Accept-Encoding");
  EXPECT_EQ(f.get("/assets/app-1.js").header("Vary"), "");
}

TEST(StaticFiles, ContentCoding_RFC9110_12_5_3) {
  Files f;
  auto body = [&](const char* accept) {
    Response response = f.get("/agent", {{"Accept-Encoding", accept}});
    return std::string(response.fixed) + "/" + std::string(response.header("Content-Encoding"));
  };
  EXPECT_EQ(body("gzip, deflate, br"), "BR/br");
  EXPECT_EQ(body("gzip"), "GZ/gzip");
  EXPECT_EQ(body("br;q=0.5, gzip;q=0.8"), "GZ/gzip");
  EXPECT_EQ(body("br;q=0, gzip;q=0"), "<html>/");
  EXPECT_EQ(body("*"), "BR/br");
  EXPECT_EQ(body("*;q=0.1, br;q=0"), "GZ/gzip");
  EXPECT_EQ(body("identity"), "<html>/");
  EXPECT_EQ(body(""), "<html>/");
}

TEST(StaticFiles, Conditions_RFC9110_13) {
  Files f;
  std::string etag(f.get("/agent", {{"Accept-Encoding", "br"}}).header("ETag"));
  EXPECT_NE(etag, "\"h\"");
  EXPECT_EQ(f.get("/agent", {{"Accept-Encoding", "br"}, {"If-None-Match", etag}}).status, 304);
  EXPECT_EQ(f.get("/agent", {{"If-None-Match", etag}}).status, 200);
  EXPECT_EQ(f.get("/agent", {{"If-None-Match", "\"x\", W/\"h\""}}).status, 304);
  EXPECT_EQ(f.get("/agent", {{"If-None-Match", "*"}}).status, 304);
  Response same = f.get("/agent", {{"If-None-Match", "\"h\""}});
  EXPECT_EQ(same.header("ETag"), "\"h\"");
  EXPECT_EQ(same.header("Vary"), "Accept-Encoding");
  // The headers of a page go onto its 304 too; this is how they are known.
  EXPECT_EQ(same.header("Content-Type"), "text/html");
}

TEST(StaticFiles, EveryLineOfAConditionCounts_RFC9110_13_1) {
  Files f;
  auto status = [&f](Headers headers, const char* method = "GET") {
    return f.get("/agent", std::move(headers), method).status;
  };
  EXPECT_EQ(status({{"If-None-Match", "\"x\""}, {"if-none-match", "\"h\""}}), 304);
  EXPECT_EQ(status({{"If-None-Match", "\"x\""}, {"If-None-Match", "\"y\""}}), 200);
  EXPECT_EQ(status({{"If-None-Match", "\"x,y\", \"h\""}}), 304);
  EXPECT_EQ(status({{"If-None-Match", "\"x, \"h\""}}), 200);  // one tag that is never closed
  EXPECT_EQ(status({{"If-Match", "\"h\""}}), 200);
  EXPECT_EQ(status({{"If-Match", "*"}}), 200);
  EXPECT_EQ(status({{"If-Match", "\"x\""}, {"If-Match", "\"h\""}}), 200);
  EXPECT_EQ(status({{"If-Match", "\"x\""}}), 412);
  EXPECT_EQ(status({{"If-Match", ""}}), 412);
  EXPECT_EQ(status({{"If-Match", "W/\"h\""}}), 412);  // strong comparison
  EXPECT_EQ(status({{"If-Match", "\"x\""}}, "HEAD"), 412);
  // If-Match is looked at first.
  EXPECT_EQ(status({{"If-Match", "\"x\""}, {"If-None-Match", "\"h\""}}), 412);
  EXPECT_EQ(status({{"If-Match", "\"h\""}, {"If-None-Match", "\"h\""}}), 304);
  // A range of a file that has changed since: nothing of it.
  EXPECT_EQ(status({{"Range", "bytes=0-1"}, {"If-Match", "\"old\""}}), 412);
}

TEST(StaticFiles, Ranges_RFC9110_14) {
  Files f;
  auto range = [&](const char* value) {
    Response r = f.get("/assets/app-1.js", {{"Range", value}});
    return std::to_string(r.status) + " " + std::string(r.bytes().substr(0, 10)) + " " +
           std::string(r.header("Content-Range"));
  };
  EXPECT_EQ(range("bytes=2-4"), "206 234 bytes 2-4/10");
  EXPECT_EQ(range("bytes=7-"), "206 789 bytes 7-9/10");
  EXPECT_EQ(range("bytes=-3"), "206 789 bytes 7-9/10");
  EXPECT_EQ(range("bytes=5-99"), "206 56789 bytes 5-9/10");
  EXPECT_EQ(range("bytes=0-1,3-4"), "200 0123456789 ");
  EXPECT_EQ(range("bytes=4-2"), "200 0123456789 ");
  EXPECT_EQ(range("lines=1-2"), "200 0123456789 ");
  EXPECT_TRUE(range("bytes=10-").starts_with("416"));
  EXPECT_TRUE(range("bytes=-0").starts_with("416"));
  Response stale = f.get("/assets/app-1.js", {{"Range", "bytes=0-0"}, {"If-Range", "\"old\""}});
  EXPECT_EQ(stale.status, 200);
  Response head = f.get("/assets/app-1.js", {{"Range", "bytes=0-0"}}, "HEAD");
  EXPECT_EQ(head.status, 200);
}

}  // namespace
}  // namespace walkie::net
