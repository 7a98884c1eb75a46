#include "node/settings.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>

namespace walkie {
namespace {

struct Targets {
  std::int64_t bytes = 65536;
  int per_hour = 5;
  bool deflate = false;
  std::string listen = "127.0.0.1:8080";
  std::vector<std::string> proxies;

  Settings settings() {
    return Settings({
        {.name = "limits.frame_bytes", .target = &bytes, .help = "", .least = 125, .most = 1 << 20},
        {.name = "limits.conversations_per_hour", .target = &per_hour, .help = ""},
        {.name = "deflate", .target = &deflate, .help = ""},
        {.name = "listen", .target = &listen, .help = ""},
        {.name = "trusted_proxies", .target = &proxies, .help = ""},
    });
  }
};

class SettingsTest : public testing::Test {
 protected:
  SettingsTest() : path_(testing::TempDir() + "settings_test_" + std::to_string(::getpid())) {}
  ~SettingsTest() override { std::filesystem::remove(path_); }

  void write(const std::string& text) { std::ofstream(path_) << text; }

  const std::string path_;
  Targets targets_;
  Settings settings_ = targets_.settings();
};

TEST_F(SettingsTest, DefaultsHoldWithoutAFile) {
  EXPECT_TRUE(settings_.load_file(path_).ok());
  EXPECT_EQ(settings_.all()[1].value(), "5");
  EXPECT_EQ(settings_.all()[1].source, "default");
}

TEST_F(SettingsTest, TheFileFillsEveryKind) {
  write(
      "listen = \"[::1]:9000\"\ndeflate = true\ntrusted_proxies = [\"10.0.0.1\", \"::1\"]\n"
      "[limits]\nframe_bytes = 1000\n");
  ASSERT_TRUE(settings_.load_file(path_).ok());
  EXPECT_EQ(targets_.listen, "[::1]:9000");
  EXPECT_TRUE(targets_.deflate);
  EXPECT_EQ(targets_.proxies, (std::vector<std::string>{"10.0.0.1", "::1"}));
  EXPECT_EQ(targets_.bytes, 1000);
  EXPECT_EQ(settings_.all()[0].source, path_ + ":5");
}

TEST_F(SettingsTest, EnvironmentWinsOverTheFileAndFlagsOverBoth) {
  write("[limits]\nconversations_per_hour = 7\n");
  ASSERT_TRUE(settings_.load_file(path_).ok());
  const std::map<std::string, std::string> environment{
      {"WALKIE_LIMITS_CONVERSATIONS_PER_HOUR", "0"}, {"WALKIE_LISTEN", "127.0.0.1:1"}};
  ASSERT_TRUE(settings_
                  .load_environment([&](const std::string& name) -> std::optional<std::string> {
                    const auto found = environment.find(name);
                    if (found == environment.end()) return std::nullopt;
                    return found->second;
                  })
                  .ok());
  EXPECT_EQ(targets_.per_hour, 0);
  EXPECT_EQ(settings_.all()[1].source, "WALKIE_LIMITS_CONVERSATIONS_PER_HOUR");
  ASSERT_TRUE(settings_.set("listen", "127.0.0.1:2", "--listen").ok());
  EXPECT_EQ(targets_.listen, "127.0.0.1:2");
  EXPECT_EQ(settings_.all()[3].source, "--listen");
}

TEST_F(SettingsTest, AnErrorNamesTheSettingAndItsSource) {
  write("\n[limits]\nframe_bytes = \"many\"\n");
  const auto wrong_type = settings_.load_file(path_);
  ASSERT_FALSE(wrong_type.ok());
  EXPECT_EQ(wrong_type.error().field, "limits.frame_bytes");
  EXPECT_NE(wrong_type.error().detail.find(path_ + ":3"), std::string::npos);

  write("[limits]\nframe_bites = 1\n");
  const auto unknown = settings_.load_file(path_);
  ASSERT_FALSE(unknown.ok());
  EXPECT_EQ(unknown.error().field, "limits.frame_bites");

  write("listen = \n");
  const auto broken = settings_.load_file(path_);
  ASSERT_FALSE(broken.ok());
  EXPECT_EQ(broken.error().reason, "bad_config_file");
  EXPECT_NE(broken.error().detail.find(path_ + ":1"), std::string::npos);
}

TEST_F(SettingsTest, RangesAndTypesAreChecked) {
  EXPECT_FALSE(settings_.set("limits.frame_bytes", "124", "--set").ok());
  EXPECT_FALSE(settings_.set("limits.frame_bytes", "12x", "--set").ok());
  EXPECT_FALSE(settings_.set("limits.conversations_per_hour", "-1", "--set").ok());
  EXPECT_FALSE(settings_.set("deflate", "yes", "--set").ok());
  EXPECT_FALSE(settings_.set("nothing", "1", "--set").ok());
  EXPECT_EQ(targets_.bytes, 65536);
  EXPECT_TRUE(settings_.set("trusted_proxies", " 10.0.0.1 , ::1,", "--set").ok());
  EXPECT_EQ(targets_.proxies, (std::vector<std::string>{"10.0.0.1", "::1"}));
}

}  // namespace
}  // namespace walkie
