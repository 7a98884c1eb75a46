// Every query finds its rows through an index: ten million messages must not make one slower.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <map>
#include <string>

#include "store/sql/column_values.h"
#include "store/sql/conversation_list.h"
#include "store/sql/queries.h"
#include "store/sqlite/sqlite_driver.h"
#include "store/sqlite/sqlite_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temp_folder.h"

namespace walkie {
namespace {

// Small tables, read whole on purpose.
const std::map<std::string, std::string> may_scan = {{"inboxes", "SCAN inboxes"},
                                                     {"every_inbox_id", "SCAN inboxes"},
                                                     {"agents", "SCAN agents"},
                                                     {"bots", "SCAN bots"}};
// A visitor has few conversations; an index in their order would cost every message a write.
constexpr std::string_view may_sort = "conversations_of_visitor";

std::string plan_of(sqlite3* database, const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  const std::string explain = "EXPLAIN QUERY PLAN " + sql;
  EXPECT_EQ(sqlite3_prepare_v2(database, explain.c_str(), -1, &statement, nullptr), SQLITE_OK)
      << sql << ": " << sqlite3_errmsg(database);
  std::string out;
  while (sqlite3_step(statement) == SQLITE_ROW) {
    out += reinterpret_cast<const char*>(sqlite3_column_text(statement, 3));
    out += '\n';
  }
  sqlite3_finalize(statement);
  return out;
}

TEST(QueryPlans, NoQueryReadsAGrowingTableWholeOrSorts) {
  testing::TempFolder folder;
  testing::FakeClock clock;
  testing::SeededRandom random;
  ASSERT_TRUE(open_sqlite_store(folder.path(), clock, random).ok());
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(folder.file("walkie.db").c_str(), &database), SQLITE_OK);
  for (int i = 0; i < static_cast<int>(Query::count); ++i) {
    const std::string name(query_name(static_cast<Query>(i)));
    const std::string plan = plan_of(database, query_text(static_cast<Query>(i)));
    const auto scan = may_scan.find(name);
    std::string rest = plan;
    if (scan != may_scan.end()) rest.erase(rest.find(scan->second), scan->second.size());
    // The outer query of a count goes through what the inner one found by index.
    if (const auto at = rest.find("SCAN found"); at != std::string::npos) rest.erase(at, 10);
    EXPECT_EQ(rest.find("SCAN"), std::string::npos) << name << "\n" << plan;
    if (name == may_sort) continue;
    EXPECT_EQ(rest.find("TEMP B-TREE"), std::string::npos) << name << plan;
  }
  sqlite3_close(database);
}

TEST(QueryPlans, TheListIsReadInOrderFromItsIndex) {
  testing::TempFolder folder;
  testing::FakeClock clock;
  testing::SeededRandom random;
  ASSERT_TRUE(open_sqlite_store(folder.path(), clock, random).ok());
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(folder.file("walkie.db").c_str(), &database), SQLITE_OK);
  const std::map<Query, std::string> wanted = {
      {Query::newest_messages, "messages_log (conversation_id=? AND channel=? AND seq>? AND seq<?"},
      {Query::message_by_client_id, "messages_by_client_id (client_id=? AND conversation_id=?"},
      {Query::events, "PRIMARY KEY (conversation_id=? AND channel=? AND seq>?"},
      // A list counts fifty times what is unread: no message is visited for it.
      {Query::count_messages_of_visitors,
       "COVERING INDEX messages_log (conversation_id=? AND channel=? AND seq>?"},
      {Query::count_messages_of_staff,
       "COVERING INDEX messages_log (conversation_id=? AND channel=? AND seq>?"},
  };
  for (const auto& [query, index] : wanted) {
    const std::string plan = plan_of(database, query_text(query));
    EXPECT_NE(plan.find(index), std::string::npos) << plan;
  }
  sqlite3_close(database);
}

// What GET /conversations can ask of one field: nothing, the value 0, another one.
template <class Visit>
void each_combination(const Visit& visit) {
  std::vector<FieldValues<Conversation>> all(1);
  each_field<Conversation>([&](const auto& field) {
    if (!field.is(filter)) return;
    const std::vector<FieldValues<Conversation>> before = all;
    for (const std::int64_t number : {0, 1}) {
      for (FieldValues<Conversation> where : before) {
        Conversation row;
        if constexpr (requires { from_number(number, field.of(row)); }) {
          from_number(number, field.of(row));
          all.push_back(where.set(field.member, field.of(row)));
        }
      }
    }
    EXPECT_EQ(all.size(), before.size() * 3) << field.name << " is no integer";
  });
  for (const FieldValues<Conversation>& where : all)
    visit(where);
}

// A condition on one value of a field must find its rows by index: where more are asked for, that
// of one of them will do. Value 0 is what most rows have, so that reading past the others is cheap.
bool narrowed(const FieldValues<Conversation>& where, const std::string& plan) {
  int asked = 0;
  int found = 0;
  where.each([&](const auto& field, const auto& value) {
    if (field.name == "status" || value == std::remove_cvref_t<decltype(value)>()) return;
    ++asked;
    found += plan.find(std::string(field.name) + "=?") != std::string::npos ? 1 : 0;
  });
  return asked == 0 || found > 0;
}

TEST(QueryPlans, EveryListThatCanBeAskedForIsARangeOfAnIndexInItsOrder) {
  testing::TempFolder folder;
  testing::FakeClock clock;
  testing::SeededRandom random;
  ASSERT_TRUE(open_sqlite_store(folder.path(), clock, random).ok());
  sqlite3* database = nullptr;
  ASSERT_EQ(sqlite3_open(folder.file("walkie.db").c_str(), &database), SQLITE_OK);
  int combinations = 0;
  each_combination([&](const FieldValues<Conversation>& where) {
    ++combinations;
    for (const Query query : {Query::conversations, Query::count_conversations}) {
      const std::string sql = query_text(query, filter_text(where));
      const std::string plan = plan_of(database, sql);
      // In the order of the index: what is newer than the cursor, of one inbox and one status.
      for (const char* term :
           {"INDEX conversations_by_", "inbox_id=? ", "status=? ", "last_message_at_ms<?"}) {
        EXPECT_NE(plan.find(term), std::string::npos) << term << "\n" << sql << "\n" << plan;
      }
      EXPECT_TRUE(narrowed(where, plan)) << sql << "\n" << plan;
      EXPECT_EQ(plan.find("TEMP B-TREE"), std::string::npos) << sql << "\n" << plan;
      const auto scan = plan.find("SCAN");
      EXPECT_TRUE(scan == std::string::npos || plan.substr(scan, 10) == "SCAN found") << plan;
    }
  });
  EXPECT_GE(combinations, 9);
  sqlite3_close(database);
}

}  // namespace
}  // namespace walkie
