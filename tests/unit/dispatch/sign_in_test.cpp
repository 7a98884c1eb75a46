#include "actions/set_up.h"
#include "actions/update_agent.h"
#include "dispatch/sign_in_failures.h"
#include "tests/unit/dispatch/stage.h"

namespace walkie {
namespace {

class SignInTest : public ::testing::Test, protected Stage {
 protected:
  SignInTest() {
    std::optional<Result<Agent>> made;
    dispatch.create_agent(loop, console, {"cat@example.org", "Cat", Role::agent, "correct horse"},
                          [&](Result<Agent> got) { made = std::move(got); });
    settle();
    EXPECT_TRUE(made->ok());
  }

  Result<actions::SignedIn> sign_in(const std::string& email, const std::string& password,
                                    const std::string& address = "192.0.2.1") {
    std::optional<Result<actions::SignedIn>> answer;
    dispatch.sign_in(loop, {email, password, address},
                     [&](Result<actions::SignedIn> got) { answer = std::move(got); });
    settle();
    return std::move(*answer);
  }
  std::string why(const std::string& email, const std::string& password,
                  const std::string& address = "192.0.2.1") {
    const auto answer = sign_in(email, password, address);
    return answer.ok() ? "ok" : answer.error().reason;
  }
};

TEST_F(SignInTest, TheRightPasswordOpensASession) {
  Result<actions::SignedIn> signed_in = sign_in("Cat@Example.org", "correct horse");
  ASSERT_TRUE(signed_in.ok());
  EXPECT_EQ(signed_in->agent.name, "Cat");
  std::optional<Result<actions::Authenticated>> found;
  dispatch.authenticate(loop, signed_in->token, [&](auto got) { found = std::move(got); });
  settle();
  EXPECT_EQ((*found)->principal.name, "Cat");
}

TEST_F(SignInTest, WrongPasswordAndUnknownAccountAreOneAnswerAndOneEffort) {
  EXPECT_EQ(why("cat@example.org", "wrong"), "wrong_credentials");
  EXPECT_EQ(why("nobody@example.org", "wrong", "192.0.2.2"), "wrong_credentials");
  EXPECT_EQ(why("not an address", "wrong", "192.0.2.3"), "wrong_credentials");
  // Each of them went through a password thread.
  std::size_t hashed = 0;
  dispatch.sign_in(loop, {"nobody@example.org", "x", "192.0.2.4"}, [](const auto&) {});
  for (int i = 0; i < 10; ++i) {
    loop.run();
    reader_a.run();
    reader_b.run();
    hashed += password_a.run() + password_b.run();
  }
  EXPECT_EQ(hashed, 1u);
}

TEST_F(SignInTest, FiveFailuresPerAccountThenAQuarterOfAnHourOfRest) {
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(why("cat@example.org", "wrong", "192.0.2." + std::to_string(i)), "wrong_credentials");
  }
  const auto refused = sign_in("CAT@example.org", "correct horse", "192.0.2.99");
  EXPECT_EQ(refused.error().code, Code::too_many);
  EXPECT_EQ(refused.error().retry_after_s, 15 * 60);
  clock.advance(Duration(15 * 60'000));
  EXPECT_EQ(why("cat@example.org", "correct horse", "192.0.2.99"), "ok");
}

TEST_F(SignInTest, FiveFailuresPerAddress) {
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(why("a" + std::to_string(i) + "@example.org", "wrong"), "wrong_credentials");
  }
  EXPECT_EQ(why("cat@example.org", "correct horse"), "too_many_failures");
  EXPECT_EQ(why("cat@example.org", "correct horse", "192.0.2.2"), "ok");
}

TEST_F(SignInTest, SuccessesAreNotFailuresAndClearTheAccount) {
  for (int i = 0; i < 4; ++i)
    why("cat@example.org", "wrong", "192.0.2.7");
  EXPECT_EQ(why("cat@example.org", "correct horse"), "ok");
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(why("cat@example.org", "correct horse"), "ok");
}

TEST_F(SignInTest, FiftyGuessesAtOnceAreFiveGuesses) {
  int guessed = 0, refused = 0;
  for (int i = 0; i < 50; ++i) {
    dispatch.sign_in(loop, {"cat@example.org", "wrong", "192.0.2." + std::to_string(i)},
                     [&](const Result<actions::SignedIn>& got) {
                       (got.error().code == Code::too_many ? refused : guessed) += 1;
                     });
  }
  settle();
  EXPECT_EQ(guessed, 5);
  EXPECT_EQ(refused, 45);
}

TEST_F(SignInTest, WhatFailsForOurReasonsCostsNoAttempt) {
  limits.queued_passwords = 0;
  for (int i = 0; i < 7; ++i)
    EXPECT_EQ(why("cat@example.org", "correct horse"), "busy");
  limits.queued_passwords = 64;
  EXPECT_EQ(why("cat@example.org", "correct horse"), "ok");
}

TEST_F(SignInTest, TheSetUpLinkMakesTheFirstAdmin) {
  const actions::SetupLink link = must(console, actions::CreateSetupLink{});
  auto set_up = [&](SetUpRequest request) {
    std::optional<Result<actions::SignedIn>> answer;
    dispatch.set_up(loop, std::move(request), [&](auto got) { answer = std::move(got); });
    settle();
    return answer->ok() ? std::string("ok") : answer->error().reason;
  };
  EXPECT_EQ(set_up({link.token, "root@example.org", "Root", "short"}), "bad_password");
  EXPECT_EQ(set_up({"wrong", "root@example.org", "Root", "long enough"}), "bad_setup_link");
  EXPECT_EQ(set_up({link.token, "root@example.org", "Root", "long enough"}), "ok");
  EXPECT_EQ(set_up({link.token, "root@example.org", "Root", "long enough"}), "already_set_up");
  EXPECT_EQ(why("root@example.org", "long enough"), "ok");
}

TEST_F(SignInTest, OnlyAdminsCreateAgents) {
  std::optional<Result<Agent>> made;
  dispatch.create_agent(loop, ana, {"x@example.org", "X", Role::admin, "long enough"},
                        [&](Result<Agent> got) { made = std::move(got); });
  settle();
  EXPECT_EQ(made->error().reason, "admins_only");
}

TEST(SignInFailures, AClockJumpOfTheWallChangesNothing) {
  testing::FakeClock clock;
  Limits limits;
  SignInFailures failures(clock, limits);
  for (int i = 0; i < 5; ++i)
    EXPECT_TRUE(failures.attempt("a@b", "x").ok());
  clock.jump_wall(Duration(24 * 3600'000));
  EXPECT_FALSE(failures.attempt("a@b", "y").ok());
}

}  // namespace
}  // namespace walkie
