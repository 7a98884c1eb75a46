// RFC 9110 9.1, 9.3.2, 15.5.5, 15.5.6: who answers what.
#include "net/router.h"

#include <gtest/gtest.h>

#include "net/request_builder.h"

namespace walkie::net {
namespace {

struct Routes {
  Routes() {
    router.get("/conversations", mark("list"));
    router.post("/conversations", mark("open"));
    router.get("/conversations/counts", mark("counts"));
    router.get("/conversations/{id}", mark("one"));
    router.post("/conversations/{id}/read", mark("read"));
    router.get("/agent/{rest...}", mark("spa"));
    router.websocket("/ws", mark("ws"));
  }
  Handler mark(std::string name) {
    return [this, name](const Request&, const Responder&) { called = name; };
  }
  std::string go(const char* method, const char* target) {
    called.clear();
    parameters.clear();
    Request request = RequestBuilder(method, target).take();
    match = router.match(request, parameters);
    if (match.handler != nullptr) (*match.handler)(request, Responder());
    return match.handler != nullptr ? called : std::to_string(match.refusal.status);
  }
  Router router;
  Router::Parameters parameters;
  Router::Match match;
  std::string called;
};

TEST(Router, LiteralsBeatParametersAndParametersAreDecoded) {
  Routes r;
  EXPECT_EQ(r.go("GET", "/conversations"), "list");
  EXPECT_EQ(r.go("GET", "/conversations/counts?x=1"), "counts");
  EXPECT_EQ(r.go("GET", "/conversations/1%202"), "one");
  EXPECT_EQ(r.parameters, (Router::Parameters{{"id", "1 2"}}));
  EXPECT_EQ(r.go("POST", "/conversations/counts/read"), "read");
  EXPECT_EQ(r.parameters, (Router::Parameters{{"id", "counts"}}));
  EXPECT_EQ(r.go("GET", "/agent/a/b"), "spa");
  EXPECT_EQ(r.parameters, (Router::Parameters{{"rest", "a/b"}}));
}

TEST(Router, UnknownPathsAre404AndOtherMethods405WithAllow) {
  Routes r;
  EXPECT_EQ(r.go("GET", "/nope"), "404");
  EXPECT_EQ(r.go("GET", "/conversations/"), "404");
  EXPECT_EQ(r.go("GET", "/conversations/1/2"), "404");
  EXPECT_EQ(r.go("GET", "//conversations"), "404");
  EXPECT_EQ(r.go("DELETE", "/conversations"), "405");
  EXPECT_EQ(r.match.refusal.header("Allow"), "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(r.go("TRACE", "/conversations"), "405");
  EXPECT_EQ(r.go("POST", "/ws"), "405");
  EXPECT_EQ(r.go("HEAD", "/ws"), "ws");  // net refuses it there as it refuses a plain GET
}

TEST(Router, HeadIsAnsweredByGetAndOptionsByTheHook) {
  Routes r;
  EXPECT_EQ(r.go("HEAD", "/conversations"), "list");
  EXPECT_EQ(r.go("OPTIONS", "/conversations"), "204");
  EXPECT_EQ(r.go("OPTIONS", "*"), "204");
  r.router.options([](const Request&, std::string_view allow) {
    Response response;
    response.status = 200;
    response.set("Access-Control-Allow-Methods", std::string(allow));
    return response;
  });
  EXPECT_EQ(r.go("OPTIONS", "/conversations"), "200");
  EXPECT_EQ(r.match.refusal.header("Access-Control-Allow-Methods"), "GET, HEAD, POST, OPTIONS");
}

TEST(Router, TheFallbackGetsOnlyReadsOfUnknownPaths) {
  Routes r;
  r.router.fallback(r.mark("file"),
                    [](const Request& request) { return request.path() == "/widget.js"; });
  EXPECT_EQ(r.go("GET", "/widget.js"), "file");
  EXPECT_EQ(r.go("HEAD", "/widget.js"), "file");
  for (const char* method : {"POST", "PUT", "PATCH", "DELETE", "TRACE"}) {
    EXPECT_EQ(r.go(method, "/widget.js"), "405") << method;
    EXPECT_EQ(r.match.refusal.header("Allow"), "GET, HEAD, OPTIONS");
    EXPECT_EQ(r.go(method, "/nothing"), "404") << method;
  }
  EXPECT_EQ(r.go("OPTIONS", "/widget.js"), "204");
  EXPECT_EQ(r.match.refusal.header("Allow"), "GET, HEAD, OPTIONS");
  EXPECT_EQ(r.go("OPTIONS", "/nothing"), "404");
  EXPECT_EQ(r.go("PUT", "/conversations"), "405");
}

TEST(Request, QueryCookieAndListHeaders) {
  RequestBuilder builder("GET", "/m?conversation_id=1&name=a+b%26c&empty&bad=%zz%4&line=a%0Ab");
  builder.header("Cookie", "a=1; walkie_visitor=t0k;b=\"q\"").header("cookie", "late=2");
  builder.header("Accept", "text/html").header("accept", "x, Text/Event-Stream");
  Request request = builder.take();
  EXPECT_EQ(request.query("conversation_id"), "1");
  EXPECT_EQ(request.query("name"), "a b&c");
  EXPECT_EQ(request.query("empty"), "");
  EXPECT_EQ(request.query("bad"), "%zz%4");  // a lone "%" is itself, as to a browser
  EXPECT_EQ(request.query("line"), "a\nb");
  const Request nul = RequestBuilder("GET", "/messages?q=1%00x").take();
  EXPECT_EQ(nul.query("q"), "1%00x");  // no value has a NUL
  EXPECT_EQ(request.query("none"), std::nullopt);
  EXPECT_EQ(request.cookie("walkie_visitor"), "t0k");
  EXPECT_EQ(request.cookie("b"), "q");
  EXPECT_EQ(request.cookie("late"), "2");
  EXPECT_EQ(request.cookie("visitor"), std::nullopt);
  RequestBuilder twice("GET", "/");
  twice.header("Cookie", "w=old; x=1; w=new").header("Cookie", "w=\"other\"; ww=no");
  EXPECT_EQ(twice.peek().cookies("w"), (std::vector<std::string_view>{"old", "new", "other"}));
  EXPECT_TRUE(request.header_has_token("ACCEPT", "text/event-stream"));
}

}  // namespace
}  // namespace walkie::net
