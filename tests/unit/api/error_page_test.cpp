// Who meets an error: a person gets a page in the browser's language, a program a problem document.
#include "api/error_page.h"

#include <sodium.h>

#include "tests/unit/api/world.h"

namespace walkie::testing {
namespace {

const std::string chrome =
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8";

Answer visit(World& world, const std::string& target, Headers headers) {
  return world.ask("GET", target, {}, std::move(headers));
}

TEST(ErrorPage, APersonGetsAPageAProgramAProblem) {
  World world;
  const auto type = [&world](Headers headers) {
    const Answer answer = visit(world, "/nothing", std::move(headers));
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(answer.response.header("Cache-Control"), "no-store");
    return std::string(answer.response.header("Content-Type"));
  };
  const std::string html = "text/html; charset=utf-8";
  const std::string problem = "application/problem+json";
  EXPECT_EQ(type({{"Accept", chrome}}), html);
  EXPECT_EQ(type({{"Accept", "text/html"}}), html);
  EXPECT_EQ(type({{"Accept", "text/html, */*"}}), html);
  EXPECT_EQ(type({{"Accept", "*/*"}, {"Sec-Fetch-Mode", "navigate"}}), html);
  EXPECT_EQ(type({}), problem);
  EXPECT_EQ(type({{"Accept", "*/*"}}), problem);
  EXPECT_EQ(type({{"Accept", "text/html, application/json"}}), problem);
  EXPECT_EQ(type({{"Accept", "application/json, text/html;q=0.5"}}), problem);
  EXPECT_EQ(type({{"Accept", "text/html;q=0"}}), problem);
  EXPECT_EQ(type({{"Accept", "text/event-stream"}}), problem);
  EXPECT_EQ(type({{"Accept", "text/*"}}), problem);
}

TEST(ErrorPage, SpeaksTheBrowsersLanguage) {
  World world;
  const auto language = [&world](const std::string& wanted) {
    const Answer answer =
        visit(world, "/nothing", {{"Accept", chrome}, {"Accept-Language", wanted}});
    const std::string named(answer.response.header("Content-Language"));
    EXPECT_NE(answer.body.find("<html lang=\"" + named + "\">"), std::string::npos);
    return named;
  };
  EXPECT_EQ(language("zh-CN,zh;q=0.9,en;q=0.8"), "zh-CN");
  EXPECT_EQ(language("zh-TW"), "zh-CN");
  EXPECT_EQ(language("ZH"), "zh-CN");
  EXPECT_EQ(language("en-GB,zh;q=0.9"), "en");
  EXPECT_EQ(language("de,fr"), "en");
  EXPECT_EQ(language("de,zh;q=0.1"), "zh-CN");
  EXPECT_EQ(language("zh;q=0,en;q=0.1"), "en");
  EXPECT_EQ(language("zhx,enx"), "en");
  EXPECT_EQ(language(""), "en");
}

TEST(ErrorPage, SaysWhatHappenedAndAWayOnAndKeepsTheHeaders) {
  World world;
  Answer answer = visit(world, "/me", {{"Accept", chrome}});
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(answer.response.header("WWW-Authenticate"), "Bearer");
  EXPECT_NE(answer.body.find("You are not signed in"), std::string::npos) << answer.body;
  EXPECT_NE(answer.body.find("href=\"/agent\""), std::string::npos);
  EXPECT_NE(answer.body.find("401 sign_in_required"), std::string::npos) << answer.body;
  EXPECT_EQ(answer.response.header("X-Content-Type-Options"), "nosniff");

  net::Response busy = net::problem_response(503, "too_busy", "x");
  busy.set("Retry-After", "7");
  net::RequestBuilder builder("GET", "/");
  builder.header("Accept", "text/html").header("Accept-Language", "zh");
  api::show_error(builder.peek(), busy, "'none'");
  EXPECT_NE(busy.body.find("可在 7 秒后重试"), std::string::npos) << busy.body;
  EXPECT_EQ(busy.header("Retry-After"), "7");
  EXPECT_NE(busy.body.find("<a href=\"\">"), std::string::npos);
}

// Nothing that was sent stands in the page, and its policy lets nothing but its own style run.
TEST(ErrorPage, RepeatsNothingAndHasAPolicyThatFits) {
  World world;
  const Answer answer =
      visit(world, "/nothing%3Cscript%3E?a=script", {{"Accept", chrome}, {"Cookie", "a=script"}});
  EXPECT_EQ(answer.body.find("script"), std::string::npos);
  const std::string_view style = api::error_style();
  unsigned char digest[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(digest, reinterpret_cast<const unsigned char*>(style.data()), style.size());
  char text[sodium_base64_ENCODED_LEN(sizeof digest, sodium_base64_VARIANT_ORIGINAL)];
  sodium_bin2base64(text, sizeof text, digest, sizeof digest, sodium_base64_VARIANT_ORIGINAL);
  EXPECT_EQ(api::error_style_hash(), "sha256-" + std::string(text));
  const std::string policy(answer.response.header("Content-Security-Policy"));
  EXPECT_NE(policy.find("style-src 'sha256-" + std::string(text) + "'"), std::string::npos);
  EXPECT_NE(policy.find("default-src 'none'"), std::string::npos);
  EXPECT_NE(policy.find("frame-ancestors 'none'"), std::string::npos);
}

}  // namespace
}  // namespace walkie::testing
