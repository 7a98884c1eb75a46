// The server and protocol/ say the same: every operation is a route and every route an operation,
// examples and real answers have the shapes of the schemas.
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "api/openapi.h"
#include "tests/golden/examples.h"
#include "tests/unit/api/json_schema.h"
#include "tests/unit/api/world.h"

namespace walkie::testing {
namespace {

std::filesystem::path protocol() { return std::filesystem::path(WALKIE_SOURCE_DIR) / "protocol"; }

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

struct Contract {
  json::value openapi = json::parse(json::string_view(api::openapi_asset().identity.data(),
                                                      api::openapi_asset().identity.size()));
  json::value frames = json::parse(read(protocol() / "frames.schema.json"));
  JsonSchema schema{openapi, frames};

  const json::value& component(const std::string& name) const {
    return openapi.at("components").at("schemas").at(name);
  }
  // The schema of an operation's answer; nullptr when it has no JSON body.
  const json::value* answer(const std::string& path, const std::string& method, int status) const {
    const json::object& responses =
        openapi.at("paths").at(path).at(method).at("responses").as_object();
    const json::value* response = responses.if_contains(std::to_string(status));
    if (response == nullptr) response = responses.if_contains("default");
    if (response == nullptr) return nullptr;
    if (const json::value* reference = response->as_object().if_contains("$ref")) {
      response = &openapi.at_pointer(std::string(reference->as_string()).substr(1));
    }
    const json::value* content = response->as_object().if_contains("content");
    if (content == nullptr) return nullptr;
    for (const char* type : {"application/json", "application/problem+json"}) {
      if (content->as_object().contains(type)) return &content->at(type).at("schema");
    }
    return nullptr;
  }
};

std::string lower(std::string text) {
  for (char& c : text)
    c = static_cast<char>(c | 0x20);
  return text;
}

TEST(Contract, EveryOperationIsARouteAndEveryRouteAnOperation) {
  const Contract contract;
  std::set<std::string> operations;
  for (const auto& path : contract.openapi.at("paths").as_object()) {
    for (const auto& method : path.value().as_object()) {
      if (method.key() == "parameters") continue;
      operations.insert(std::string(method.key()) + " " + std::string(path.key()));
    }
  }
  World world;
  for (const std::string& route : world.router.routes()) {
    const std::size_t space = route.find(' ');
    const std::string name = lower(route.substr(0, space)) + route.substr(space);
    EXPECT_EQ(operations.erase(name), 1U) << route << " is not in openapi.yaml";
  }
  for (const std::string& left : operations)
    ADD_FAILURE() << left << " is not served";
}

// Names of examples → the schema they are of.
const std::map<std::string, std::string> bodies = {
    {"body.visitor_with_token", "VisitorWithToken"},
    {"body.message", "Message"},
    {"body.message_note", "Message"},
    {"body.message_with_head", "MessageWithHead"},
    {"body.message_list", "MessageList"},
    {"body.conversation_staff", "Conversation"},
    {"body.conversation_visitor", "Conversation"},
    {"body.conversation_new", "Conversation"},
    {"body.conversation_list", "ConversationList"},
    {"body.conversation_counts", "ConversationCounts"},
    {"body.read_position", "ReadPosition"},
    {"body.event_page", "EventPage"},
    {"body.event_page_reset", "EventPage"},
    {"body.agent", "Agent"},
    {"body.signed_in", "SignedIn"},
    {"body.setup_state", "SetupState"},
    {"body.agent_list", "AgentList"},
    {"body.inbox_list", "InboxList"},
    {"body.inbox_list_admin", "InboxList"},
    {"body.me_visitor", "Me"},
    {"body.me_agent", "Me"},
    {"request.create_visitor", "CreateVisitor"},
    {"request.open_conversation", "OpenConversation"},
    {"request.change_conversation", "ChangeConversation"},
    {"request.change_conversation_unassign", "ChangeConversation"},
    {"request.post_message", "PostMessage"},
    {"request.post_message_full", "PostMessage"},
    {"request.edit_message", "EditMessage"},
    {"request.mark_read", "MarkRead"},
    {"request.sign_in", "SignIn"},
    {"request.set_up", "SetUp"},
};

TEST(Contract, EveryExampleHasTheShapeOfItsSchema) {
  const Contract contract;
  for (const std::string& name : golden::names({""})) {
    if (name == "rows") continue;  // what examples are made of
    const json::value value = golden::example(name);
    std::vector<std::string> wrong;
    if (name.starts_with("server.") || name.starts_with("client.")) {
      const char* frame = name.starts_with("server.") ? "ServerFrame" : "ClientFrame";
      wrong = contract.schema.check(contract.frames.at("$defs").at(frame), value, true);
    } else if (name.starts_with("problem.")) {
      wrong = contract.schema.check(contract.component("Problem"), value);
    } else if (bodies.contains(name)) {
      wrong = contract.schema.check(contract.component(bodies.at(name)), value);
    } else {
      wrong = {"no schema is named for it"};
    }
    for (const std::string& what : wrong)
      ADD_FAILURE() << name << what;
  }
}

struct Request {
  std::string method;
  std::string path;  // of the operation
  std::string target;
  std::string body;
  int status;
};

void expect_shape(const Contract& contract, World& world, const Request& request,
                  const std::string& token) {
  const Headers headers = token.empty() ? Headers() : World::bearer(token);
  const Answer answer = world.ask(request.method, request.target, request.body, headers);
  EXPECT_EQ(answer.status, request.status) << request.target << " " << answer.body;
  const json::value* schema = contract.answer(request.path, lower(request.method), answer.status);
  if (schema == nullptr) return;
  for (const std::string& what : contract.schema.check(*schema, json::parse(answer.body))) {
    ADD_FAILURE() << request.method << " " << request.target << what << "\n" << answer.body;
  }
}

TEST(Contract, RealAnswersHaveTheShapesOfTheirOperations) {
  const Contract contract;
  World world;
  const std::string mia = world.visitor();
  const std::string eve = world.agent("eve", Role::admin, {world.shop});
  const std::string conversation = "/conversations/{conversation_id}";
  const std::string message = "/messages/{message_id}";
  const std::string text = "{\"conversation_id\":1,\"content\":\"hi\"}";
  const std::vector<Request> of_mia = {
      {"POST", "/visitors", "/visitors", "{}", 200},
      {"POST", "/conversations", "/conversations", "{}", 201},
      {"POST", "/messages", "/messages", text, 201},
      {"POST", "/messages", "/messages", "{", 400},
      {"GET", "/messages", "/messages?conversation_id=1&limit=1", "", 200},
      {"GET", message, "/messages/1", "", 200},
      {"GET", message, "/messages/9", "", 404},
      {"GET", conversation + "/events", "/conversations/1/events?after=0", "", 200},
      {"GET", "/conversations", "/conversations?limit=1", "", 200},
      {"GET", conversation, "/conversations/1", "", 200},
      {"PATCH", message, "/messages/1", "{\"content\":\"hello\"}", 200},
      {"POST", conversation + "/read", "/conversations/1/read", "{\"seq\":1}", 200},
      {"GET", "/me", "/me", "", 200},
      {"GET", "/inboxes", "/inboxes", "", 200},
      {"GET", "/conversations/counts", "/conversations/counts", "", 403},
  };
  for (const Request& request : of_mia)
    expect_shape(contract, world, request, mia);
  const std::vector<Request> of_eve = {
      {"POST", "/messages", "/messages", text, 201},
      {"POST", "/messages", "/messages",
       "{\"conversation_id\":1,\"content\":\"n\",\"channel\":\"staff\"}", 201},
      {"PATCH", conversation, "/conversations/1", "{\"assignee_id\":1}", 200},
      {"PATCH", conversation, "/conversations/1", "{\"status\":\"closed\"}", 400},
      {"GET", "/conversations", "/conversations?status=open&assignee=me", "", 200},
      {"GET", "/conversations", "/conversations?assignee=nobody", "", 400},
      {"GET", "/conversations/counts", "/conversations/counts", "", 200},
      {"GET", "/agents", "/agents", "", 200},
      {"GET", "/inboxes", "/inboxes", "", 200},
      {"GET", "/me", "/me", "", 200},
      {"DELETE", message, "/messages/1", "", 200},
      {"GET", "/healthz", "/healthz", "", 200},
      {"GET", "/readyz", "/readyz", "", 200},
      {"DELETE", "/sessions/current", "/sessions/current", "", 204},
      {"GET", "/me", "/me", "", 401},
  };
  for (const Request& request : of_eve)
    expect_shape(contract, world, request, eve);
  expect_shape(contract, world,
               {"POST", "/sessions", "/sessions",
                "{\"email\":\"eve@shop.example\",\"password\":\"correct horse\"}", 201},
               "");
  const Answer document = world.ask("GET", "/openapi.json");
  EXPECT_EQ(json::parse(document.body), contract.openapi);
}

}  // namespace
}  // namespace walkie::testing
