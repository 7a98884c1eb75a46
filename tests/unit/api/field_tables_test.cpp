// protocol/ and the field tables (chat/fields.h) say the same: each field that somebody may see is
// a property of its schema, with its audience (x-audience) and its words, and each property is a
// field.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <map>
#include <set>
#include <string>

#include "api/openapi.h"
#include "chat/conversation.h"
#include "chat/message.h"
#include "chat/people.h"

namespace walkie::testing {
namespace {

namespace json = boost::json;
using Names = std::set<std::string>;

struct Contract {
  json::value root = json::parse(json::string_view(api::openapi_asset().identity.data(),
                                                   api::openapi_asset().identity.size()));

  const json::object& follow(const json::value& schema) const {
    const json::value* reference = schema.as_object().if_contains("$ref");
    if (reference == nullptr) return schema.as_object();
    return follow(root.at_pointer(std::string(reference->as_string()).substr(1)));
  }
  const json::value& schema(const std::string& name) const {
    return root.at("components").at("schemas").at(name);
  }

  // The properties of an object and of what it is put together from.
  using Properties = std::map<std::string, json::object>;
  Properties properties(const json::value& schema) const {
    Properties out;
    add(schema, out);
    return out;
  }

  // The words that a value may be; empty: any. Those of $ref and anyOf too.
  Names words(const json::value& schema) const {
    Names out;
    for (const json::object* part : {&schema.as_object(), &follow(schema)}) {
      if (const json::value* all = part->if_contains("enum")) {
        for (const json::value& word : all->as_array()) {
          if (word.is_string()) out.insert(std::string(word.as_string()));
        }
      }
    }
    return out;
  }

 private:
  void add(const json::value& schema, Properties& out) const {
    const json::object& object = follow(schema);
    if (const json::value* all = object.if_contains("allOf")) {
      for (const json::value& part : all->as_array())
        add(part, out);
    }
    if (const json::value* all = object.if_contains("properties")) {
      for (const auto& property : all->as_object())
        out[std::string(property.key())] = property.value().as_object();
    }
  }
};

std::string audience_of(const json::object& property) {
  const json::value* said = property.if_contains("x-audience");
  return said == nullptr ? "everyone" : std::string(said->as_string());
}

std::string name_of(Audience audience) {
  switch (audience) {
    case Audience::everyone:
      return "everyone";
    case Audience::staff:
      return "staff";
    case Audience::admin:
      return "admin";
    case Audience::nobody:
      break;
  }
  return "nobody";
}

template <class Noun, class Field>
Names words_of(const Field& field) {
  Names out;
  using Value = std::remove_cvref_t<decltype(field.of(std::declval<Noun&>()))>;
  if constexpr (HasWords<Value>) {
    for (const std::string_view word : WordsOf<Value>::all)
      out.insert(std::string(word));
  }
  return out;
}

// `beside`: what the JSON has and the table has not.
template <class Noun>
void expect_same(const Contract& contract, const std::string& schema, const Names& beside) {
  auto properties = contract.properties(contract.schema(schema));
  each_field<Noun>([&](const auto& field) {
    const std::string name(field.name);
    const auto found = properties.find(name);
    if (field.audience == Audience::nobody) {
      EXPECT_TRUE(found == properties.end()) << schema << "." << name << " is for nobody";
      return;
    }
    ASSERT_TRUE(found != properties.end()) << schema << "." << name << " is not in openapi.yaml";
    EXPECT_EQ(audience_of(found->second), name_of(field.audience)) << schema << "." << name;
    if constexpr (!std::is_same_v<Noun, Message>) {  // "channel" stands on notes only
      EXPECT_EQ(contract.words(found->second), words_of<Noun>(field)) << schema << "." << name;
    }
    properties.erase(found);
  });
  for (const auto& [name, property] : properties) {
    EXPECT_TRUE(beside.contains(name)) << schema << "." << name << " is in no table";
    EXPECT_EQ(audience_of(property), "everyone") << schema << "." << name;
  }
}

TEST(FieldTables, AreTheSchemasOfTheContract) {
  const Contract contract;
  expect_same<Conversation>(
      contract, "Conversation",
      {"visitor", "assignee", "version", "read_seq", "unread", "visitor_read_seq",
       "visitor_received_seq", "agent_read_seq", "agent_received_seq", "head_seq"});
  expect_same<Visitor>(contract, "Visitor", {});
  expect_same<Agent>(contract, "Agent", {});
  expect_same<Inbox>(contract, "Inbox", {});
  expect_same<Message>(contract, "Message", {"sender", "sender_is_agent", "attachments"});
  expect_same<Position>(contract, "ReadPosition", {"head_seq"});
}

Names tracked_names() {
  Names out;
  each_field<Conversation>([&](const auto& field) {
    if (field.is(tracked)) out.insert(std::string(field.name));
  });
  return out;
}

TEST(FieldTables, SayWhatAChangeMaySetAndWhatAnUpdateTells) {
  const Contract contract;
  Names settable, told;
  for (const auto& [name, property] : contract.properties(contract.schema("ChangeConversation")))
    settable.insert(name);
  EXPECT_EQ(settable, tracked_names());
  const auto change = contract.properties(contract.schema("ConversationChange"));
  const auto changed = contract.properties(change.at("changed"));
  for (const auto& [name, property] : changed)
    told.insert(name);
  EXPECT_EQ(told, tracked_names());
  each_field<Conversation>([&](const auto& field) {
    if (!field.is(tracked)) return;
    const json::object& property = changed.at(std::string(field.name));
    EXPECT_EQ(audience_of(property), name_of(field.audience)) << field.name;
    EXPECT_EQ(contract.words(property), words_of<Conversation>(field)) << field.name;
  });
}

TEST(FieldTables, SayWhatAListCanBeFilteredBy) {
  const Contract contract;
  Names wanted = {"inbox", "cursor", "limit"};
  std::map<std::string, std::string> audiences;
  each_field<Conversation>([&](const auto& field) {
    if (!field.is(filter)) return;
    std::string name(field.name);
    if (name.ends_with("_id")) name.resize(name.size() - 3);
    wanted.insert(name);
    audiences[name] = name_of(field.audience);
  });
  Names found;
  const json::value& list = contract.root.at("paths").at("/conversations").at("get");
  for (const json::value& parameter : list.at("parameters").as_array()) {
    const json::object& one = contract.follow(parameter);
    const std::string name(one.at("name").as_string());
    found.insert(name);
    if (audiences.contains(name)) {
      EXPECT_EQ(audience_of(one), audiences.at(name)) << name;
    }
  }
  EXPECT_EQ(found, wanted);
}

}  // namespace
}  // namespace walkie::testing
