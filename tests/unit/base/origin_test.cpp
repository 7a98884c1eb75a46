#include "base/origin.h"

#include <gtest/gtest.h>

#include "base/ip_address.h"

namespace walkie {
namespace {

std::string canonical(std::string_view text) {
  const auto origin = Origin::parse(text);
  return origin ? origin->text() : "(" + origin.error().detail + ")";
}

TEST(OriginTest, OneFormForAllWaysToWriteIt) {
  const std::pair<const char*, const char*> same[] = {
      {"https://shop.example", "https://shop.example"},
      {"https://Shop.Example", "https://shop.example"},
      {"HTTPS://SHOP.EXAMPLE", "https://shop.example"},
      {"https://shop.example/", "https://shop.example"},
      {"https://shop.example:443", "https://shop.example"},
      {"https://shop.example:0443/", "https://shop.example"},
      {"http://shop.example:80", "http://shop.example"},
      {"http://shop.example:443", "http://shop.example:443"},
      {"https://shop.example:80", "https://shop.example:80"},
      {"https://shop.example:65535", "https://shop.example:65535"},
      {"https://bücher.example", "https://xn--bcher-kva.example"},
      {"https://BÜCHER.example:8443", "https://xn--bcher-kva.example:8443"},
      {"https://bu\u0308cher.example", "https://xn--bcher-kva.example"},
      {"https://xn--bcher-kva.example", "https://xn--bcher-kva.example"},
      {"https://XN--BCHER-KVA.example", "https://xn--bcher-kva.example"},
      {"https://faß.example", "https://xn--fa-hia.example"},
      {"https://例え。テスト", "https://xn--r8jz45g.xn--zckzah"},
      {"https://ｓｈｏｐ.example", "https://shop.example"},
      {"http://localhost:3000", "http://localhost:3000"},
      {"http://my_shop.example", "http://my_shop.example"},
      {"http://127.0.0.1:8080", "http://127.0.0.1:8080"},
      {"http://１２７.0.0.1", "http://127.0.0.1"},
      {"http://[::1]:8080", "http://[::1]:8080"},
      {"http://[0:0::0001]", "http://[::1]"},
      {"https://[2001:DB8:0:0:1:0:0:1]", "https://[2001:db8::1:0:0:1]"},
      {"http://[::ffff:127.0.0.1]", "http://[::ffff:7f00:1]"},
  };
  for (const auto& [written, form] : same) {
    EXPECT_EQ(canonical(written), form) << written;
    EXPECT_EQ(canonical(form), form);
  }
}

TEST(OriginTest, WhatNoBrowserSendsIsRefusedWithAReason) {
  const std::pair<const char*, const char*> refused[] = {
      {"", "is empty"},
      {"*", "every site"},
      {"null", "without an origin"},
      {"shop.example", "http://"},
      {"//shop.example", "http://"},
      {"javascript:alert(1)", "http://"},
      {"javascript://shop.example", "http://"},
      {"data:text/html,x", "http://"},
      {"file:///etc/passwd", "http://"},
      {"blob:https://shop.example", "http://"},
      {"ws://shop.example", "http://"},
      {"capacitor://localhost", "http://"},
      {"https:shop.example", "http://"},
      {"https:/shop.example", "http://"},
      {"https://", "no host"},
      {"https:///", "no host"},
      {"https://:443", "no host"},
      {"https://shop.example/chat", "more than"},
      {"https://shop.example//", "more than"},
      {"https://shop.example?a", "more than"},
      {"https://shop.example#a", "more than"},
      {"https://shop.example\\a", "more than"},
      {"https://ana@shop.example", "user name"},
      {"https://ana:pass@shop.example", "user name"},
      {"https://shop.example:", "port"},
      {"https://shop.example:0", "port"},
      {"https://shop.example:65536", "port"},
      {"https://shop.example:-1", "port"},
      {"https://shop.example:+1", "port"},
      {"https://shop.example:80:80", "port"},
      {"https://shop.example:https", "port"},
      {"https://shop.example.", "dot"},
      {"https://.shop.example", "empty part"},
      {"https://shop..example", "empty part"},
      {"https://*.shop.example", "wildcard"},
      {"https://*", "wildcard"},
      {"https://shop.*", "wildcard"},
      {" https://shop.example", "space"},
      {"https://shop.example\n", "space"},
      {"https://shop example", "space"},
      {"https://shop.example;frame-src", "no host name"},
      {"https://shop.example,b", "no host name"},
      {"https://sh%6fp.example", "no host name"},
      {"https://'self'", "no host name"},
      {"https://shop／a.example", "no host name"},
      {"https://-shop.example", "hyphen"},
      {"https://\xff\xfe.example", "international"},
      {"https://xn--a-ecp.ru\u200d", "international"},
      {"https://127.1", "IPv4"},
      {"https://2130706433", "IPv4"},
      {"https://0x7f.0.0.1", "IPv4"},
      {"https://0x7f000001", "IPv4"},
      {"https://shop.0x", "IPv4"},
      {"https://127.0.0.01", "IPv4"},
      {"https://256.0.0.1", "IPv4"},
      {"https://1.2.3.4.5", "IPv4"},
      {"https://[::1", "IPv6"},
      {"https://[127.0.0.1]", "IPv6"},
      {"https://[::g]", "IPv6"},
      {"https://[fe80::1%25eth0]", "zone"},
      {"https://[::1]a", "IPv6"},
      {"https://::1", "no host"},
  };
  for (const auto& [text, why] : refused) {
    const auto origin = Origin::parse(text);
    ASSERT_FALSE(origin.ok()) << text << " became " << origin->text();
    EXPECT_NE(origin.error().detail.find(why), std::string::npos) << origin.error().detail;
  }
}

TEST(OriginTest, LongAndHostileTextsEndQuickly) {
  EXPECT_FALSE(Origin::parse("https://" + std::string(100'000, 'a')).ok());
  EXPECT_FALSE(Origin::parse("https://" + std::string(64, 'a') + ".example").ok());
  EXPECT_TRUE(Origin::parse("https://" + std::string(63, 'a') + ".example").ok());
  std::string many = "https://";
  while (many.size() < 900)
    many += "ü.";
  EXPECT_FALSE(Origin::parse(many + "example").ok());
  const auto shown = Origin::parse(std::string(5'000, '\n'));
  EXPECT_LT(shown.error().detail.size(), 400U);
  EXPECT_EQ(shown.error().detail.find('\n'), std::string::npos);
}

TEST(OriginTest, AHostHeaderBecomesTheSameForm) {
  EXPECT_EQ(Origin::of_host(true, "Chat.Example")->text(), "https://chat.example");
  EXPECT_EQ(Origin::of_host(true, "chat.example:443")->text(), "https://chat.example");
  EXPECT_EQ(Origin::of_host(false, "chat.example:443")->text(), "http://chat.example:443");
  EXPECT_EQ(Origin::of_host(false, "[::1]:8080")->text(), "http://[::1]:8080");
  EXPECT_FALSE(Origin::of_host(true, "").ok());
  EXPECT_FALSE(Origin::of_host(true, "chat.example/").ok());
  EXPECT_FALSE(Origin::of_host(true, "ana@chat.example").ok());
}

TEST(OriginTest, ASiteMayNotBeAnIpv6Address) {
  EXPECT_TRUE(parse_site("http://127.0.0.1:8080").ok());
  EXPECT_NE(parse_site("http://[::1]:8080").error().detail.find("IPv6"), std::string::npos);
}

}  // namespace
}  // namespace walkie
