// Every query finds its rows through an index: ten million messages must not make one slower.
#include <gtest/gtest.h>
#include <sqlite3.h>

#include <map>
#include <string>

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
    const std::string plan = plan_of(database, query_texts()[static_cast<std::size_t>(i)]);
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
      {Query::conversations_by_status,
       "conversations_by_status (inbox_id=? AND status=? AND last_message_at_ms<?"},
      {Query::conversations_by_assignee, "conversations_by_assignee (inbox_id=? AND assignee_id=?"},
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
    const std::string plan = plan_of(database, query_texts()[static_cast<std::size_t>(query)]);
    EXPECT_NE(plan.find(index), std::string::npos) << plan;
  }
  sqlite3_close(database);
}

}  // namespace
}  // namespace walkie
