// F4: protocol/invisible.json, the code points that show nothing, is what server and SDK know.
#include "base/invisible.h"

#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace walkie {
namespace {

Invisible kind_from(const std::string& name) {
  if (name == "space") return Invisible::space;
  return name == "joiner" ? Invisible::joiner : Invisible::hidden;
}

TEST(Invisible, IsTheGoldenTableForEveryCodePoint) {
  std::ifstream file(std::string(WALKIE_SOURCE_DIR) + "/protocol/invisible.json");
  std::ostringstream all;
  all << file.rdbuf();
  const std::string text = all.str();
  std::vector<Invisible> expected(0x110000, Invisible::no);
  const std::regex row(R"re(\[(\d+), (\d+), "(\w+)"\])re");
  std::size_t rows = 0;
  for (std::sregex_iterator at(text.begin(), text.end(), row), end; at != end; ++at, ++rows) {
    for (std::size_t point = std::stoul((*at)[1]); point <= std::stoul((*at)[2]); ++point) {
      expected.at(point) = kind_from((*at)[3]);
    }
  }
  ASSERT_GT(rows, 30u);
  for (char32_t point = 0; point < 0x110000; ++point) {
    ASSERT_EQ(invisible_kind(point), expected[point]) << "U+" << std::hex << std::size_t{point};
  }
}

}  // namespace
}  // namespace walkie
