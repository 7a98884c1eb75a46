#include "base/host_port.h"

#include <gtest/gtest.h>

#include "base/decimal.h"

namespace walkie {
namespace {

TEST(HostPort, TakesApart) {
  struct Case {
    std::string_view text, host;
    std::optional<std::string_view> port;
    bool bracketed;
  };
  for (const Case& row :
       {Case{"192.0.2.1:80", "192.0.2.1", "80", false},
        Case{"192.0.2.1", "192.0.2.1", std::nullopt, false},
        Case{"[2001:db8::1]:80", "2001:db8::1", "80", true},
        Case{"[2001:db8::1]", "2001:db8::1", std::nullopt, true},
        Case{"2001:db8::1", "2001:db8::1", std::nullopt, false}, Case{"a:", "a", "", false},
        Case{":1", "", "1", false}, Case{"", "", std::nullopt, false}, Case{"[]:", "", "", true}}) {
    const auto parts = split_host_port(row.text);
    ASSERT_TRUE(parts) << row.text;
    EXPECT_EQ(parts->host, row.host) << row.text;
    EXPECT_EQ(parts->port, row.port) << row.text;
    EXPECT_EQ(parts->bracketed, row.bracketed) << row.text;
  }
  for (const char* broken : {"[::1", "[::1]80", "["})
    EXPECT_FALSE(split_host_port(broken)) << broken;
}

TEST(Decimal, IsTheWholeTextOrNothing) {
  EXPECT_EQ(decimal_from<int>("0"), 0);
  EXPECT_EQ(decimal_from<int>("-7"), -7);
  EXPECT_EQ(decimal_from<std::uint16_t>("65535"), 65535);
  for (const char* wrong : {"", "65536", "-1", "+1", " 1", "1 ", "1x", "0x1", "１"})
    EXPECT_EQ(decimal_from<std::uint16_t>(wrong), std::nullopt) << wrong;
}

}  // namespace
}  // namespace walkie
