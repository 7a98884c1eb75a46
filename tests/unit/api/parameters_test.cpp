// Every query parameter against its schema in openapi.yaml: what the contract forbids is 400 and
// names the parameter, what it allows is not. And what names an inbox that is not there.
#include <algorithm>
#include <regex>

#include "api/openapi.h"
#include "tests/unit/api/world.h"

namespace walkie::testing {
namespace {

// Values at the edges of every kind of parameter; each is tried for each parameter.
const std::vector<std::string> edges = {"",
                                        "0",
                                        "1",
                                        "2",
                                        "25",
                                        "26",
                                        "01",
                                        "007",
                                        "+1",
                                        "-0",
                                        "-1",
                                        "1.0",
                                        "1e2",
                                        " 1",
                                        "1 ",
                                        "1x",
                                        "0x1",
                                        "200",
                                        "201",
                                        "300",
                                        "301",
                                        "9007199254740991",
                                        "9007199254740992",
                                        "9999999999999999",
                                        "10000000000000000",
                                        "99999999999999999999",
                                        "me",
                                        "none",
                                        "nobody",
                                        "ME",
                                        "true",
                                        "false",
                                        "TRUE",
                                        "everyone",
                                        "staff",
                                        "open",
                                        "closed",
                                        "all",
                                        "high",
                                        "urgent",
                                        "17.12",
                                        "017.12",
                                        "17.012",
                                        "17.0",
                                        "17.",
                                        ".12",
                                        "-17.12",
                                        "17.12.1"};

class Contract {
 public:
  const json::value openapi = json::parse(json::string_view(api::openapi_asset().identity.data(),
                                                            api::openapi_asset().identity.size()));

