#include "api/error_page.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.h"
#include "net/accept.h"

namespace walkie::api {
namespace {

enum Language : std::uint8_t { english, chinese };

struct Words {
  std::string_view title;
  std::string_view advice;
};
using Both = std::array<Words, 2>;

constexpr Both words_busy{{
    {"The server is busy", "Please try again in a moment. Nothing that you sent before is lost."},
    {"服务器正忙", "请稍后再试。已发送的内容不会丢失。"},
}};
constexpr Both words_broken{{
    {"Something went wrong", "The fault is on our side. Please try again in a moment."},
    {"出了点问题", "问题出在我们这边，请稍后再试。"},
}};
constexpr Both words_missing{{
    {"There is nothing here", "The link may be old, or its address mistyped."},
    {"这里什么也没有", "链接可能已经失效，或者地址有误。"},
}};
constexpr Both words_not_signed_in{{
    {"You are not signed in", "This address is for people who have signed in."},
    {"尚未登录", "登录后才能查看这个地址。"},
}};
constexpr Both words_forbidden{{
    {"This is not open to you", "Your account may not see what is at this address."},
    {"无权查看", "此账户不能查看这个地址的内容。"},
}};
constexpr Both words_too_much{{
    {"Your browser sends too much",
     "Often old cookies are the reason: delete the cookies of this site, then try again."},
    {"浏览器发送的内容过多", "通常是旧的 Cookie 造成的：请删除本网站的 Cookie，然后重试。"},
}};
constexpr Both words_long_link{{
    {"This link is too long", "Open the address without what follows the question mark."},
    {"链接过长", "请去掉地址中问号后面的部分再打开。"},
}};
constexpr Both words_unreadable{{
    {"The request could not be read", "Please check the address, then try again."},
    {"无法读取请求", "请检查地址，然后重试。"},
}};

const Both& words_of(int status) {
  switch (status) {
    case 401:
      return words_not_signed_in;
    case 403:
      return words_forbidden;
    case 404:
    case 410:
      return words_missing;
    case 414:
      return words_long_link;
    case 431:
      return words_too_much;
    case 408:
    case 429:
    case 503:
      return words_busy;
    default:
      return status >= 500 ? words_broken : words_unreadable;
  }
}

bool begins_with(std::string_view tag, std::string_view language) {
  if (!starts_with_ignoring_case(tag, language)) return false;
  return tag.size() == language.size() || tag[language.size()] == '-';
}

// The preferred language of the two; English when neither is named.
Language language_of(const net::Request& request) {
  int best = 0;
  Language found = english;
  net::each_preference(request, "accept-language", [&](const net::Preference& preference) {
    if (preference.quality <= best) return;
    const bool zh = begins_with(preference.name, "zh");
    if (!zh && !begins_with(preference.name, "en")) return;
    best = preference.quality;
    found = zh ? chinese : english;
  });
  return found;
}

// The code of the problem. It comes before all text of users, and needs no escaping.
std::string_view code_of(std::string_view problem) {
  constexpr std::string_view name = "\"code\":\"";
  const std::size_t at = problem.find(name);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = problem.substr(at + name.size());
  const std::string_view code = rest.substr(0, rest.find('"'));
  const bool plain = std::all_of(code.begin(), code.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
  return plain ? code : std::string_view();
}

// "Try again" links to the page itself with an empty reference, so no request body is repeated.
std::string links(int status, Language language) {
  const bool zh = language == chinese;
  std::string text;
  const auto link = [&text](std::string_view to, std::string_view label) {
    text.append("<a href=\"").append(to).append("\">").append(label).append("</a>");
  };
  const bool again = status == 408 || status == 429 || status == 431 || status >= 500;
  if (again) link("", zh ? "重试" : "Try again");
  if (status == 401) link("/agent", zh ? "登录" : "Sign in");
  link("/", zh ? "首页" : "Start page");
  return text;
}

std::string page(int status, std::string_view code, std::string_view retry_after,
                 Language language) {
  const Words& words = words_of(status)[language];
  const bool zh = language == chinese;
  std::string text = "<!doctype html>\n<html lang=\"";
  text.append(zh ? "zh-CN" : "en");
  text.append(
      "\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" "
      "content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n<link rel=\"icon\" "
      "href=\"/favicon.svg\">\n<title>");
  text.append(words.title).append(" · Walkie</title>\n<style>").append(error_style());
  text.append("</style>\n</head>\n<body>\n<main>\n<h1>").append(words.title);
  text.append("</h1>\n<p>").append(words.advice).append("</p>\n");
  if (!retry_after.empty()) {
    text.append("<p>").append(zh ? "可在 " : "You can try again in ").append(retry_after);
    text.append(zh                   ? " 秒后重试。</p>\n"
                : retry_after == "1" ? " second.</p>\n"
                                     : " seconds.</p>\n");
  }
  text.append("<nav>").append(links(status, language)).append("</nav>\n<p><code>");
  text.append(std::to_string(status));
  if (!code.empty()) text.append(" ").append(code);
  return text.append("</code></p>\n</main>\n</body>\n</html>\n");
}

bool all_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string_view error_style() {
  return "body{margin:0;min-height:100vh;display:grid;place-items:center;background:#fafaf7;"
         "color:#141a17;font:1rem/1.6 system-ui,'Noto Sans SC',sans-serif}"
         "main{max-width:32rem;padding:2rem 1.5rem;box-sizing:border-box}"
         "h1{font-size:1.6rem;line-height:1.25;margin:0 0 .75rem}p{margin:0 0 .75rem}"
         "nav{display:flex;flex-wrap:wrap;gap:.75rem;margin:1.25rem 0}"
         "a{display:inline-block;padding:.7rem 1.1rem;border:1px solid #0b6b5b;"
         "border-radius:.75rem;color:#0b6b5b;text-decoration:none;font-weight:600}"
         "a:first-child{background:#0b6b5b;color:#fff}"
         "a:focus-visible{outline:3px solid #f5a524;outline-offset:2px}"
         "code{color:#656e67;font-size:.875rem}"
         "@media(prefers-color-scheme:dark){body{background:#0c110f;color:#edf2ee}"
         "a{border-color:#3cc7a6;color:#3cc7a6}a:first-child{background:#3cc7a6;color:#04231c}"
         "code{color:#8d9992}}";
}

std::string_view error_style_hash() {
  return "sha256-DArORP8uJPmL68hOntLdDTMjFeO05ctPfqwDziGh/TI=";
}

bool wants_page(const net::Request& request) {
  const net::MediaQuality html = net::media_quality(request, "text/html");
  if (html.quality == 0) return false;
  if (request.header("Sec-Fetch-Mode") == "navigate") return true;
  if (!html.named) return false;
  const net::MediaQuality json = net::media_quality(request, "application/json");
  return html.quality > json.quality || (html.quality == json.quality && !json.named);
}

void show_error(const net::Request& request, net::Response& response,
                std::string_view frame_ancestors) {
  const bool problem = response.header("Content-Type") == "application/problem+json";
  if (response.status < 400 || !problem || !wants_page(request)) return;
  const Language language = language_of(request);
  std::string_view retry_after = response.header("Retry-After");
  if (!all_digits(retry_after)) retry_after = {};
  response.body = page(response.status, code_of(response.bytes()), retry_after, language);
  response.set("Content-Type", "text/html; charset=utf-8");
  response.set("Content-Language", language == chinese ? "zh-CN" : "en");
  std::string policy = "default-src 'none'; img-src 'self'; style-src '";
  policy.append(error_style_hash()).append("'; base-uri 'none'; form-action 'none'; ");
  policy.append("frame-ancestors ").append(frame_ancestors);
  response.set("Content-Security-Policy", policy);
}

}  // namespace walkie::api
