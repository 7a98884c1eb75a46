// Cookies: what they are called, and what they are not believed for.
#include "api/cookies.h"

#include "tests/unit/api/world.h"

namespace walkie::testing {
namespace {

std::string name_of(const Answer& answer) {
  const std::string cookie(answer.response.header("Set-Cookie"));
  return cookie.substr(0, cookie.find('='));
}

Headers to(const char* host) { return {{"Host", host}}; }

// R6. Browsers keep cookies by host, whatever the port.
TEST(Cookies, TwoServersOnOneHostHaveNamesOfTheirOwn) {
  World world(quick_limits(), ApiSettings{});
  const auto visitor = [&](const char* host) {
    return name_of(world.ask("POST", "/visitors", "{}", to(host)));
  };
  EXPECT_EQ(visitor("chat.example"), "walkie_visitor");
  EXPECT_EQ(visitor("chat.example:80"), "walkie_visitor");
  EXPECT_EQ(visitor("chat.example:8080"), "walkie_visitor_8080");
  EXPECT_EQ(visitor("[::1]:9000"), "walkie_visitor_9000");
  EXPECT_EQ(visitor("chat.example:443"), "walkie_visitor_443");  // no TLS here

  const std::string ana = world.agent("ana", Role::agent, {world.shop});
  const auto me = [&](const char* host, const std::string& cookie) {
    const Headers headers = {{"Host", host}, {"Cookie", cookie + "=" + ana}};
    return world.ask("GET", "/me", {}, headers).status;
  };
  EXPECT_EQ(me("chat.example:8080", "walkie_agent_8080"), 200);
  EXPECT_EQ(me("chat.example:8080", "walkie_agent_9000"), 401);
  EXPECT_EQ(me("chat.example:8080", "walkie_agent"), 401);
  EXPECT_EQ(me("chat.example", "walkie_agent"), 200);
}

TEST(Cookies, OnTlsBothHaveTheHostPrefixAndAreSecure) {
  World world(quick_limits(), ApiSettings{"https://chat.example:8443", true});
  const Answer made = world.ask("POST", "/visitors", "{}", to("127.0.0.1:8080"));
  ASSERT_EQ(made.status, 201);
  const std::string visitor(made.response.header("Set-Cookie"));
  // public_url says what browsers see, whatever the proxy makes of Host.
  EXPECT_TRUE(visitor.starts_with("__Host-walkie_visitor_8443=")) << visitor;
  for (const char* part : {"; Secure", "; Path=/;", "; HttpOnly", "SameSite=Lax"})
    EXPECT_NE(visitor.find(part), std::string::npos) << visitor;
  EXPECT_EQ(visitor.find("Domain"), std::string::npos);

  // A page without TLS, or a sister host, can plant a name without the prefix. It counts for
  // nobody.
  const std::string token = text(made.json().at("token"));
  const auto me = [&](const std::string& cookie) {
    return world.ask("GET", "/me", {}, {{"Cookie", cookie + "=" + token}}).status;
  };
  EXPECT_EQ(me("__Host-walkie_visitor_8443"), 200);
  for (const char* planted : {"walkie_visitor", "walkie_visitor_8443", "__Host-walkie_visitor",
                              "__host-walkie_visitor_8443", "__Secure-walkie_visitor_8443"}) {
    EXPECT_EQ(me(planted), 401) << planted;
  }

  const Answer out = world.ask("DELETE", "/sessions/current", {}, World::bearer(token));
  const std::string cleared(out.response.header("Set-Cookie"));
  EXPECT_TRUE(cleared.starts_with("__Host-walkie_visitor_8443=;")) << cleared;
  EXPECT_NE(cleared.find("Max-Age=0"), std::string::npos);
}

// R6. The attacker's own visitor session, put into the victim's browser, must not become the
// victim's.
TEST(Cookies, APlantedOneDoesNotBecomeTheVisitor) {
  World world;
  const std::string attacker = world.visitor();
  const std::int64_t trap = world.conversation(attacker);
  const Headers page = {{"Cookie", "walkie_visitor=" + attacker}, {"Origin", "http://walkie.test"}};
  const Answer made = world.ask("POST", "/visitors", "{}", page);
  ASSERT_EQ(made.status, 201);
  const std::string victim = text(made.json().at("token"));
  EXPECT_NE(victim, attacker);
  EXPECT_NE(made.json().at("visitor").at("id"), world.principal(attacker).id);
  // The planted cookie is replaced.
  const std::string cookie(made.response.header("Set-Cookie"));
  EXPECT_TRUE(cookie.starts_with("walkie_visitor=" + victim + ";")) << cookie;

  // What the page sends along is the proof: its own token, whatever cookie comes with it.
  Headers known = page;
  known.emplace_back("Authorization", "Bearer " + victim);
  EXPECT_EQ(world.ask("POST", "/visitors", "{}", known).status, 200);
  const Answer room = world.ask("POST", "/conversations", "{}", known);
  ASSERT_EQ(room.status, 201);
  EXPECT_NE(room.json().at("id").as_int64(), trap);
  EXPECT_EQ(world.ask("GET", "/conversations/" + std::to_string(trap), {}, known).status, 404);
}

// The original behaviour: new WebSocket("/ws?conversation_id=N") with nothing but the cookie.
TEST(Cookies, C2TheVisitorsCookieAloneOpensItsOwnConversation) {
  World world;
  const Answer made = world.ask("POST", "/visitors", "{}");
  const std::string set(made.response.header("Set-Cookie"));
  const std::string token = text(made.json().at("token"));
  const std::string id = std::to_string(world.conversation(token));
  const Headers page = {{"Cookie", set.substr(0, set.find(';'))}, {"Origin", "http://walkie.test"}};
  EXPECT_TRUE(world.connect("/ws?conversation_id=" + id, "", page).upgraded());
  EXPECT_EQ(
      world.ask("POST", "/messages", "{\"conversation_id\":" + id + ",\"content\":\"a\"}", page)
          .status,
      201);
}

}  // namespace
}  // namespace walkie::testing
