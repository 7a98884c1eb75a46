// REST over the whole server: the original behaviour, idempotent sends, and bad input.
#include "actions/list_people.h"
#include "api/origins.h"
#include "tests/unit/api/world.h"

namespace walkie::testing {
namespace {

// product.md point 4: POST /messages saves, then pushes to every connection, the sender's too.
TEST(Messages, Point4SavedThenPushedToEveryConnectionOfTheConversation) {
  World world;
  const std::string visitor = world.visitor();
  const std::string ana = world.agent("ana", Role::agent, {world.shop});
  const std::int64_t id = world.conversation(visitor);
  const std::string target = "/ws?conversation_id=" + std::to_string(id);
  Socket page = world.connect(target, visitor);
  Socket inbox = world.connect(target, ana, {}, &world.other_loop);
  ASSERT_TRUE(page.upgraded());
  ASSERT_TRUE(inbox.upgraded());
  world.settle();
  page.take();
  inbox.take();

  const Answer answer = world.post(id, visitor, "你好", ",\"sender_is_agent\":false");
  EXPECT_EQ(answer.status, 201);
  const json::object message = answer.json();
  EXPECT_EQ(text(message.at("content")), "你好");
  EXPECT_EQ(message.at("head_seq").as_int64(), 1);
  for (Socket* socket : {&page, &inbox}) {
    const auto frames = socket->take();
    ASSERT_EQ(frames.size(), 1U);
    EXPECT_EQ(text(frames[0].at("type")), "new_message");
    EXPECT_EQ(frames[0].at("conversation_id").as_int64(), id);
    json::object pushed = frames[0].at("data").as_object();
    json::object answered = message;
    answered.erase("head_seq");
    EXPECT_EQ(pushed, answered);  // F1: exactly the object that REST returns
  }
}

// product.md point 5: a client without WebSocket polls. R2: lists have items and next.
TEST(Messages, Point5GetMessagesReturnsTheMessages) {
  World world;
  const std::string visitor = world.visitor();
  const std::int64_t id = world.conversation(visitor);
  world.post(id, visitor, "one");
  world.post(id, visitor, "two");
  const Answer answer = world.ask("GET", "/messages?conversation_id=" + std::to_string(id), {},
                                  World::bearer(visitor));
  ASSERT_EQ(answer.status, 200) << answer.body;
  const json::object page = answer.json();
  ASSERT_EQ(page.at("items").as_array().size(), 2U);
  EXPECT_EQ(text(page.at("items").as_array()[1].as_object().at("content")), "two");
  EXPECT_EQ(page.at("head_seq").as_int64(), 2);
  EXPECT_TRUE(page.at("next").is_null());
}

// product.md point 10: a person can follow a message through the log, without its text or tokens.
TEST(Messages, Point10TheLogFollowsAMessageFromRequestToPush) {
  World world;
  const std::string visitor = world.visitor();
  const std::int64_t id = world.conversation(visitor);
  Socket page = world.connect("/ws?conversation_id=" + std::to_string(id), visitor);
  world.post(id, visitor, "a secret text");
  std::string all;
  for (const std::string& line : world.log_lines)
    all += line + "\n";
  EXPECT_NE(all.find("connected"), std::string::npos);
  EXPECT_NE(all.find("message saved"), std::string::npos);
  EXPECT_NE(all.find("message_id=1"), std::string::npos) << all;
  EXPECT_NE(all.find("pushed"), std::string::npos);
  EXPECT_NE(all.find("connections=1"), std::string::npos);
  EXPECT_EQ(all.find("a secret text"), std::string::npos);
  EXPECT_EQ(all.find(visitor), std::string::npos);
  EXPECT_EQ(all.find("conversation_id=1&"), std::string::npos);
}

// R3: safe to repeat.
TEST(Messages, S1ARepeatedClientIdGetsTheOriginal) {
  World world;
  const std::string visitor = world.visitor();
  const std::int64_t id = world.conversation(visitor);
  const std::string client = ",\"client_id\":\"0193f5a2-7c11-7d2e-9a53-0c6f6a1b2c3d\"";
  const Answer first = world.post(id, visitor, "once", client);
  const Answer again = world.post(id, visitor, "once", client);
  const Answer other = world.post(id, visitor, "twice", client);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(first.json().at("id"), again.json().at("id"));
  EXPECT_EQ(other.status, 409);
}

TEST(Messages, S4ARoleClaimedFalselyIsRefused) {
  World world;
  const std::string visitor = world.visitor();
  const std::int64_t id = world.conversation(visitor);
  EXPECT_EQ(world.post(id, visitor, "hi", ",\"sender_is_agent\":true").status, 403);
}

TEST(Messages, S5AnotherAgentsAnswerInBetweenIsShown) {
  World world;
  const std::string visitor = world.visitor();
  const std::string ana = world.agent("ana", Role::agent, {world.shop});
  const std::string ben = world.agent("ben", Role::agent, {world.shop});
  const std::int64_t id = world.conversation(visitor);
  world.post(id, visitor, "help");
  ASSERT_EQ(world.post(id, ana, "here I am").status, 201);
  const Answer answer = world.post(id, ben, "me too", ",\"expected_head_seq\":1");
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(answer.code(), "conversation_moved");
  const json::object problem = answer.json();
  EXPECT_EQ(problem.at("head_seq").as_int64(), 2);
  ASSERT_EQ(problem.at("messages").as_array().size(), 1U);
  EXPECT_EQ(text(problem.at("messages").as_array()[0].as_object().at("content")), "here I am");
}

// R1: a stable code, and the field.
TEST(BadInput, IsNamed) {
  World world;
  const std::string visitor = world.visitor();
  const std::string id = std::to_string(world.conversation(visitor));
  const auto post = [&](const std::string& body) {
    return world.ask("POST", "/messages", body, World::bearer(visitor));
  };
  EXPECT_EQ(post("{\"conversation_id\":").code(), "bad_json");
  EXPECT_EQ(post("{\"conversation_id\":").json().at("position").as_int64(), 19);
  EXPECT_EQ(post("{\"conversation_id\":" + id + "}").field(), "content");
  EXPECT_EQ(post("{\"conversation_id\":\"1\",\"content\":\"a\"}").field(), "conversation_id");
  EXPECT_EQ(post("{\"conversation_id\":" + id + ",\"content\":\" \\n\\u3000\"}").status, 400);
  EXPECT_EQ(post("{\"conversation_id\":" + id + ",\"content\":\"\"}").status, 400);
  EXPECT_EQ(post("{\"conversation_id\":" + id + ",\"content\":\"\xff\"}").status, 400);
  const std::string longest(static_cast<std::size_t>(world.limits.content_bytes) + 1, 'a');
  EXPECT_EQ(post("{\"conversation_id\":" + id + ",\"content\":\"" + longest + "\"}").status, 413);
  EXPECT_EQ(post("{\"conversation_id\":999,\"content\":\"a\"}").status, 404);
}

TEST(BadInput, WrongTypeRouteMethodAndCredential) {
  World world;
  const std::string visitor = world.visitor();
  const std::string body = "{\"conversation_id\":1,\"content\":\"a\"}";
  Headers headers = World::bearer(visitor);
  headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
  EXPECT_EQ(world.ask("POST", "/messages", body, headers).status, 415);
  EXPECT_EQ(world.ask("GET", "/nothing").status, 404);
  EXPECT_EQ(world.ask("GET", "/nothing").code(), "unknown_route");
  const Answer wrong = world.ask("PUT", "/messages", body, World::bearer(visitor));
  EXPECT_EQ(wrong.status, 405);
  EXPECT_NE(wrong.response.header("Allow").find("POST"), std::string_view::npos);
  EXPECT_EQ(world.ask("POST", "/messages", body).status, 401);
  EXPECT_EQ(world.ask("POST", "/messages", body, World::bearer("nonsense")).status, 401);
  EXPECT_EQ(world.ask("POST", "/messages", body, {{"Authorization", "Basic eA=="}}).status, 401);
  EXPECT_EQ(world.ask("GET", "/conversations/abc", {}, World::bearer(visitor)).status, 404);
  EXPECT_EQ(world.ask("GET", "/messages", {}, World::bearer(visitor)).field(), "conversation_id");
  EXPECT_EQ(
      world.ask("GET", "/messages?conversation_id=1&limit=x", {}, World::bearer(visitor)).field(),
      "limit");
}

TEST(BadInput, TooFastIsToldWhenToComeAgain) {
  World world;
  const std::string visitor = world.visitor();
  const std::int64_t id = world.conversation(visitor);
  for (int sent = 0; sent < 10; ++sent)
    EXPECT_EQ(world.post(id, visitor, "x").status, 201);
  const Answer answer = world.post(id, visitor, "x");
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(answer.response.header("Retry-After"), "1");
  world.advance(Duration(1000));
  EXPECT_EQ(world.post(id, visitor, "x").status, 201);
}

TEST(Visitors, AVisitorWithATokenIsReturnedUnchanged) {
  World world;
  const Answer first = world.ask("POST", "/visitors", "{\"name\":\"Li Wei\"}");
  ASSERT_EQ(first.status, 201);
  const std::string token = text(first.json().at("token"));
  EXPECT_EQ(first.response.header("Set-Cookie").substr(0, 15), "walkie_visitor=");
  const Answer again = world.ask("POST", "/visitors", "{}", World::bearer(token));
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(text(again.json().at("token")), token);
  EXPECT_EQ(again.json().at("visitor"), first.json().at("visitor"));
  const Answer stale = world.ask("POST", "/visitors", "{}", {{"Cookie", "walkie_visitor=old"}});
  EXPECT_EQ(stale.status, 201);
}

// A browser sends two cookies of one name when one was set for a path or a parent domain too.
TEST(Visitors, AStaleCookieDoesNotHideAGoodOne) {
  World world;
  const std::string token = world.visitor();
  const std::string good = "walkie_visitor=" + token;
  const auto me = [&world](const std::string& cookies) {
    return world.ask("GET", "/me", {}, {{"Cookie", cookies}}).status;
  };
  EXPECT_EQ(me("walkie_visitor=old; " + good), 200);
  EXPECT_EQ(me("walkie_visitor=; x=1; walkie_visitor=\"old\"; " + good), 200);
  EXPECT_EQ(me(good + "; walkie_visitor=old"), 200);
  EXPECT_EQ(me("walkie_visitor=1; walkie_visitor=2; walkie_visitor=3; " + good), 401);  // enough
}

// RFC 9110 13.1: what has no entity tag matches none, and the change is not made.
TEST(BadInput, R5AConditionThatCannotHoldStopsAChange) {
  World world;
  const std::string visitor = world.visitor();
  const std::int64_t id = world.conversation(visitor);
  const std::string body = "{\"conversation_id\":" + std::to_string(id) + ",\"content\":\"a\"}";
  const auto post = [&](const std::string& name, const std::string& value) {
    Headers headers = World::bearer(visitor);
    headers.emplace_back(name, value);
    return world.ask("POST", "/messages", body, headers);
  };
  EXPECT_EQ(post("If-Match", "\"x\"").code(), "precondition_failed");
  EXPECT_EQ(post("If-None-Match", "*").status, 412);
  EXPECT_EQ(post("Content-Encoding", "gzip").code(), "unsupported_content_coding");
  EXPECT_EQ(post("If-Match", "*").json().at("seq").as_int64(), 1);  // nothing came before
  EXPECT_EQ(post("If-None-Match", "\"x\"").status, 201);
  // What fails by itself says why.
  const std::string own =
      "/messages/" + std::to_string(post("If-Match", "*").json().at("id").as_int64());
  const auto because = [&](const std::string& method, const std::string& target,
                           const std::string& with) {
    Headers headers = World::bearer(visitor);
    headers.emplace_back("If-Match", "\"x\"");
    return world.ask(method, target, with, headers).code();
  };
  EXPECT_EQ(because("GET", "/conversations/99", ""), "conversation_not_found");
  EXPECT_EQ(because("GET", "/messages/99", ""), "message_not_found");
  EXPECT_EQ(because("DELETE", "/messages/99", ""), "message_not_found");
  EXPECT_EQ(because("PATCH", own, "{\"content\":\" \"}"), "empty_content");
  EXPECT_EQ(because("PATCH", own, "{\"content\":\"b\"}"), "precondition_failed");
  EXPECT_EQ(because("POST", "/messages", "{"), "bad_json");
  EXPECT_EQ(because("GET", "/nothing", ""), "unknown_route");
  EXPECT_EQ(because("PUT", "/messages", body), "method_not_allowed");
  EXPECT_EQ(post("Content-Encoding", "identity").status, 201);
}

TEST(Sessions, SignInSetsACookieAndSignOutEndsIt) {
  World world;
  const std::string token = world.agent("ana", Role::admin, {world.shop});
  const Headers page = {{"Cookie", "walkie_agent=" + token}, {"Origin", "http://walkie.test"}};
  EXPECT_EQ(text(world.ask("GET", "/me", {}, page).json().at("role")), "admin");
  const Answer out = world.ask("DELETE", "/sessions/current", {}, page);
  EXPECT_EQ(out.status, 204);
  EXPECT_NE(out.response.header("Set-Cookie").find("Max-Age=0"), std::string_view::npos);
  EXPECT_EQ(world.ask("GET", "/me", {}, page).status, 401);
  EXPECT_EQ(
      world.ask("POST", "/sessions", "{\"email\":\"ana@shop.example\",\"password\":\"wrong one\"}")
          .status,
      401);
}

TEST(Sessions, ABrowserThatSignedInIsAKnownDevice) {
  for (const bool secure : {false, true}) {
    World world(quick_limits(), {.public_origin = "http://walkie.test", .secure = secure});
    world.agent("ana", Role::agent, {world.shop});
    const std::string name = secure ? "__Host-walkie_device" : "walkie_device";
    const std::string good = R"({"email":"ana@shop.example","password":"correct horse"})";
    const std::string bad = R"({"email":"ana@shop.example","password":"wrong"})";
    const Answer first = world.ask("POST", "/sessions", good);
    ASSERT_EQ(first.status, 201);
    const std::string_view lines = first.response.headers.text();
    const std::size_t begin = lines.find("Set-Cookie: " + name + "=");
    ASSERT_NE(begin, std::string_view::npos) << lines;
    const std::size_t value = begin + std::string_view("Set-Cookie: ").size();
    const std::string cookie(lines.substr(value, lines.find('\r', value) - value));
    for (const char* part : {"; HttpOnly", "; SameSite=Strict", "; Path=/", "; Max-Age="})
      EXPECT_NE(cookie.find(part), std::string::npos) << cookie;
    EXPECT_EQ(cookie.find("; Secure") != std::string::npos, secure);
    EXPECT_EQ(cookie.find("Domain"), std::string::npos);
    world.peer = "198.51.100.1";
    for (int i = 0; i < 5; ++i)
      EXPECT_EQ(world.ask("POST", "/sessions", bad).status, 401);
    const Answer stranger = world.ask("POST", "/sessions", good);
    EXPECT_EQ(stranger.status, 429);
    EXPECT_EQ(stranger.response.header("Retry-After"), "900");
    const Headers known = {{"Cookie", cookie.substr(0, cookie.find(';'))}};
    EXPECT_EQ(world.ask("POST", "/sessions", good, known).status, 201);
    // It opens nothing by itself.
    EXPECT_EQ(world.ask("GET", "/me", {}, known).status, 401);
  }
}

TEST(Origins, R4AChangeByCookieNeedsOurOwnPage) {
  World world;
  const std::string token = world.agent("ana", Role::agent, {world.shop});
  const auto open = [&](const Headers& more) {
    Headers headers = {{"Cookie", "walkie_agent=" + token}};
    headers.insert(headers.end(), more.begin(), more.end());
    return world.ask("POST", "/conversations", "{}", headers).status;
  };
  EXPECT_EQ(open({}), 403);
  EXPECT_EQ(open({{"Origin", "https://evil.example"}}), 403);
  EXPECT_EQ(open({{"Origin", "null"}}), 403);
  EXPECT_EQ(open({{"Origin", "http://walkie.test:81"}}), 403);
  EXPECT_NE(open({{"Origin", "http://walkie.test"}}), 403);
}

TEST(Origins, CorsNamesListedSitesAndNeverCredentials) {
  World world;
  const Answer listed = world.ask("GET", "/healthz", {}, {{"Origin", "https://club.example"}});
  EXPECT_EQ(listed.response.header("Access-Control-Allow-Origin"), "https://club.example");
  EXPECT_EQ(listed.response.header("Access-Control-Allow-Credentials"), "");
  EXPECT_EQ(listed.response.header("Vary"), "Origin");
  const Answer foreign = world.ask("GET", "/healthz", {}, {{"Origin", "https://evil.example"}});
  EXPECT_EQ(foreign.response.header("Access-Control-Allow-Origin"), "");
  EXPECT_EQ(foreign.response.header("Vary"), "Origin");
  EXPECT_EQ(foreign.response.header("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(foreign.response.header("Referrer-Policy"), "no-referrer");
}

TEST(Origins, OurOwnPageIsKnownHoweverTheHostIsWritten) {
  World world;
  const std::string token = world.agent("ana", Role::agent, {world.shop});
  const auto change = [&](const char* host, const char* origin) {
    const Headers headers = {
        {"Cookie", "walkie_agent=" + token}, {"Host", host}, {"Origin", origin}};
    return world.ask("POST", "/conversations", "{\"visitor_id\":999}", headers).status;
  };
  EXPECT_EQ(change("Walkie.Test", "http://walkie.test"), 404);
  EXPECT_EQ(change("walkie.test:80", "http://walkie.test"), 404);
  EXPECT_EQ(change("chat.example:80", "http://chat.example"), 404);
  EXPECT_EQ(change("CHAT.example", "http://chat.example"), 404);
  EXPECT_EQ(change("chat.example:443", "https://chat.example"), 403);  // we are not on TLS here
  EXPECT_EQ(change("[::1]:8080", "http://[::1]:8080"), 404);
  EXPECT_EQ(change("chat.example:8080", "http://chat.example"), 403);
  EXPECT_EQ(change("", "http://evil.example"), 403);
}

// Allow-list, CORS, /ws and frame-ancestors all mean the same sites.
TEST(Origins, AListedSiteIsTheSameEverywhere) {
  World world;
  const std::string mia = world.visitor(world.club);
  struct Case {
    const char* stored;
    const char* sent;  // by the browser
    bool good;
  };
  for (const Case& one : {Case{"https://Shop.Example:443/", "https://shop.example", true},
                          Case{"https://bücher.example", "https://xn--bcher-kva.example", true},
                          Case{"http://127.0.0.1:3000", "http://127.0.0.1:3000", true},
                          Case{"https://shop.example", "https://shop.example:8443", false},
                          Case{"https://shop.example", "http://shop.example", false},
                          Case{"https://shop.example", "https://www.shop.example", false},
                          Case{"https://*.shop.example", "https://www.shop.example", false},
                          Case{"https://*.shop.example", "https://*.shop.example", false},
                          Case{"*", "https://shop.example", false}, Case{"null", "null", false},
                          Case{"https://shop.example/a", "https://shop.example", false}}) {
    struct Store {
      using Answer = int;
      InboxId inbox;
      std::string site;
      Result<int> run(const actions::Context&, Transaction& store, actions::Outcome&) const {
        Inbox row = *store.inbox(inbox);
        row.allowed_origins = {site};  // as an older version stored it
        store.save_inbox(row);
        return 0;
      }
    };
    world.run(Store{world.club, one.stored});
    bool read = false;
    world.api.read_origins([&read] { read = true; });
    world.settle();
    ASSERT_TRUE(read);
    const Headers from = {{"Origin", one.sent}};
    const std::string what = std::string(one.stored) + " and " + one.sent;
    EXPECT_EQ(world.ask("POST", "/visitors", "{}", from).status, one.good ? 201 : 403) << what;
    EXPECT_EQ(world.connect("/ws", mia, from).upgraded(), one.good) << what;
    EXPECT_EQ(world.ask("GET", "/healthz", {}, from).response.header("Access-Control-Allow-Origin"),
              one.good ? one.sent : "")
        << what;
    std::vector<std::string> framing = world.api.origins().sites(world.club);
    EXPECT_EQ(std::find(framing.begin(), framing.end(), one.sent) != framing.end(), one.good)
        << what;
    for (const std::string& site : framing)
      EXPECT_EQ(site.find_first_of("*; '\""), std::string::npos) << site;
  }
}

TEST(Origins, SitesOfOlderVersionsAreRewrittenAtStartOrNamed) {
  World world;
  const InboxId old = world.run(AddInbox{
      "Old", {"https://Shop.Example/", "https://shop.example:443", "*", "http://a.example"}});
  const auto unusable = world.run(actions::CanonicaliseOrigins{});
  ASSERT_EQ(unusable.size(), 1U);
  EXPECT_EQ(unusable[0].inbox_id, old);
  EXPECT_EQ(unusable[0].site, "*");
  EXPECT_NE(unusable[0].why.find("every site"), std::string::npos);
  for (const Inbox& inbox : world.run(actions::ListOrigins{})) {
    if (inbox.id != old) continue;
    EXPECT_EQ(inbox.allowed_origins,
              (std::vector<std::string>{"https://shop.example", "*", "http://a.example"}));
  }
}

// The agent is signed in at Walkie; a page of the same site, on a list, asks in the same browser.
struct ListedPage : World {
  ListedPage() {
    const std::string mia = visitor(club);
    room = conversation(mia);
    post(room, mia, "hello");
    ana = agent("ana", Role::admin, {shop, club});
    mia_cookie = "walkie_visitor=" + mia;
    ana_cookie = "walkie_agent=" + ana;
  }
  // As whom a request with this cookie and these headers comes: "agent", "visitor" or nobody.
  std::string asker(const std::string& cookie, Headers more) {
    more.emplace_back("Cookie", cookie);
    const Answer answer = ask("GET", "/me", {}, more);
    return answer.status == 200 ? text(answer.json().at("type")) : std::string();
  }
  std::int64_t room = 0;
  std::string ana, ana_cookie, mia_cookie;
};

TEST(AgentsCookie, CountsForOurOwnPagesAndForProgramsAlone) {
  ListedPage world;
  const std::string& cookie = world.ana_cookie;
  EXPECT_EQ(world.asker(cookie, {{"Origin", "http://walkie.test"}}), "agent");
  EXPECT_EQ(world.asker(cookie, {{"Sec-Fetch-Site", "same-origin"}}), "agent");
  EXPECT_EQ(world.asker(cookie, {{"Sec-Fetch-Site", "none"}}), "agent");
  EXPECT_EQ(world.asker(cookie, {}), "agent");  // a program
  for (const char* origin : {"https://club.example", "https://evil.example", "null", "",
                             "http://walkie.test:8080", "https://walkie.test"}) {
    EXPECT_EQ(world.asker(cookie, {{"Origin", origin}}), "") << origin;
  }
  // <img>, <script>, a frame, a link: no Origin header, but the browser says where from.
  for (const char* site : {"same-site", "cross-site", "Same-Origin", "unheard-of"}) {
    EXPECT_EQ(world.asker(cookie, {{"Sec-Fetch-Site", site}}), "") << site;
  }
  // A page that lies about one of them does not gain by it.
  EXPECT_EQ(
      world.asker(cookie, {{"Origin", "https://club.example"}, {"Sec-Fetch-Site", "same-origin"}}),
      "");
}

TEST(AgentsCookie, OfTwoCookiesTheVisitorsCountsOnAListedSite) {
  ListedPage world;
  const std::string both = world.ana_cookie + "; " + world.mia_cookie;
  EXPECT_EQ(world.asker(both, {{"Origin", "http://walkie.test"}}), "agent");
  EXPECT_EQ(world.asker(both, {{"Origin", "https://club.example"}}), "visitor");
  EXPECT_EQ(world.asker(both, {{"Sec-Fetch-Site", "same-site"}}), "visitor");
}

TEST(AgentsCookie, OpensNothingLiveFromAListedSite) {
  ListedPage world;
  const std::string id = std::to_string(world.room);
  const Headers listed = {{"Cookie", world.ana_cookie}, {"Origin", "https://club.example"}};
  EXPECT_EQ(world.connect("/ws", "", listed).status(), 401);
  EXPECT_EQ(world.connect("/ws?conversation_id=" + id, "", listed).status(), 401);
  const std::string events = "/conversations/" + id + "/events";
  EXPECT_EQ(world.ask("GET", events + "?after=0", {}, listed).status, 401);
  EXPECT_EQ(world.ask("GET", events + "?after=1&wait=1", {}, listed).status, 401);
  Headers stream = listed;
  stream.emplace_back("Accept", "text/event-stream");
  EXPECT_EQ(world.ask("GET", events, {}, stream).status, 401);
  const std::string body = "{\"conversation_id\":" + id + ",\"content\":\"as the shop\"}";
  EXPECT_EQ(world.ask("POST", "/messages", body, listed).status, 401);

  // The visitor's own token works there, whatever cookie the browser sends beside it.
  const std::string token = world.mia_cookie.substr(world.mia_cookie.find('=') + 1);
  Socket socket = world.connect("/ws?conversation_id=" + id, token, listed);
  ASSERT_TRUE(socket.upgraded());
  const auto frames = socket.take();
  ASSERT_FALSE(frames.empty());
  EXPECT_EQ(text(frames[0].at("data").at("me").at("type")), "visitor");
}

TEST(Health, IsReadyUntilItDrains) {
  World world;
  EXPECT_EQ(world.ask("GET", "/healthz").status, 200);
  EXPECT_EQ(world.ask("GET", "/readyz").status, 200);
  bool drained = false;
  world.api.drain([&] { drained = true; });
  world.settle();
  EXPECT_TRUE(drained);
  EXPECT_EQ(world.ask("GET", "/readyz").status, 503);
}

// Also when nobody else reads: the question itself looks.
TEST(Health, IsNotReadyWhileReadsFailAndAMomentLonger) {
  World world;
  bool broken = true;
  world.store.on_moment([&broken](testing::MemoryStore::Moment moment) -> std::optional<Error> {
    if (!broken || moment != testing::MemoryStore::Moment::read) return std::nullopt;
    return Error{Code::unavailable, "store_unavailable", "no disk", "", 1};
  });
  const auto checks = [&world](int status) {
    const Answer answer = world.ask("GET", "/readyz");
    EXPECT_EQ(answer.status, status) << answer.body;
    return answer.json().at("checks").as_object();
  };
  EXPECT_EQ(text(checks(503).at("reads")), "reads fail");
  broken = false;
  EXPECT_EQ(text(checks(503).at("reads")), "reads fail");
  world.advance(Duration(5'100));
  EXPECT_EQ(text(checks(200).at("reads")), "ok");
}

TEST(Health, FiguresAreForTheMachineAndForAdmins) {
  World world;
  const Headers here = {{"Host", "127.0.0.1:8080"}};
  EXPECT_EQ(world.ask("GET", "/metrics", {}, here).status, 401);
  const std::string ana = world.agent("ana", Role::agent, {world.shop});
  EXPECT_EQ(world.ask("GET", "/metrics", {}, World::bearer(ana)).status, 403);
  world.peer = "127.0.0.1";
  const Answer answer = world.ask("GET", "/metrics", {}, here);
  EXPECT_EQ(answer.status, 200);
  EXPECT_NE(answer.body.find("walkie_live_connections"), std::string::npos);
  for (const char* host : {"localhost", "LOCALHOST:8080", "[::1]:8080", "127.0.0.2"})
    EXPECT_EQ(world.ask("GET", "/metrics", {}, {{"Host", host}}).status, 200) << host;
}

// A proxy on the same machine is a loopback peer, too.
TEST(Health, FiguresAreNotForWhoComesThroughAProxy) {
  World world;
  world.peer = "127.0.0.1";
  const auto status = [](World& of, const char* name, const char* value) {
    return of.ask("GET", "/metrics", {}, {{"Host", "127.0.0.1:8080"}, {name, value}}).status;
  };
  EXPECT_EQ(status(world, "Accept", "*/*"), 200);
  for (const char* name : {"X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Forwarded",
                           "Via", "X-Real-IP"}) {
    EXPECT_EQ(status(world, name, "127.0.0.1"), 401) << name;
  }
  for (const char* host :
       {"chat.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", ""}) {
    EXPECT_EQ(world.ask("GET", "/metrics", {}, {{"Host", host}}).status, 401) << host;
  }

  ApiSettings settings;
  settings.proxied = true;
  World behind(quick_limits(), settings);
  behind.peer = "127.0.0.1";
  EXPECT_EQ(status(behind, "Accept", "*/*"), 401);
  Headers key = World::bearer(behind.bot("prometheus", {behind.shop}));
  EXPECT_EQ(behind.ask("GET", "/metrics", {}, key).status, 200);
}

}  // namespace
}  // namespace walkie::testing
