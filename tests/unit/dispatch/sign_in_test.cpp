#include "actions/credentials.h"
#include "actions/set_up.h"
#include "actions/update_agent.h"
#include "dispatch/settings_in_use.h"
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
                                    const std::string& address = "192.0.2.1",
                                    const std::string& device = "") {
    std::optional<Result<actions::SignedIn>> answer;
    dispatch.sign_in(loop, {email, password, address, device},
                     [&](Result<actions::SignedIn> got) { answer = std::move(got); });
    settle();
    return std::move(*answer);
  }
  std::string why(const std::string& email, const std::string& password,
                  const std::string& address = "192.0.2.1", const std::string& device = "") {
    const auto answer = sign_in(email, password, address, device);
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
  // Each of them went through a password thread.
  std::size_t hashed = 0;
  dispatch.sign_in(loop, {"nobody@example.org", "x", "192.0.2.4", ""}, [](const auto&) {});
  for (int i = 0; i < 10; ++i) {
    loop.run();
    reader_a.run();
    reader_b.run();
    hashed += password_a.run() + password_b.run();
  }
  EXPECT_EQ(hashed, 1u);
}

TEST_F(SignInTest, FiveFailuresAtOneAddressThenAQuarterOfAnHourOfRest) {
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(why("cat@example.org", "wrong", "192.0.2.99"), "wrong_credentials");
    clock.advance(Duration(1000));
  }
  const auto refused = sign_in("CAT@example.org", "correct horse", "192.0.2.99");
  EXPECT_EQ(refused.error().code, Code::too_many);
  EXPECT_EQ(refused.error().retry_after_s, 15 * 60 - 5);
  clock.advance(Duration((15 * 60 - 5) * 1000 - 1));
  EXPECT_EQ(why("cat@example.org", "correct horse", "192.0.2.99"), "too_many_failures");
  clock.advance(Duration(1));
  EXPECT_EQ(why("cat@example.org", "correct horse", "192.0.2.99"), "ok");
}

TEST_F(SignInTest, ANewDeviceIsNotLockedOutByOneStranger) {
  for (int i = 0; i < 20; ++i)
    why("cat@example.org", "wrong", "198.51.100.1");
  EXPECT_EQ(why("cat@example.org", "correct horse", "198.51.100.1"), "too_many_failures");
  EXPECT_EQ(why("cat@example.org", "correct horse", "192.0.2.1"), "ok");
}

TEST_F(SignInTest, AtAFamiliarAddressStrangersElsewhereDoNotCount) {
  EXPECT_EQ(why("cat@example.org", "correct horse", "192.0.2.1"), "ok");
  for (int i = 0; i < 50; ++i)
    why("cat@example.org", "wrong", "198.51.100." + std::to_string(i));
  EXPECT_EQ(why("cat@example.org", "correct horse", "192.0.2.2"), "too_many_failures");
  EXPECT_EQ(why("cat@example.org", "correct horse", "::ffff:192.0.2.1"), "ok");
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(why("cat@example.org", "wrong", "192.0.2.1"), "wrong_credentials");
  EXPECT_EQ(why("cat@example.org", "correct horse", "192.0.2.1"), "too_many_failures")
      << "a familiar address has five tries too";
  // Familiar to this account only, and not for ever.
  EXPECT_EQ(why("dan@example.org", "wrong", "192.0.2.1"), "wrong_credentials");
  clock.advance(std::chrono::days(30));
  for (int i = 0; i < 50; ++i)
    why("cat@example.org", "wrong", "198.51.100." + std::to_string(i));
  EXPECT_EQ(why("cat@example.org", "correct horse", "192.0.2.1"), "too_many_failures");
}

TEST_F(SignInTest, AKnownDeviceMakesItsAddressFamiliar) {
  const std::string device = sign_in("cat@example.org", "correct horse", "192.0.2.1")->device;
  EXPECT_EQ(why("cat@example.org", "correct horse", "192.0.2.7", device), "ok");
  for (int i = 0; i < 50; ++i)
    why("cat@example.org", "wrong", "198.51.100." + std::to_string(i));
  EXPECT_EQ(why("cat@example.org", "correct horse", "192.0.2.7"), "ok");
}

