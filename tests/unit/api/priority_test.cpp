// Priority: staff set it, see it and filter by it; a visitor cannot tell that there is one.
#include <gtest/gtest.h>

#include "tests/unit/api/world.h"

namespace walkie::testing {
namespace {

struct PriorityTest : ::testing::Test {
  Answer set(const std::string& priority, const std::string& token) {
    return world.ask("PATCH", "/conversations/1", R"({"priority":")" + priority + "\"}",
                     World::bearer(token));
  }
  std::string row(const std::string& token) {
    return world.ask("GET", "/conversations/1", {}, World::bearer(token)).body;
  }
  std::size_t listed(const std::string& query, const std::string& token) {
    const Answer answer = world.ask("GET", "/conversations?" + query, {}, World::bearer(token));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.json().at("items").as_array().size();
  }
  json::array events(const std::string& channel, const std::string& token) {
    const Answer answer = world.ask("GET", "/conversations/1/events?after=0&channel=" + channel, {},
                                    World::bearer(token));
    EXPECT_EQ(answer.status, 200) << answer.body;
    return answer.json().at("events").as_array();
  }

  World world;
  std::string mia = world.visitor(world.shop);
  std::string ana = world.agent("ana", Role::agent, {world.shop});
  std::int64_t conversation = world.conversation(mia);
};

TEST_F(PriorityTest, StaffSetItAndVisitorsCannotTell) {
  const std::string before = row(mia);
  const Answer answer = set("high", ana);
  EXPECT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(answer.json().at("priority"), "high");
  EXPECT_EQ(row(mia), before) << "neither the field nor version and updated_at";
  EXPECT_TRUE(events("everyone", mia).empty());
  EXPECT_EQ(set("low", mia).status, 403);
}

TEST_F(PriorityTest, AChangeIsAnEventOfTheStaffLog) {
  set("urgent", ana);
  set("urgent", ana);  // changes nothing
  const json::array log = events("staff", ana);
  ASSERT_EQ(log.size(), 1U);
  EXPECT_EQ(log[0].at("type"), "conversation_update");
  EXPECT_EQ(log[0].at("channel"), "staff");
  EXPECT_EQ(json::serialize(log[0].at("data").at("changed")), R"({"priority":"urgent"})");
  EXPECT_EQ(log[0].at("data").at("cause").at("kind"), "agent");
}

TEST_F(PriorityTest, AChangeOfBothKindsIsAnEventInEachLog) {
  world.ask("PATCH", "/conversations/1", R"({"priority":"low","status":"pending"})",
            World::bearer(ana));
  const json::array seen = events("everyone", mia);
  ASSERT_EQ(seen.size(), 1U);
  EXPECT_EQ(json::serialize(seen[0].at("data").at("changed")), R"({"status":"pending"})");
  EXPECT_EQ(events("staff", ana).size(), 1U);
}

TEST_F(PriorityTest, AListIsFilteredByItForStaffOnly) {
  set("high", ana);
  EXPECT_EQ(listed("priority=high", ana), 1U);
  EXPECT_EQ(listed("priority=high&status=open&assignee=none", ana), 1U);
  EXPECT_EQ(listed("priority=none", ana), 0U);
  // A visitor would learn from the answer what the field holds.
  EXPECT_EQ(listed("priority=high", mia), 1U);
  EXPECT_EQ(listed("priority=none", mia), 1U);
  const Answer wrong = world.ask("GET", "/conversations?priority=top", {}, World::bearer(ana));
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(wrong.json().at("field"), "priority");
}

}  // namespace
}  // namespace walkie::testing
