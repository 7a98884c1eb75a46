#include "node/config.h"

#include <gtest/gtest.h>

#include <set>

namespace walkie {
namespace {

TEST(ConfigTest, EverySettingHasItsOwnPlaceNameAndHelp) {
  Config config;
  const auto settings = settings_of(config);
  std::set<std::string> names;
  std::set<Setting::Target> targets;
  for (const auto& setting : settings.all()) {
    EXPECT_TRUE(names.insert(setting.name).second) << setting.name;
    EXPECT_TRUE(targets.insert(setting.target).second) << setting.name;
    EXPECT_FALSE(setting.help.empty()) << setting.name;
  }
}

TEST(ConfigTest, EveryLimitIsASetting) {
  Config config;
  std::size_t limits = 0;
  const auto settings = settings_of(config);
  for (const auto& setting : settings.all())
    limits += setting.name.starts_with("limits.");
  EXPECT_EQ(limits * sizeof(std::int64_t), sizeof(Limits));
}

TEST(ConfigTest, DefaultsPassTheirOwnChecks) {
  Config config;
  EXPECT_TRUE(check(config).ok());
  auto settings = settings_of(config);
  for (const auto& setting : settings.all()) {
    if (!setting.name.starts_with("limits.")) continue;
    EXPECT_TRUE(settings.set(setting.name, setting.value(), "test").ok()) << setting.name;
  }
}

TEST(ConfigTest, Addresses) {
  EXPECT_EQ(parse_address("127.0.0.1:8080")->port, 8080);
  EXPECT_EQ(parse_address("[::1]:0")->host, "::1");
  EXPECT_EQ(parse_address("localhost:1")->host, "127.0.0.1");
  for (const char* wrong : {"8080", ":8080", "example.org:80", "127.0.0.1:", "127.0.0.1:65536",
                            "127.0.0.1:80x", "[::1:80", "300.0.0.1:80", "::1:80", "[127.0.0.1]:80",
                            "*:80", "127.0.0.1:+80", "127.0.0.1:-1", "127.1:80", "[fe80::1%lo]:80",
                            "[localhost]:80", "127.0.0.1:80 ", " 127.0.0.1:80", ""}) {
    EXPECT_FALSE(parse_address(wrong).ok()) << wrong;
  }
  EXPECT_FALSE(beyond_loopback({"127.0.0.1", 1}));
  EXPECT_FALSE(beyond_loopback({"127.0.0.9", 1}));
  EXPECT_FALSE(beyond_loopback({"::ffff:127.0.0.1", 1}));
  EXPECT_TRUE(beyond_loopback({"0.0.0.0", 1}));
  EXPECT_TRUE(beyond_loopback({"::", 1}));
}

TEST(ConfigTest, BaseUrlIsWhatPeopleType) {
  Config config;
  EXPECT_EQ(base_url(config, 8080), "http://127.0.0.1:8080");
  config.listen = "[::]:0";
  EXPECT_EQ(base_url(config, 99), "http://[::1]:99");
  config.listen = "0.0.0.0:80";
  EXPECT_EQ(base_url(config, 80), "http://127.0.0.1");
  config.public_url = "HTTPS://Chat.Example:443/";
  ASSERT_TRUE(check(config).ok());
  EXPECT_EQ(base_url(config, 99), "https://chat.example");
}

TEST(ConfigTest, OriginsAndProxiesAreCheckedAndStoredInOneForm) {
  Config config;
  config.allowed_origins = {"https://Shop.Example:443/", "https://bücher.example"};
  config.trusted_proxies = {"127.0.0.1", "10.0.0.0/8", "::1"};
  ASSERT_TRUE(check(config).ok());
  EXPECT_EQ(config.allowed_origins,
            (std::vector<std::string>{"https://shop.example", "https://xn--bcher-kva.example"}));
  config.behind_proxy = true;
  EXPECT_TRUE(check(config).ok());
  const auto refused = [](auto change) {
    Config bad;
    change(bad);
    const auto done = check(bad);
    return done ? std::string("accepted") : done.error().field;
  };
  for (const char* url : {"chat.example", "ftp://chat.example", "https://chat.example/support",
                          "https://chat.example?x", "https://a@chat.example", "https://",
                          "https://*.example", "https://chat.example:0", "https://chat example"}) {
    EXPECT_EQ(refused([url](Config& bad) { bad.public_url = url; }), "public_url") << url;
  }
  for (const char* site : {"*", "null", "javascript:", "https://*.shop.example", "http://[::1]",
                           "https://shop.example/path", "https://shop.example.", ""}) {
    EXPECT_EQ(refused([site](Config& bad) { bad.allowed_origins = {site}; }), "allowed_origins")
        << site;
  }
  EXPECT_EQ(refused([](Config& bad) { bad.behind_proxy = true; }), "trusted_proxies");
  for (const char* block :
       {"10.0.0.0/33", "nonsense", "10.0.0.1/8", "0.0.0.0/0", "", "localhost", "10.0.0.1:80"}) {
    EXPECT_EQ(refused([block](Config& bad) { bad.trusted_proxies = {block}; }), "trusted_proxies")
        << block;
  }
}

// None of them holds every address, and the list does.
TEST(ConfigTest, AListOfProxiesThatTrustsStrangersIsRefused) {
  const auto done = [](const std::vector<std::string>& blocks) {
    Config config;
    config.trusted_proxies = blocks;
    return check(config);
  };
  for (const std::vector<std::string>& blocks :
       {std::vector<std::string>{"0.0.0.0/1", "128.0.0.0/1"},
        {"0.0.0.0/2"},
        {"::/64"},
        {"::/1"},
        {"2000::/4", "3000::/4"},
        {"2000::/3"},
        {"10.0.0.0/8", "128.0.0.0/2"}}) {
    const auto refused = done(blocks);
    ASSERT_FALSE(refused.ok()) << blocks.front();
    EXPECT_EQ(refused.error().field, "trusted_proxies");
    EXPECT_NE(refused.error().detail.find("% of all IPv"), std::string::npos);
  }
  EXPECT_NE(done({"0.0.0.0/1", "128.0.0.0/1"}).error().detail.find("100 % of all IPv4"),
            std::string::npos);
  EXPECT_TRUE(done({"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "::1"}).ok());
  EXPECT_TRUE(done({"8.0.0.0/8", "2600::/12"}).ok()) << "a large network of one provider";
}

TEST(ConfigTest, SettingsThatContradictEachOtherAreRefused) {
  Config config;
  config.tls_key = "key.pem";
  EXPECT_EQ(check(config).error().field, "tls_certificate");
  config.tls_key.clear();
  config.allowed_origins = {"shop.example"};
  EXPECT_EQ(check(config).error().field, "allowed_origins");
}

}  // namespace
}  // namespace walkie