TEST_F(SignInTest, TwentyFailuresOfAnAccountFromEverywhereThenAQuarterOfAnHourOfRest) {
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(why("cat@example.org", "wrong", "192.0.2." + std::to_string(i)), "wrong_credentials");
  }
  const auto refused = sign_in("CAT@example.org", "correct horse", "192.0.2.99");
  EXPECT_EQ(refused.error().code, Code::too_many);
  EXPECT_EQ(refused.error().retry_after_s, 15 * 60);
  clock.advance(Duration(15 * 60'000));
  EXPECT_EQ(why("cat@example.org", "correct horse", "192.0.2.99"), "ok");
}

TEST_F(SignInTest, NoSpellingOfAnAddressGetsTriesOfItsOwn) {
  for (const char* spelling : {"cat@example.org", " CAT@example.org", "Cat@Example.Org  ",
                               "  cat@EXAMPLE.org ", "caT@example.orG"}) {
    EXPECT_EQ(why(spelling, "wrong", "192.0.2.50"), "wrong_credentials");
  }
  for (const char* spelling : {"cat@example.org", " cat@example.org ", "CAT@EXAMPLE.ORG"}) {
    EXPECT_EQ(why(spelling, "correct horse", "192.0.2.50"), "too_many_failures");
  }
  for (const char* spelling : {"cat@example.org\t", "\rcat@example.org", "cat@example.org\n",
                               "cat@example.org\u00a0", "cat@exam\u200bple.org"}) {
    EXPECT_EQ(why(spelling, "correct horse", "192.0.2.51"), "bad_email");
  }
}

TEST_F(SignInTest, WhatCanBeNoAddressOrPasswordIsNeitherCountedNorHashed) {
  for (int i = 0; i < 100; ++i) {
    EXPECT_EQ(why("cat" + std::to_string(i) + std::string(65'000, 'x') + "@example.org", "wrong"),
              "bad_email");
    EXPECT_EQ(why("cat@example.org", std::string(65'000, 'x')), "bad_password");
  }
  EXPECT_EQ(metric("walkie_sign_in_keys"), 0);
  EXPECT_EQ(why("cat@example.org", "correct horse"), "ok");
}

TEST_F(SignInTest, ARefusalLeavesNothingBehind) {
  limits.sign_in_address_failures = 5;
  for (int i = 0; i < 5; ++i)
    why("a" + std::to_string(i) + "@example.org", "wrong");
  const double kept = metric("walkie_sign_in_keys");
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(why("b" + std::to_string(i) + "@example.org", "wrong"), "too_many_failures");
  }
  EXPECT_EQ(metric("walkie_sign_in_keys"), kept);
  EXPECT_EQ(metric("walkie_sign_ins_refused_total"), 1000);
}

TEST_F(SignInTest, AnAddressIsWideAndCountedAsOneNetwork) {
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(
        why("a" + std::to_string(i) + "@example.org", "wrong", "2001:db8::" + std::to_string(i)),
        "wrong_credentials");
  }
  EXPECT_EQ(why("cat@example.org", "correct horse", "2001:db8::ffff"), "too_many_failures");
  EXPECT_EQ(why("cat@example.org", "correct horse", "2001:db8:0:1::1"), "ok");
}

TEST_F(SignInTest, StrangersCannotLockAKnownDeviceOut) {
  const std::string device = sign_in("cat@example.org", "correct horse")->device;
  for (int i = 0; i < 50; ++i)
    why("cat@example.org", "wrong", "198.51.100." + std::to_string(i));
  EXPECT_EQ(why("cat@example.org", "correct horse", "192.0.2.9"), "too_many_failures");
  EXPECT_EQ(why("cat@example.org", "correct horse", "192.0.2.9", device), "ok");
  // Nor by its address, which it shares with an office.
  for (int i = 0; i < 50; ++i)
    why("a" + std::to_string(i) + "@example.org", "wrong", "192.0.2.9");
  EXPECT_EQ(why("dan@example.org", "wrong", "192.0.2.9"), "too_many_failures");
  EXPECT_EQ(why("cat@example.org", "correct horse", "192.0.2.9", device), "ok");
}

TEST_F(SignInTest, AKnownDeviceHasABudgetAndLocksNobodyElseOut) {
  const std::string device = sign_in("cat@example.org", "correct horse")->device;
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(why("cat@example.org", "wrong", "192.0.2.1", device), "wrong_credentials");
  EXPECT_EQ(why("cat@example.org", "correct horse", "192.0.2.1", device), "too_many_failures");
  EXPECT_EQ(why("cat@example.org", "correct horse", "192.0.2.1"), "ok");
  clock.advance(Duration(15 * 60'000));
  EXPECT_EQ(why("cat@example.org", "correct horse", "192.0.2.1", device), "ok");
}

TEST_F(SignInTest, AMarkIsGoodForItsAccountOnlyAndUntilThePasswordChanges) {
  const actions::SignedIn cat = *sign_in("cat@example.org", "correct horse");
  std::optional<Result<Agent>> made;
  dispatch.create_agent(loop, console, {"dan@example.org", "Dan", Role::agent, "battery staple"},
                        [&](Result<Agent> got) { made = std::move(got); });
  settle();
  std::string forged = cat.device;
  forged.back() = forged.back() == 'A' ? 'B' : 'A';
  for (int i = 0; i < 5; ++i) {
    why("cat@example.org", "wrong");
    why("dan@example.org", "wrong");
  }
  EXPECT_EQ(why("dan@example.org", "battery staple", "192.0.2.1", cat.device), "too_many_failures");
  for (const std::string& bad : {forged, cat.device.substr(1), std::string("."), "~" + cat.device,
                                 std::string(4000, '~'), std::string(4000, 'a')}) {
    EXPECT_EQ(why("cat@example.org", "correct horse", "192.0.2.1", bad), "too_many_failures");
  }
  EXPECT_EQ(why("cat@example.org", "correct horse", "192.0.2.1", cat.device), "ok");
  must(console,
       actions::UpdateAgent{.agent_id = cat.agent.id,
                            .password_hash = actions::hash_password("new one", random, limits)});
  for (int i = 0; i < 5; ++i)
    why("cat@example.org", "wrong", "192.0.2.1");
  EXPECT_EQ(why("cat@example.org", "new one", "192.0.2.1", cat.device), "too_many_failures");
}

TEST_F(SignInTest, ABrowserKeepsTheMarksOfFourAccountsAndOneForEach) {
  std::string device = sign_in("cat@example.org", "correct horse")->device;
  const std::string first = device;
  device = sign_in("cat@example.org", "correct horse", "192.0.2.1", device)->device;
  EXPECT_EQ(device, first) << "the same mark again, not one more budget";
  for (const char* name : {"d", "e", "f", "g"}) {
    dispatch.create_agent(loop, console,
                          {std::string(name) + "@example.org", name, Role::agent, "correct horse"},
                          [](const Result<Agent>&) {});
    settle();
    device =
        sign_in(std::string(name) + "@example.org", "correct horse", "192.0.2.1", device)->device;
  }
  EXPECT_EQ(std::count(device.begin(), device.end(), '~'), 3);
  EXPECT_EQ(device.find(first), std::string::npos) << "the oldest has gone";
}

TEST_F(SignInTest, TheOperatorUnlocksAnAccountAndAnAddress) {
  limits.sign_in_address_failures = 7;
  for (int i = 0; i < 5; ++i)
    why("cat@example.org", "wrong");
  EXPECT_EQ(why("cat@example.org", "correct horse"), "too_many_failures");
  dispatch.unlock_account(*Email::from("cat@example.org", limits));
  EXPECT_EQ(why("cat@example.org", "correct horse"), "ok");
  for (int i = 0; i < 2; ++i)
    why("x" + std::to_string(i) + "@example.org", "wrong");
  EXPECT_EQ(why("cat@example.org", "correct horse"), "too_many_failures");
  dispatch.unlock_address("::ffff:192.0.2.1");
  EXPECT_EQ(why("cat@example.org", "correct horse"), "ok");
}

TEST_F(SignInTest, OneHundredAndFiftyStrangersLetNobodyWaitWhoIsKnown) {
  const std::string device = sign_in("cat@example.org", "correct horse")->device;
  // A known device anywhere, and a new one at an address that the account knows.
  const std::vector<SignInRequest> known = {
      {"cat@example.org", "correct horse", "203.0.113.9", device},
      {"cat@example.org", "correct horse", "192.0.2.1", ""},
  };
  for (const SignInRequest& request : known) {
    int busy = 0;
    for (int i = 0; i < 150; ++i) {
      dispatch.sign_in(loop,
                       {"cat" + std::to_string(i) + "@example.org", "wrong",
                        "198.51.100." + std::to_string(i), ""},
                       [&](const Result<actions::SignedIn>& got) {
                         busy += got.error().reason == "busy" ? 1 : 0;
                       });
    }
    reader_a.run();
    reader_b.run();
    loop.run();  // they wait for a password thread now
    bool answered = false;
    dispatch.sign_in(loop, request,
                     [&](const Result<actions::SignedIn>& got) { answered = got.ok(); });
    std::size_t hashes = 0;
    for (int turn = 0; turn < 10 && !answered; ++turn) {
      reader_a.run();
      reader_b.run();
      loop.run();
      hashes += password_a.run_one() + password_b.run_one();
      loop.run();
      writer.run();
      loop.run();
    }
    EXPECT_TRUE(answered) << request.address;
    EXPECT_LE(hashes, 4u) << request.address;
    EXPECT_GT(busy, 0);
    settle();
  }
}

TEST_F(SignInTest, AnAddressWithManyWaitsBehindItself) {
  int many = 0, one_after = -1;
  for (int i = 0; i < 100; ++i) {
    dispatch.sign_in(loop, {"m" + std::to_string(i) + "@example.org", "wrong", "198.51.100.1", ""},
                     [&](const auto&) { ++many; });
  }
  reader_a.run();
  reader_b.run();
  loop.run();
  dispatch.sign_in(loop, {"cat@example.org", "correct horse", "192.0.2.1", ""},
                   [&](const Result<actions::SignedIn>& got) {
                     EXPECT_TRUE(got.ok());
                     one_after = many;
                   });
  std::size_t hashes = 0;
  for (int turn = 0; turn < 20 && one_after < 0; ++turn) {
    reader_a.run();
    reader_b.run();
    loop.run();
    hashes += password_a.run_one() + password_b.run_one();
    loop.run();
    writer.run();
    loop.run();
  }
  EXPECT_GE(one_after, 0);
  EXPECT_LE(hashes, 6u);
  settle();
}

TEST_F(SignInTest, StoppingRefusesWhatWaitsForAThread) {
  int answered = 0;
  for (int i = 0; i < 20; ++i) {
    dispatch.sign_in(loop, {"m" + std::to_string(i) + "@example.org", "wrong", "198.51.100.1", ""},
                     [&](const auto&) { ++answered; });
  }
  reader_a.run();
  reader_b.run();
  loop.run();
  bool stopped = false;
  dispatch.stop(loop, [&] { stopped = true; });
  EXPECT_LE(password_a.run_one() + password_b.run_one(), 2u);
  settle();
  EXPECT_TRUE(stopped);
  EXPECT_EQ(answered, 20);
}

TEST_F(SignInTest, OldSettingsOfTheHashAreRenewedAndTheDeviceStaysKnown) {
  const std::string device = sign_in("cat@example.org", "correct horse")->device;
  auto hash = [&] {
    std::string found;
    EXPECT_TRUE(store.reader()
                    ->read([&](View& view) -> Result<void> {
                      found =
                          view.agent_by_email(*Email::from("cat@example.org", {}))->password_hash;
                      return {};
                    })
                    .ok());
    return found;
  };
  const std::string before = hash();
  limits.argon2_passes = 2;
  EXPECT_EQ(why("cat@example.org", "wrong", "192.0.2.1", device), "wrong_credentials");
  EXPECT_EQ(hash(), before);
  EXPECT_EQ(why("cat@example.org", "correct horse", "192.0.2.1", device), "ok");
  EXPECT_NE(hash(), before);
  EXPECT_EQ(actions::hash_settings(hash(), limits), "$argon2id$v=19$m=8,t=2,p=1");
  EXPECT_EQ(actions::password_salt(hash()), actions::password_salt(before));
  for (int i = 0; i < 5; ++i)
    why("cat@example.org", "wrong", "198.51.100.1");
  EXPECT_EQ(why("cat@example.org", "correct horse", "192.0.2.1", device), "ok");
}

TEST_F(SignInTest, TwoAtOnceBothGetInWhileTheHashIsRenewed) {
  limits.argon2_passes = 2;
  int in = 0;
  for (int i = 0; i < 2; ++i) {
    dispatch.sign_in(loop, {"cat@example.org", "correct horse", "192.0.2.1", ""},
                     [&](const Result<actions::SignedIn>& got) { in += got.ok() ? 1 : 0; });
  }
  settle();
  EXPECT_EQ(in, 2);
}

TEST_F(SignInTest, AnUnknownAccountCostsWhatOneOfTheKnownCosts) {
  SettingsInUse settings(clock, random, limits);
  const Email nobody = *Email::from("nobody@example.org", limits);
  EXPECT_TRUE(settings.unmatched_hash(nobody).starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
  settings.replace({"$argon2id$v=19$m=16,t=3,p=1"});
  limits.argon2_passes = 9;  // what is in force now is not what the accounts have
  EXPECT_TRUE(settings.unmatched_hash(nobody).starts_with("$argon2id$v=19$m=16,t=3,p=1$"));
  settings.replace({"$argon2id$v=19$m=16,t=3,p=1", "$argon2id$v=19$m=8,t=1,p=1"});
  std::map<std::string, int> seen;
  for (int i = 0; i < 400; ++i) {
    const Email email = *Email::from("n" + std::to_string(i) + "@example.org", limits);
    const std::string hash = settings.unmatched_hash(email);
    EXPECT_EQ(hash, settings.unmatched_hash(email)) << "always the same for one address";
    EXPECT_FALSE(actions::password_matches(hash, "x", limits));
    ++seen[actions::hash_settings(hash, limits)];
  }
  EXPECT_EQ(seen.size(), 2u);
  for (const auto& [text, count] : seen)
    EXPECT_GT(count, 140) << text;
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
    dispatch.sign_in(loop, {"cat@example.org", "wrong", "192.0.2.1", ""},
                     [&](const Result<actions::SignedIn>& got) {
                       (got.error().code == Code::too_many ? refused : guessed) += 1;
                     });
  }
  settle();
  EXPECT_EQ(guessed, 5);
  EXPECT_EQ(refused, 45);
}

// Nobody has failed here, so nobody is refused: they wait for each other.
TEST_F(SignInTest, TwelveRightPasswordsAtOnceAllGetIn) {
  for (const std::string& device :
       {std::string(), sign_in("cat@example.org", "correct horse")->device}) {
    int in = 0;
    for (int i = 0; i < 12; ++i) {
      dispatch.sign_in(loop, {"cat@example.org", "correct horse", "192.0.2.9", device},
                       [&](const Result<actions::SignedIn>& got) { in += got.ok() ? 1 : 0; });
    }
    settle();
    EXPECT_EQ(in, 12);
    EXPECT_EQ(metric("walkie_sign_in_keys"), 0);
  }
}

// The fifth failure refuses those that waited, before a thread has hashed for them.
TEST_F(SignInTest, WhoWaitsIsRefusedWhenTheOthersHaveFailed) {
  std::vector<std::string> answers;
  const auto begin = [&](const std::string& password) {
    dispatch.sign_in(loop, {"cat@example.org", password, "192.0.2.1", ""},
                     [&](const Result<actions::SignedIn>& got) {
                       answers.push_back(got.ok() ? "ok" : got.error().reason);
                     });
  };
  for (int i = 0; i < 5; ++i)
    begin("wrong");
  begin("correct horse");
  EXPECT_TRUE(answers.empty());
  settle();
  ASSERT_EQ(answers.size(), 6u);
  EXPECT_EQ(std::count(answers.begin(), answers.end(), "wrong_credentials"), 5);
  EXPECT_EQ(answers.back(), "too_many_failures");
}

TEST_F(SignInTest, NotEverybodyMayWait) {
  int answered = 0;
  for (int i = 0; i < 5 + 64 + 10; ++i) {
    dispatch.sign_in(loop, {"cat@example.org", "wrong", "192.0.2.1", ""}, [&](const auto& got) {
      EXPECT_EQ(got.error().reason, "too_many_sign_ins");
      EXPECT_EQ(got.error().code, Code::too_many);
      ++answered;
    });
  }
  loop.run();
  EXPECT_EQ(answered, 10);
  dispatch.abandon();
}

TEST_F(SignInTest, StoppingRefusesWhoWaitsForATurn) {
  int refused = 0;
  for (int i = 0; i < 10; ++i) {
    dispatch.sign_in(loop, {"cat@example.org", "wrong", "192.0.2.1", ""}, [&](const auto& got) {
      refused += got.error().code == Code::unavailable ? 1 : 0;
    });
  }
  bool stopped = false;
  dispatch.stop(loop, [&] { stopped = true; });
  settle();
  EXPECT_TRUE(stopped);
  EXPECT_EQ(refused, 10);
}

TEST_F(SignInTest, WhatFailsForOurReasonsCostsNoAttempt) {
  limits.sign_in_failures = 200;
  limits.sign_in_account_failures = 200;
  limits.sign_in_address_failures = 200;
  int busy = 0;
  for (int i = 0; i < 150; ++i) {
    dispatch.sign_in(loop, {"cat@example.org", "wrong", "192.0.2.1", ""},
                     [&](const Result<actions::SignedIn>& got) {
                       busy += got.error().reason == "busy" ? 1 : 0;
                     });
  }
  settle();
  EXPECT_GE(busy, 80);
  limits.sign_in_failures = 151 - busy;
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

class SignInFailuresTest : public ::testing::Test {
 protected:
  SignInAttempt by(const std::string& email, const std::string& address) {
    return {*Email::from(email, limits), address, {}};
  }
  // Whether it may begin at once.
  static bool begins(SignInFailures& failures, const SignInAttempt& attempt) {
    const auto decided = failures.attempt(attempt, nullptr);
    return decided && decided->ok();
  }
  testing::FakeClock clock;
  testing::SeededRandom random{1};
  Limits limits;
  Metrics metrics;
};

TEST_F(SignInFailuresTest, AClockJumpOfTheWallChangesNothing) {
  SignInFailures failures(clock, random, limits, metrics);
  for (int i = 0; i < 5; ++i)
    EXPECT_TRUE(begins(failures, by("a@b", "x")));
  clock.jump_wall(Duration(24 * 3600'000));
  EXPECT_FALSE(begins(failures, by("a@b", "x")));
}

TEST_F(SignInFailuresTest, TheTablesAreBoundedAndAFullOneLocksNobodyOut) {
  limits.sign_in_keys = 1000;
  SignInFailures failures(clock, random, limits, metrics);
  for (int i = 0; i < 5; ++i)
    EXPECT_TRUE(begins(failures, by("vic@example.org", "192.0.2.1")));
  for (int i = 0; i < 500; ++i) {
    clock.advance(Duration(1));
    EXPECT_TRUE(begins(failures, by(std::to_string(i) + "@x", std::to_string(i))));
  }
  EXPECT_FALSE(begins(failures, by("vic@example.org", "192.0.2.1")));
  for (int i = 0; i < 20'000; ++i) {
    clock.advance(Duration(1));
    EXPECT_TRUE(begins(failures, by(std::to_string(i) + "@y", std::to_string(i))));
  }
  EXPECT_LE(failures.kept(), 2'000u);
}

TEST_F(SignInFailuresTest, TimeSweepsThem) {
  SignInFailures failures(clock, random, limits, metrics);
  for (int i = 0; i < 10'000; ++i)
    EXPECT_TRUE(begins(failures, by(std::to_string(i) + "@x", std::to_string(i))));
  EXPECT_EQ(failures.kept(), 20'000u);
  clock.advance(Duration(limits.sign_in_window_s * 1000));
  EXPECT_TRUE(begins(failures, by("a@b", "x")));
  EXPECT_EQ(failures.kept(), 2u);
}

}  // namespace
}  // namespace walkie
