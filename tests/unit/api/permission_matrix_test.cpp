// Who may do what: every route × everyone (security.md). A route without a row fails.
#include <gmock/gmock.h>

#include <array>
#include <set>

#include "tests/unit/api/world.h"
#include "wire/noun_json.h"

namespace walkie {

// A planted bug: the table gives a field of staff to everyone.
struct LeakyConversation : Conversation {};
template <>
struct FieldsOf<LeakyConversation> {
  static constexpr std::tuple table{
      field("id", &LeakyConversation::id, Audience::everyone, fixed),
      field("staff_last_seq", &LeakyConversation::staff_last_seq, Audience::everyone),
  };
};

namespace testing {
namespace {

constexpr std::array<std::string_view, 8> who = {"anonymous",
                                                 "visitor",
                                                 "other visitor",
                                                 "agent",
                                                 "agent of another inbox",
                                                 "admin",
                                                 "bot",
                                                 "page of a listed site with an agent's cookie"};
constexpr std::size_t listed_page = 7;
using Statuses = std::array<int, 8>;

struct Row {
  std::string_view method;
  std::string_view pattern;  // of the route
  std::string_view target;
  std::string_view body;
  Statuses expected;
};

// The world: conversation 1 is the visitor's, in the agent's inbox; message 1 is the visitor's,
// its first note is of the agent.
constexpr Statuses everybody = {200, 200, 200, 200, 200, 200, 200, 200};
constexpr Statuses signed_in = {401, 200, 200, 200, 200, 200, 200, 401};
constexpr Statuses staff = {401, 403, 403, 200, 200, 200, 200, 401};
constexpr Statuses readers = {401, 200, 404, 200, 404, 200, 200, 401};

const std::vector<Row> rows = {
    {"POST", "/visitors", "/visitors", "{}", {201, 200, 200, 201, 201, 201, 201, 201}},

    {"POST", "/conversations", "/conversations", "{}", {401, 201, 201, 400, 400, 400, 400, 401}},
    {"POST",
     "/conversations",
     "/conversations",
     "{\"visitor_id\":1}",
     {401, 201, 404, 201, 404, 201, 201, 401}},
    {"GET", "/conversations", "/conversations", "", signed_in},
    {"GET", "/conversations/counts", "/conversations/counts", "", staff},
    {"GET", "/conversations/{conversation_id}", "/conversations/1", "", readers},
    {"GET",
     "/conversations/{conversation_id}",
     "/conversations/999",
     "",
     {401, 404, 404, 404, 404, 404, 404, 401}},
    {"PATCH",
     "/conversations/{conversation_id}",
     "/conversations/1",
     "{\"status\":\"resolved\"}",
     {401, 403, 404, 200, 404, 200, 200, 401}},
    {"POST", "/conversations/{conversation_id}/read", "/conversations/1/read", "{\"seq\":1}",
     readers},
    {"GET", "/conversations/{conversation_id}/events", "/conversations/1/events?after=0", "",
     readers},
    {"GET",
     "/conversations/{conversation_id}/events",
     "/conversations/1/events?after=0&channel=staff",
     "",
     {401, 404, 404, 200, 404, 200, 200, 401}},

    {"POST",
     "/messages",
     "/messages",
     "{\"conversation_id\":1,\"content\":\"a\"}",
     {401, 201, 404, 201, 404, 201, 201, 401}},
    {"POST",
     "/messages",
     "/messages",
     "{\"conversation_id\":1,\"content\":\"a\",\"channel\":\"staff\"}",
     {401, 403, 404, 201, 404, 201, 201, 401}},
    {"POST",
     "/messages",
     "/messages",
     "{\"conversation_id\":1,\"content\":\"a\",\"sender_is_agent\":true}",
     {401, 403, 404, 201, 404, 201, 201, 401}},
    {"GET", "/messages", "/messages?conversation_id=1", "", readers},
    {"GET",
     "/messages",
     "/messages?conversation_id=1&channel=staff",
     "",
     {401, 403, 404, 200, 404, 200, 200, 401}},
    {"GET", "/messages/{message_id}", "/messages/1", "", readers},
    {"GET",
     "/messages/{message_id}",
     "/messages/4503599627370496",
     "",
     {401, 404, 404, 200, 404, 200, 200, 401}},
    {"PATCH",
     "/messages/{message_id}",
     "/messages/1",
     "{\"content\":\"b\"}",
     {401, 200, 404, 403, 404, 403, 403, 401}},
    {"PATCH",
     "/messages/{message_id}",
     "/messages/4503599627370496",
     "{\"content\":\"b\"}",
     {401, 404, 404, 200, 404, 403, 403, 401}},
    {"DELETE",
     "/messages/{message_id}",
     "/messages/1",
     "",
     {401, 200, 404, 403, 404, 200, 403, 401}},

    {"POST",
     "/sessions",
     "/sessions",
     "{\"email\":\"ana@shop.example\",\"password\":\"wrong one\"}",
     {401, 401, 401, 401, 401, 401, 401, 403}},
    {"DELETE",
     "/sessions/current",
     "/sessions/current",
     "",
     {401, 204, 204, 204, 204, 204, 403, 403}},
    {"GET", "/setup", "/setup", "", {200, 409, 409, 409, 409, 409, 409, 200}},
    {"POST",
     "/setup",
     "/setup",
     "{\"token\":\"guessed\",\"email\":\"e@x.example\",\"name\":\"E\",\"password\":\"correct "
     "horse\"}",
     {409, 409, 409, 409, 409, 409, 409, 403}},

    {"GET", "/me", "/me", "", signed_in},
    {"GET", "/agents", "/agents", "", staff},
    {"GET", "/inboxes", "/inboxes", "", signed_in},

    {"GET", "/ws", "/ws", "", {401, 101, 101, 101, 101, 101, 101, 401}},
    {"GET", "/ws", "/ws?conversation_id=1&since=0", "", {401, 101, 404, 101, 404, 101, 101, 401}},

    {"GET", "/healthz", "/healthz", "", everybody},
    {"GET", "/readyz", "/readyz", "", everybody},
    {"GET", "/metrics", "/metrics", "", {401, 403, 403, 403, 403, 200, 200, 401}},
    {"GET", "/openapi.json", "/openapi.json", "", everybody},
};

struct People : World {
  People() {
    const std::string mia = visitor(shop);
    const std::string ana = agent("ana", Role::agent, {shop});
    tokens = {"",
              mia,
              visitor(shop),
              ana,
              agent("cem", Role::agent, {club}),
              agent("eve", Role::admin, {}),
              bot("triage", {shop}),
              ana};
    EXPECT_EQ(conversation(mia), 1);
    EXPECT_EQ(post(1, mia, "hello").json().at("id").as_int64(), 1);
    EXPECT_EQ(post(1, ana, "note", ",\"channel\":\"staff\"").json().at("id").as_int64(),
              first_note_id);
  }
  std::array<std::string, 8> tokens;

