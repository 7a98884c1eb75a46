// protocol/close_codes.json, which the SDK and the suites read, is the server's table.
#include "base/close_codes.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>
#include <string>

namespace walkie {
namespace {

std::string text_of(AfterClose after) {
  switch (after) {
    case AfterClose::reconnect:
      return "reconnect";
    case AfterClose::reconnect_rarely:
      return "reconnect_rarely";
    case AfterClose::stay_away:
      return "stay_away";
  }
  return "";
}

TEST(CloseCodes, TheGoldenFileIsTheTable) {
  std::ostringstream made;
  made << "[";
  for (const CloseCode& row : close::table) {
    made << (&row == close::table.data() ? "\n" : ",\n") << "  {\"code\": " << row.number
         << ", \"name\": \"" << row.name << "\", \"reason\": \"" << row.reason
         << "\", \"after\": \"" << text_of(row.after) << "\", \"wait_s\": " << row.wait_s
         << ", \"renews\": " << (row.renews ? "true" : "false") << "}";
  }
  made << "\n]\n";
  std::ifstream file(std::string(WALKIE_SOURCE_DIR) + "/protocol/close_codes.json");
  std::ostringstream golden;
  golden << file.rdbuf();
  EXPECT_EQ(golden.str(), made.str()) << "the file must say:\n" << made.str();
}

// SPEC.md, Close codes: what a client does with a code that it does not know.
TEST(CloseCodes, TheRangeTellsAClientThatDoesNotKnowTheCode) {
  std::set<int> numbers;
  for (const CloseCode& row : close::table) {
    EXPECT_TRUE(numbers.insert(row.number).second) << row.number << " stands twice";
    EXPECT_FALSE(row.reason.empty()) << row.name;
    EXPECT_LE(row.reason.size(), 123u) << row.name;
    if (row.after == AfterClose::reconnect_rarely) continue;
    EXPECT_EQ(row.after == AfterClose::stay_away, row.number / 100 == 45) << row.name;
  }
}

// One row for each decision, so that a change of the table is a change here, too.
TEST(CloseCodes, AClientStaysAwayAfterADecisionOfTheServer) {
  std::set<int> away;
  for (const CloseCode& row : close::table)
    if (row.after == AfterClose::stay_away) away.insert(row.number);
  EXPECT_EQ(away, (std::set<int>{4500, 4501, 4502, 4503, 4506, 4507}));
}

}  // namespace
}  // namespace walkie
