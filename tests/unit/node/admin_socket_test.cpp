#include "node/admin_socket.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

namespace walkie {
namespace {

class AdminSocketTest : public testing::Test {
 protected:
  // Longer than a socket's name may be.
  AdminSocketTest()
      : root_(testing::TempDir() + "admin_socket_test_" + std::to_string(::getpid())),
        folder_(root_ + "/" + std::string(120, 'd')) {
    std::filesystem::create_directories(folder_);
  }
  ~AdminSocketTest() override { std::filesystem::remove_all(root_); }

  const std::string root_;
  const std::string folder_;
};

TEST_F(AdminSocketTest, WithoutAServerThereIsNoAnswer) {
  EXPECT_FALSE(ask_running_server(folder_, {.verb = "create-key", .fields = {}}).has_value());
}

TEST_F(AdminSocketTest, CarriesTheRequestAndTheAnswer) {
  auto socket = AdminSocket::open(folder_, [](const AdminRequest& request) -> Result<std::string> {
    return request.verb + " " + request.field("email") + " " + request.field("none");
  });
  ASSERT_TRUE(socket.ok()) << socket.error().detail;
  const auto answer =
      ask_running_server(folder_, {.verb = "create-agent", .fields = {{"email", "a=b@c"}}});
  ASSERT_TRUE(answer.has_value());
  ASSERT_TRUE(answer->ok());
  EXPECT_EQ(answer->value(), "create-agent a=b@c ");
}

TEST_F(AdminSocketTest, AnErrorComesBackAsItsSentence) {
  auto socket = AdminSocket::open(folder_, [](const AdminRequest&) -> Result<std::string> {
    return Error{.code = Code::conflict, .reason = "email_taken", .detail = "the e-mail is taken"};
  });
  ASSERT_TRUE(socket.ok());
  const auto answer = ask_running_server(folder_, {.verb = "create-agent", .fields = {}});
  ASSERT_TRUE(answer.has_value());
  ASSERT_FALSE(answer->ok());
  EXPECT_EQ(answer->error().detail, "the e-mail is taken");
}

TEST_F(AdminSocketTest, OnlyTheOwnerMayConnectAndTheFileGoesWithTheServer) {
  const auto path = folder_ + "/walkie.sock";
  {
    auto socket = AdminSocket::open(folder_, [](const AdminRequest&) { return std::string(); });
    ASSERT_TRUE(socket.ok());
    struct stat found {};
    ASSERT_EQ(::stat(path.c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 0777, 0600U);
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(AdminSocketTest, ReplacesTheFileOfAKilledServer) {
  std::filesystem::create_directories(folder_);
  {
    auto socket = AdminSocket::open(folder_, [](const AdminRequest&) { return std::string(); });
  }
  std::filesystem::create_directory_symlink("/nowhere", folder_ + "/walkie.sock");
  auto socket = AdminSocket::open(folder_, [](const AdminRequest&) { return std::string("here"); });
  ASSERT_TRUE(socket.ok());
  EXPECT_EQ(ask_running_server(folder_, {.verb = "x", .fields = {}})->value(), "here");
}

TEST(AdminRequestTest, ALineBreakInAValueIsRefused) {
  const auto text = encode_admin_request({.verb = "v", .fields = {{"name", "a\nrole=admin"}}});
  ASSERT_FALSE(text.ok());
  EXPECT_EQ(text.error().field, "name");
}

TEST(AdminRequestTest, ACutRequestIsRefused) {
  EXPECT_FALSE(decode_admin_request("create-agent\nemail=a").ok());
  EXPECT_FALSE(decode_admin_request("").ok());
  EXPECT_FALSE(decode_admin_request("create-agent\nemail\n").ok());
}

}  // namespace
}  // namespace walkie
