#include <algorithm>

#include "actions/create_visitor.h"
#include "actions/credentials.h"
#include "actions/set_up.h"
#include "actions/sign_in.h"
#include "actions/sign_out.h"
#include "actions/update_agent.h"
#include "actions/update_bot.h"
#include "tests/unit/actions/house.h"

namespace walkie::actions {
namespace {

constexpr Duration kMinute(60'000), kHour(3'600'000);

class IdentityTest : public ::testing::Test, protected House {
 protected:
  Result<Authenticated> who_is(const std::string& token) {
    return run(anonymous, Authenticate{token_hash(token), is_key(token)});
  }
  SignedIn sign_in(const Principal& agent) {
    return must(anonymous, OpenSession{AgentId{agent.id}, "hash of " + agent.name});
  }
};

TEST_F(IdentityTest, ATokenLeadsToItsVisitorAndIsStoredHashed) {
  const NewVisitor made = must(anonymous, CreateVisitor{.name = "Zoe"});
  const Authenticated found = must(anonymous, Authenticate{token_hash(made.token)});
  EXPECT_EQ(found.principal.kind, PrincipalKind::visitor);
  EXPECT_EQ(found.principal.id, made.visitor.id.value);
  EXPECT_EQ(found.principal.inboxes, std::vector<InboxId>{shop});
  EXPECT_EQ(made.token.size(), 43u);
  EXPECT_EQ(who_is(made.token + "x").error().code, Code::unauthorized);
  EXPECT_EQ(who_is("").error().reason, "bad_credential");
}

TEST_F(IdentityTest, AKeyLeadsToItsBot) {
  const BotKey made = must(console, CreateBotKey{"CRM", {}});
  EXPECT_TRUE(is_key(made.key));
  const Result<Authenticated> found = who_is(made.key);
  ASSERT_TRUE(found.ok());
  EXPECT_EQ(found->principal.kind, PrincipalKind::bot);
  EXPECT_EQ(found->principal.inboxes.size(), 2u);
  EXPECT_EQ(why(ana, CreateBotKey{"CRM", {}}), "admins_only");
}

TEST_F(IdentityTest, ATokenThatBeginsLikeAKeyIsAToken) {
  struct LikeAKey : Random {
    void fill(std::span<unsigned char> bytes) override {
      std::fill(bytes.begin(), bytes.end(), 0xFF);
      bytes[0] = 0xC2;
      bytes[1] = 0x4F;
    }
  } unlucky;
  const std::string token = make_token(unlucky);
  ASSERT_EQ(token.substr(0, 3), "wk_");
  EXPECT_FALSE(is_key(token));
  EXPECT_TRUE(is_key(make_key(unlucky)));
}

TEST_F(IdentityTest, AgentSessionsEndAfterTwelveIdleHours) {
  const SignedIn session = sign_in(ana);
  EXPECT_TRUE(session.agent.password_hash.empty());
  clock.advance(kHour * 12 - kMinute);
  Result<Authenticated> found = who_is(session.token);
  ASSERT_TRUE(found.ok());
  EXPECT_TRUE(found->touch_due);
  must(found->principal, TouchSession{});
  clock.advance(kHour * 12 - kMinute);
  EXPECT_TRUE(who_is(session.token).ok());
  clock.advance(kMinute);
  EXPECT_EQ(who_is(session.token).error().code, Code::unauthorized);
}

TEST_F(IdentityTest, AgentSessionsEndAfterSevenDaysHoweverBusy) {
  const SignedIn session = sign_in(ana);
  for (int hour = 1; hour < 7 * 24; ++hour) {
    clock.advance(kHour);
    Result<Authenticated> found = who_is(session.token);
    ASSERT_TRUE(found.ok()) << hour;
    must(found->principal, TouchSession{});
  }
  clock.advance(kHour);
  EXPECT_FALSE(who_is(session.token).ok());
}

TEST_F(IdentityTest, UseIsWrittenAtMostOnceAMinute) {
  const SignedIn session = sign_in(ana);
  clock.advance(kMinute - Duration(1));
  EXPECT_FALSE(who_is(session.token)->touch_due);
  clock.advance(Duration(1));
  EXPECT_TRUE(who_is(session.token)->touch_due);
}

TEST_F(IdentityTest, VisitorsStayKnownForAYearWithoutBeingSeen) {
  const NewVisitor made = must(anonymous, CreateVisitor{});
  clock.advance(kHour * 24 * 364);
  EXPECT_TRUE(who_is(made.token).ok());
  clock.advance(kHour * 24 * 2);
  EXPECT_FALSE(who_is(made.token).ok());
}

TEST_F(IdentityTest, AKeyWithoutASessionCannotSignOut) {
  EXPECT_EQ(why(ana, SignOut{}), "no_session");
  EXPECT_TRUE(outcome.revocations.empty());
}

TEST_F(IdentityTest, SigningOutEndsTheSessionAndItsSockets) {
  const SignedIn one = sign_in(ana), other = sign_in(ana);
  must(who_is(one.token)->principal, SignOut{});
  ASSERT_EQ(outcome.revocations.size(), 1u);
  EXPECT_EQ(outcome.revocations[0].session, one.session.id);
  EXPECT_FALSE(who_is(one.token).ok());
  EXPECT_TRUE(who_is(other.token).ok());
}

TEST_F(IdentityTest, ARemovedAgentLosesEverySessionAndIsNotFoundAgain) {
  const SignedIn session = sign_in(ana);
  must(boss, UpdateAgent{.agent_id = AgentId{ana.id}, .active = false});
  ASSERT_EQ(outcome.revocations.size(), 1u);
  EXPECT_EQ(outcome.revocations[0].id, ana.id);
  EXPECT_FALSE(outcome.revocations[0].session);
  EXPECT_FALSE(who_is(session.token).ok());
  EXPECT_FALSE(must(anonymous, FindAccount{*Email::from("ana@example.org", limits)}).agent_id);
  EXPECT_EQ(why(anonymous, OpenSession{AgentId{ana.id}, "hash of Ana"}), "wrong_credentials");
}

TEST_F(IdentityTest, APasswordChangedDuringTheSignInEndsIt) {
  must(boss, UpdateAgent{.agent_id = AgentId{ana.id}, .password_hash = "new"});
  EXPECT_EQ(why(anonymous, OpenSession{AgentId{ana.id}, "hash of Ana"}), "wrong_credentials");
}

TEST_F(IdentityTest, TheLastAdminStays) {
  EXPECT_EQ(why(boss, UpdateAgent{.agent_id = AgentId{boss.id}, .active = false}), "last_admin");
  EXPECT_EQ(why(boss, UpdateAgent{.agent_id = AgentId{boss.id}, .role = Role::agent}),
            "last_admin");
  must(boss, UpdateAgent{.agent_id = AgentId{ana.id}, .role = Role::admin});
  EXPECT_EQ(outcome.revocations.size(), 1u);
  EXPECT_EQ(why(boss, UpdateAgent{.agent_id = AgentId{boss.id}, .active = false}), "ok");
  EXPECT_EQ(why(ben, UpdateAgent{.agent_id = AgentId{ana.id}}), "admins_only");
}

TEST_F(IdentityTest, AgentsHaveOneAddressEach) {
  EXPECT_EQ(why(console, CreateAgent{"ANA@example.org", "Ana 2", Role::agent, "h", {}}),
            "email_taken");
  EXPECT_EQ(why(console, CreateAgent{"x@example.org", " ", Role::agent, "h", {}}), "name_required");
  EXPECT_EQ(why(console, CreateAgent{"x", "X", Role::agent, "h", {}}), "bad_email");
  EXPECT_EQ(why(ana, CreateAgent{"x@example.org", "X", Role::agent, "h", {}}), "admins_only");
  EXPECT_EQ(why(anonymous, CreateAgent{"x@example.org", "X", Role::agent, "h", {}}),
            "sign_in_required");
}

TEST_F(IdentityTest, ARevokedKeyIsRefusedAndItsConnectionsClose) {
  const BotKey made = must(console, CreateBotKey{"CRM", {shop}});
  EXPECT_EQ(why(ana, UpdateBot{.bot_id = made.bot.id, .active = false}), "admins_only");
  EXPECT_EQ(why(anonymous, UpdateBot{.bot_id = made.bot.id}), "sign_in_required");
  EXPECT_EQ(why(boss, UpdateBot{.bot_id = {99}}), "key_not_found");
  EXPECT_TRUE(who_is(made.key).ok());
  const Bot revoked = must(boss, UpdateBot{.bot_id = made.bot.id, .active = false});
  EXPECT_FALSE(revoked.active);
  EXPECT_TRUE(revoked.key_hash.empty());
  ASSERT_EQ(outcome.revocations.size(), 1u);
  EXPECT_EQ(outcome.revocations[0].kind, PrincipalKind::bot);
  EXPECT_EQ(outcome.revocations[0].id, made.bot.id.value);
  EXPECT_FALSE(who_is(made.key).ok());
  must(boss, UpdateBot{.bot_id = made.bot.id, .active = false});
  EXPECT_TRUE(outcome.revocations.empty());
}

TEST_F(IdentityTest, AKeyCanBeMovedToAnotherInbox) {
  const BotKey made = must(console, CreateBotKey{"CRM", {shop}});
  must(boss, UpdateBot{.bot_id = made.bot.id, .inboxes = std::vector{wholesale}});
  EXPECT_EQ(outcome.revocations.size(), 1u);
  EXPECT_EQ(who_is(made.key)->principal.inboxes, std::vector{wholesale});
  EXPECT_EQ(why(boss, UpdateBot{.bot_id = made.bot.id, .inboxes = std::vector{InboxId{9}}}),
            "inbox_not_found");
}

TEST_F(IdentityTest, AgentsWithoutAnInboxBecomeMembersOfAll) {
  AgentId lost;
  BotId lost_bot;
  (void)writer->write([&](Transaction& tx) {
    lost = tx.add_agent(Agent{.email = "lost@example.org", .name = "Lost"});
    lost_bot = tx.add_bot(Bot{.name = "Lost", .key_hash = "x"});
    return Result<void>();
  });
  must(console, EnsureInbox{});
  (void)reader->read([&](View& view) {
    EXPECT_EQ(view.agent(lost)->inboxes, (std::vector{shop, wholesale}));
    EXPECT_EQ(view.bot(lost_bot)->inboxes, (std::vector{shop, wholesale}));
    EXPECT_EQ(view.agent(AgentId{ana.id})->inboxes, std::vector{shop});
    EXPECT_EQ(view.agent(AgentId{eve.id})->inboxes, std::vector{wholesale});
    return Result<void>();
  });
}

// A house without an admin yet.
class SetUpTest : public IdentityTest {
 protected:
  SetUpTest() {
    (void)writer->write([&](Transaction& tx) {
      Agent admin = *tx.agent(AgentId{boss.id});
      admin.active = false;
      tx.save_agent(admin);
      return Result<void>();
    });
  }
  actions::SetUp with(const std::string& token) {
    return {token, "root@example.org", "Root", "hash"};
  }
};

TEST_F(SetUpTest, TheLinkMakesOneAdminOnce) {
  const SetupLink link = must(console, CreateSetupLink{});
  EXPECT_EQ(why(anonymous, CheckSetupLink{"wrong"}), "bad_setup_link");
  EXPECT_EQ(why(anonymous, with("")), "bad_setup_link");
  EXPECT_FALSE(must(anonymous, IsSetUp{}));
  const SignedIn root = must(anonymous, with(link.token));
  EXPECT_EQ(root.agent.role, Role::admin);
  EXPECT_TRUE(who_is(root.token)->principal.admin());
  EXPECT_TRUE(must(anonymous, IsSetUp{}));
  EXPECT_EQ(why(anonymous, with(link.token)), "already_set_up");
  EXPECT_EQ(why(console, CreateSetupLink{}), "already_set_up");
}

TEST_F(SetUpTest, TheLinkIsGoodForFifteenMinutesAndANewOneReplacesIt) {
  const SetupLink first = must(console, CreateSetupLink{});
  const SetupLink second = must(console, CreateSetupLink{});
  EXPECT_EQ(why(anonymous, CheckSetupLink{first.token}), "bad_setup_link");
  EXPECT_EQ(why(anonymous, CheckSetupLink{second.token}), "ok");
  clock.advance(kMinute * 15);
  EXPECT_EQ(why(anonymous, with(second.token)), "bad_setup_link");
  EXPECT_EQ(why(ana, CreateSetupLink{}), "admins_only");
}

TEST_F(SetUpTest, WhatIsWrongWithTheFormDoesNotUseTheLinkUp) {
  const SetupLink link = must(console, CreateSetupLink{});
  EXPECT_EQ(why(anonymous, actions::SetUp{link.token, "nonsense", "Root", "hash"}), "bad_email");
  EXPECT_EQ(why(anonymous, with(link.token)), "ok");
}

TEST(Credentials, PasswordsMatchThemselvesOnly) {
  testing::SeededRandom random;
  Limits limits;
  limits.argon2_memory_bytes = 8192;
  limits.argon2_passes = 1;
  const std::string hash = hash_password("correct horse", random, limits);
  EXPECT_EQ(hash.rfind("$argon2id$v=19$m=8,t=1,p=1$", 0), 0u) << hash;
  EXPECT_TRUE(password_matches(hash, "correct horse", limits));
  EXPECT_FALSE(password_matches(hash, "correct horsf", limits));
  EXPECT_FALSE(password_matches("", "", limits));
  EXPECT_NE(hash, hash_password("correct horse", random, limits));
}

TEST(Credentials, DefaultsAreWhatTheSecurityPageAsksFor) {
  const Limits limits;
  EXPECT_EQ(limits.argon2_memory_bytes, 64 * 1024 * 1024);
  EXPECT_EQ(limits.argon2_passes, 3);
}

TEST(Credentials, ClientIdsOfTheServerAreUuidsOfVersion7InTimeOrder) {
  testing::SeededRandom random;
  const std::string a = make_client_id({1'795'374'300'000}, random);
  const std::string b = make_client_id({1'795'374'300'001}, random);
  EXPECT_EQ(a[14], '7');
  EXPECT_NE(std::string("89ab").find(a[19]), std::string::npos);
  EXPECT_LT(a, b);
}

}  // namespace
}  // namespace walkie::actions
