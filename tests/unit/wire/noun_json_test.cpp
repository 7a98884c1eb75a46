// JSON by field table: what a reader gets of a noun, and what a request sets.
#include "wire/noun_json.h"

#include <gtest/gtest.h>

#include "chat/conversation.h"
#include "chat/people.h"

namespace walkie {

namespace wire {
namespace {

template <class Noun>
std::string seen(const Noun& noun, Audience reader) {
  std::string out;
  JsonWriter json(out);
  json.open('{');
  write_members(json, noun, reader);
  json.close('}');
  return out;
}

TEST(NounJson, EachReaderGetsItsFieldsInTheOrderOfTheTable) {
  const Inbox shop{InboxId{1}, "Shop", {"https://a.example", "https://b.example"}, WallTime{5}};
  EXPECT_EQ(seen(shop, Audience::staff), R"({"id":1,"name":"Shop"})");
  EXPECT_EQ(
      seen(shop, Audience::admin),
      R"({"id":1,"name":"Shop","allowed_origins":["https://a.example","https://b.example"]})");
  EXPECT_EQ(
      seen(Visitor{VisitorId{4}, InboxId{1}, "", "v@a.example", WallTime{0}}, Audience::everyone),
      R"({"id":4,"inbox_id":1,"name":null,"email":"v@a.example",)"
      R"("created_at":"1970-01-01T00:00:00.000Z"})");
}

TEST(NounJson, WhatNobodyMaySeeIsWrittenForNobody) {
  Agent agent;
  agent.password_hash = "secret";
  Bot bot;
  bot.key_hash = "secret";
  Session session;
  session.token_hash = "secret";
  EXPECT_EQ(seen(agent, Audience::admin).find("secret"), std::string::npos);
  EXPECT_EQ(seen(bot, Audience::admin).find("secret"), std::string::npos);
  EXPECT_EQ(seen(session, Audience::admin), "{}");
}

FieldValues<Conversation> tracked_of(std::string_view text, std::optional<Error>& error) {
  const auto object = parse_object(text, "body");
  Fields fields(*object);
  auto values = read_tracked<Conversation>(fields);
  error = fields.error();
  return values;
}

TEST(NounJson, ARequestSetsWhatItNamesAndNothingElse) {
  std::optional<Error> error;
  auto values = tracked_of(R"({"status":"pending","last_seq":9,"other":1})", error);
  EXPECT_FALSE(error.has_value());
  EXPECT_EQ(values.get(&Conversation::status), Status::pending);
  EXPECT_FALSE(values.get(&Conversation::assignee_id).has_value());
  EXPECT_FALSE(values.get(&Conversation::last_seq).has_value()) << "is not tracked";
  values = tracked_of(R"({"assignee_id":null})", error);
  EXPECT_EQ(values.get(&Conversation::assignee_id), AgentId{0});
}

TEST(NounJson, AnErrorNamesTheFieldAndWhatItMayBe) {
  std::optional<Error> error;
  tracked_of(R"({"status":"closed"})", error);
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ(error->field, "status");
  EXPECT_EQ(error->reason, "bad_value");
  EXPECT_EQ(error->detail, "'status' must be open, pending, snoozed or resolved.");
  tracked_of(R"({"status":null})", error);
  EXPECT_EQ(error->reason, "wrong_type");
  tracked_of(R"({"assignee_id":"3"})", error);
  EXPECT_EQ(error->field, "assignee_id");
  EXPECT_EQ(error->reason, "wrong_type");
  tracked_of(R"({"assignee_id":0})", error);
  EXPECT_EQ(error->reason, "bad_value");
}

}  // namespace
}  // namespace wire
}  // namespace walkie