  Headers headers_of(std::size_t index) const {
    const std::string& token = tokens[index];
    if (index == listed_page) {
      return {{"Cookie", "walkie_agent=" + token}, {"Origin", "https://club.example"}};
    }
    return token.empty() ? Headers() : bearer(token);
  }
};

// Conversation 1 and its messages, as an admin sees them.
std::string rows_of(People& people) {
  const Headers eve = people.headers_of(5);
  return people.ask("GET", "/conversations/1", {}, eve).body +
         people.ask("GET", "/messages?conversation_id=1&updates=true", {}, eve).body;
}

// /openapi.json has an entity tag; conversations and messages have rows, and no tag.
bool looks_at_conditions(const Row& row) {
  for (const api::Route& route : api::routes()) {
    if (route.pattern != row.pattern || net::method_name(route.method) != row.method) continue;
    return route.conditional || route.pattern == "/openapi.json";
  }
  return false;
}

int status_of(World& world, const Row& row, const Headers& headers) {
  const auto exchange = world.begin(row.method, row.target, std::string(row.body), headers);
  return exchange->handler ? 101 : world.finished(exchange).status;
}

TEST(PermissionMatrix, EveryRouteAnswersEveryoneAsItMust) {
  for (const Row& row : rows) {
    for (std::size_t index = 0; index < who.size(); ++index) {
      People people;
      EXPECT_EQ(status_of(people, row, people.headers_of(index)), row.expected[index])
          << row.method << " " << row.target << " " << row.body << " as " << who[index];
    }
  }
}

// RFC 9110 13.2.1: a condition counts only where the answer without it is a success.
TEST(PermissionMatrix, R5AConditionThatCannotHoldHidesNoOtherAnswer) {
  for (const Row& row : rows) {
    for (std::size_t index = 0; index < who.size(); ++index) {
      People people;
      const std::string before = rows_of(people);
      const int plain = row.expected[index];
      const bool counts = looks_at_conditions(row) && plain >= 200 && plain < 300;
      Headers headers = people.headers_of(index);
      headers.emplace_back("If-Match", "\"x\"");
      EXPECT_EQ(status_of(people, row, headers), counts ? 412 : plain)
          << row.method << " " << row.target << " " << row.body << " as " << who[index];
      if (!counts) continue;
      EXPECT_EQ(rows_of(people), before) << row.method << " " << row.target;
    }
  }
}

TEST(PermissionMatrix, EveryRouteHasARow) {
  std::set<std::string> covered;
  for (const Row& row : rows)
    covered.insert(std::string(row.method) + " " + std::string(row.pattern));
  World world;
  for (const std::string& route : world.router.routes()) {
    EXPECT_TRUE(covered.erase(route) == 1) << route << " has no row in the permission matrix";
  }
  for (const std::string& row : covered)
    ADD_FAILURE() << row << " is no route";
}

// Unknown and forbidden must not be told apart, by a byte or by a header.
TEST(PermissionMatrix, UnknownAndForbiddenLookTheSame) {
  People people;
  const std::string& other = people.tokens[2];
  for (const auto& [method, path, body] : std::vector<std::array<std::string, 3>>{
           {"GET", "/conversations/", ""},
           {"PATCH", "/conversations/", "{\"status\":\"open\"}"},
           {"GET", "/messages/", ""},
           {"DELETE", "/messages/", ""}}) {
    const Answer forbidden = people.ask(method, path + "1", body, World::bearer(other));
    const Answer unknown = people.ask(method, path + "999", body, World::bearer(other));
    EXPECT_EQ(forbidden.status, 404);
    EXPECT_EQ(forbidden.body, unknown.body);
    EXPECT_EQ(forbidden.response.headers, unknown.response.headers);
  }
}

// Every field of a conversation that a visitor may have, listed by hand: what a field table says
// too much of is found here.
const std::set<std::string_view> of_visitors = {"id",
                                                "inbox_id",
                                                "visitor_id",
                                                "visitor",
                                                "status",
                                                "assignee_id",
                                                "assignee",
                                                "last_seq",
                                                "version",
                                                "created_at",
                                                "updated_at",
                                                "last_message_at",
                                                "last_message",
                                                "last_message_is_agent",
                                                "read_seq",
                                                "unread",
                                                "visitor_read_seq",
                                                "visitor_received_seq",
                                                "agent_read_seq",
                                                "agent_received_seq",
                                                "head_seq"};
// Of an agent to another, and of an inbox to who is no admin.
const std::set<std::string_view> of_agents = {"id",   "name",       "email",
                                              "role", "avatar_url", "active"};
const std::set<std::string_view> of_inboxes = {"id", "name"};

// The members that are not on the list.
std::vector<std::string> leaks(const json::object& row, const std::set<std::string_view>& listed) {
  std::vector<std::string> out;
  for (const auto& member : row) {
    const std::string_view name(member.key().data(), member.key().size());
    if (!listed.contains(name)) out.emplace_back(name);
  }
  return out;
}

std::vector<std::string> leaks_of_page(const Answer& answer,
                                       const std::set<std::string_view>& listed) {
  EXPECT_EQ(answer.status, 200) << answer.body;
  std::vector<std::string> out;
  const json::object page = answer.json();
  for (const json::value& row : page.at("items").as_array()) {
    for (std::string& name : leaks(row.as_object(), listed))
      out.push_back(std::move(name));
  }
  return out;
}

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(PermissionMatrix, AReaderGetsNoFieldThatIsNotForIt) {
  People people;
  const Headers mia = people.headers_of(1);
  const Headers ana = people.headers_of(3);
  EXPECT_THAT(leaks(people.ask("GET", "/conversations/1", {}, mia).json(), of_visitors), IsEmpty());
  EXPECT_THAT(leaks(people.ask("POST", "/conversations", "{}", mia).json(), of_visitors),
              IsEmpty());
  EXPECT_THAT(leaks_of_page(people.ask("GET", "/conversations", {}, mia), of_visitors), IsEmpty());
  EXPECT_THAT(leaks_of_page(people.ask("GET", "/agents", {}, ana), of_agents), IsEmpty());
  EXPECT_THAT(leaks_of_page(people.ask("GET", "/inboxes", {}, ana), of_inboxes), IsEmpty());
  // The check sees what it is for.
  EXPECT_THAT(leaks(people.ask("GET", "/conversations/1", {}, ana).json(), of_visitors),
              ::testing::Contains("staff_last_seq"));
  EXPECT_THAT(leaks_of_page(people.ask("GET", "/inboxes", {}, people.headers_of(5)), of_inboxes),
              ::testing::Contains("allowed_origins"));
}

TEST(PermissionMatrix, ATableThatGivesAStaffFieldToEveryoneIsCaught) {
  std::string row;
  wire::JsonWriter json(row);
  json.open('{');
  wire::write_members(json, LeakyConversation(), Audience::everyone);
  json.close('}');
  EXPECT_THAT(leaks(parse(row), of_visitors), ElementsAre("staff_last_seq"));
}

}  // namespace
}  // namespace testing
}  // namespace walkie