  const json::object& resolve(const json::value& node) const {
    const json::value* reference = node.as_object().if_contains("$ref");
    if (reference == nullptr) return node.as_object();
    return resolve(openapi.at_pointer(std::string(reference->as_string()).substr(1)));
  }
};

std::string word(const json::object& schema, const char* name) {
  return schema.contains(name) ? text(schema.at(name)) : std::string();
}

bool allows_integer(const json::object& schema, const std::string& value) {
  if (!std::regex_match(value, std::regex("0|-?[1-9][0-9]{0,17}"))) return false;
  const std::int64_t number = std::stoll(value);
  const auto bound = [&](const char* name, std::int64_t otherwise) {
    return schema.contains(name) ? schema.at(name).to_number<std::int64_t>() : otherwise;
  };
  return number >= bound("minimum", INT64_MIN) && number <= bound("maximum", INT64_MAX);
}

bool allows(const json::object& schema, const std::string& value) {
  if (word(schema, "type") == "integer") return allows_integer(schema, value);
  if (word(schema, "type") == "boolean") return value == "true" || value == "false";
  if (schema.contains("enum")) {
    const json::array& words = schema.at("enum").as_array();
    return std::any_of(words.begin(), words.end(),
                       [&](const json::value& one) { return text(one) == value; });
  }
  const std::string pattern = word(schema, "pattern");
  return pattern.empty() || std::regex_search(value, std::regex(pattern));
}

std::string encoded(const std::string& value) {
  std::string out;
  for (const char c : value)
    out += c == ' ' ? "%20" : c == '+' ? "%2B" : std::string(1, c);
  return out;
}

// The target of an operation that works, to which a parameter is added.
std::string target_of(const std::string& path, const std::string& name) {
  std::string target = path;
  if (const auto at = target.find('{'); at != std::string::npos) {
    target = target.substr(0, at) + "1" + target.substr(target.find('}') + 1);
  }
  const bool needs = path == "/messages" || path == "/ws";
  return target + (needs && name != "conversation_id" ? "?conversation_id=1&" : "?");
}

int status_of(World& world, const std::string& target, const std::string& token,
              std::string* field) {
  const auto exchange = world.begin("GET", target, "", World::bearer(token));
  if (exchange->handler) return 101;
  // A long-poll answers later, and has begun.
  world.settle();
  if (!exchange->answer) return 200;
  const json::object body = parse(exchange->answer->body);
  *field = body.contains("field") ? text(body.at("field")) : std::string();
  return exchange->answer->status;
}

TEST(Parameters, EveryQueryParameterIsCheckedAsTheContractSays) {
  const Contract contract;
  World world;
  const std::string mia = world.visitor();
  const std::string eve = world.agent("eve", Role::admin, {world.shop});
  ASSERT_EQ(world.conversation(mia), 1);
  ASSERT_EQ(world.post(1, mia, "hello").status, 201);
  int parameters = 0;
  for (const auto& path : contract.openapi.at("paths").as_object()) {
    const json::value* get = path.value().as_object().if_contains("get");
    if (get == nullptr || !get->as_object().contains("parameters")) continue;
    for (const json::value& one : get->at("parameters").as_array()) {
      const json::object& parameter = contract.resolve(one);
      if (word(parameter, "in") != "query") continue;
      ++parameters;
      const json::object& schema = contract.resolve(parameter.at("schema"));
      const std::string name = word(parameter, "name");
      for (const std::string& value : edges) {
        world.advance(Duration(200));  // reads have a rate
        const std::string target =
            target_of(std::string(path.key()), name) + name + "=" + encoded(value);
        std::string field;
        const int status = status_of(world, target, eve, &field);
        if (allows(schema, value)) {
          EXPECT_NE(status, 400) << target;
        } else {
          EXPECT_EQ(status, 400) << target;
          EXPECT_EQ(field, name) << target;
        }
      }
    }
  }
  EXPECT_GE(parameters, 20);
}

// One number has one text in a path too.
TEST(Parameters, AnIdInThePathHasOneText) {
  World world;
  const std::string mia = world.visitor();
  ASSERT_EQ(world.conversation(mia), 1);
  const auto status = [&](const std::string& id) {
    return world.ask("GET", "/conversations/" + id, {}, World::bearer(mia)).status;
  };
  EXPECT_EQ(status("1"), 200);
  for (const char* id : {"01", "+1", "1.0", "-1", "0", "10000000000000000"})
    EXPECT_EQ(status(id), 404) << id;
}

// 404, wherever a request names an inbox that is not there or not to be seen.
TEST(Parameters, AnUnknownInboxIsOneAnswerEverywhere) {
  World world;
  const std::string mia = world.visitor();
  const std::string ana = world.agent("ana", Role::agent, {world.shop});
  const struct {
    const char* method;
    const char* target;
    const char* body;
    std::string token;
    const char* field;
  } asked[] = {
      {"POST", "/visitors", R"({"inbox_id":99})", "", "inbox_id"},
      {"POST", "/visitors", R"({"inbox_id":99})", ana, "inbox_id"},
      {"POST", "/conversations", R"({"inbox_id":99})", mia, "inbox_id"},
      {"POST", "/conversations", R"({"inbox_id":99,"visitor_id":1})", ana, "inbox_id"},
      {"GET", "/conversations?inbox=99", "", mia, "inbox"},
      {"GET", "/conversations?inbox=99", "", ana, "inbox"},
      {"GET", "/conversations?inbox=2", "", ana, "inbox"},
      {"GET", "/conversations/counts?inbox=99", "", ana, "inbox"},
  };
  for (const auto& one : asked) {
    const Headers headers = one.token.empty() ? Headers() : World::bearer(one.token);
    const Answer answer = world.ask(one.method, one.target, one.body, headers);
    EXPECT_EQ(answer.status, 404) << one.method << " " << one.target;
    EXPECT_EQ(answer.code(), "inbox_not_found") << one.method << " " << one.target;
    EXPECT_EQ(answer.field(), one.field) << one.method << " " << one.target;
  }
}

}  // namespace
}  // namespace walkie::testing
