// Who is charged for what: tight for a visitor, wide for an address, and only for what came to be.
#include "api/rates.h"

#include "tests/unit/api/world.h"

namespace walkie::testing {
namespace {

struct Office : World {
  static Limits as_shipped() {
    Limits limits = quick_limits();
    const Limits shipped;
    limits.conversations_per_hour = shipped.conversations_per_hour;
    limits.visitors_per_hour = shipped.visitors_per_hour;
    return limits;
  }
  explicit Office(Limits with = as_shipped()) : World(std::move(with)) {}
  Answer open(const std::string& token, const std::string& body = "{}") {
    return ask("POST", "/conversations", body, bearer(token));
  }
  Answer come(const std::string& body = "{}") { return ask("POST", "/visitors", body); }
};

TEST(Rates, AnOfficeOfFiveHundredGetsThroughOneAddress) {
  Office office;
  for (int person = 0; person < 500; ++person) {
    const std::string token = office.visitor();
    ASSERT_EQ(office.open(token).status, 201) << person;
  }
}

TEST(Rates, OneVisitorIsHeldTightWhereverItComesFrom) {
  Office office;
  const std::string token = office.visitor();
  for (int i = 0; i < 5; ++i) {
    office.peer = "198.51.100." + std::to_string(i);
    EXPECT_EQ(office.open(token).status, 201);
  }
  office.peer = "198.51.100.9";
  const Answer refused = office.open(token);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.response.header("Retry-After"), "720");
  EXPECT_EQ(office.open(office.visitor()).status, 201) << "another visitor is not held";
}

TEST(Rates, WhatFailsIsNotChargedAsWhatSucceeds) {
  Office office;
  const std::string token = office.visitor();
  for (int i = 0; i < 50; ++i)
    EXPECT_EQ(office.open(token, "{\"inbox_id\":99}").status, 404);
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(office.open(token).status, 201);
  EXPECT_EQ(office.open(office.visitor()).status, 201);
}

TEST(Rates, FailingHasASmallCostOfItsOwnForWhoFails) {
  Office office;
  const std::string token = office.visitor();
  const std::string colleague = office.visitor();
  int refused = 0;
  for (int i = 0; i < 100; ++i)
    refused += office.open(token, "{\"inbox_id\":99}").status == 429 ? 1 : 0;
  EXPECT_EQ(refused, 40);
  EXPECT_EQ(office.open(colleague).status, 201);
  office.advance(Duration(1'000));
  EXPECT_EQ(office.open(token).status, 201);
}

TEST(Rates, FailedVisitorsCostTheAddressLittle) {
  Office office;
  for (int i = 0; i < 500; ++i)
    EXPECT_EQ(office.come("{\"inbox_id\":99}").status, 404);
  EXPECT_EQ(office.come().status, 201);
  for (int i = 0; i < 200; ++i)
    office.come("{\"email\":\"nonsense\"}");
  EXPECT_EQ(office.come().status, 429);
  office.peer = "198.51.100.7";
  EXPECT_EQ(office.come().status, 201);
}

TEST(Rates, AnAddressIsWideButNotWithoutEnd) {
  Office office;
  int came = 0;
  for (int i = 0; i < 700; ++i)
    came += office.come().status == 201 ? 1 : 0;
  EXPECT_EQ(came, 600);
}

TEST(Rates, ANetworkOfIpv6IsOneAddress) {
  Limits limits = Office::as_shipped();
  limits.visitors_per_hour = 100;
  Office office(limits);
  int came = 0;
  for (int i = 0; i < 200; ++i) {
    office.peer = "2001:db8:0:7::" + std::to_string(i);
    came += office.come().status == 201 ? 1 : 0;
  }
  EXPECT_EQ(came, 100);
  office.peer = "2001:db8:0:8::1";
  EXPECT_EQ(office.come().status, 201);
  for (const char* same : {"192.0.2.44", "::ffff:192.0.2.44", "::FFFF:C000:022C"}) {
    office.peer = same;
    for (int i = 0; i < 40; ++i)
      came += office.come().status == 201 ? 1 : 0;
  }
  EXPECT_EQ(came, 200);
}

TEST(Rates, AFailureOfOursCostsNothing) {
  Office office;
  FakeClock clock;
  Metrics metrics;
  api::Rates rates(clock, office.limits, metrics);
  Principal visitor;
  visitor.kind = PrincipalKind::visitor;
  visitor.id = 7;
  for (int i = 0; i < 200; ++i) {
    const auto charge = rates.new_conversation(visitor, "192.0.2.1");
    ASSERT_TRUE(charge.ok());
    (*charge)->settle(Result<int>(Error{.code = Code::unavailable, .reason = "busy"}));
  }
  EXPECT_EQ(rates.new_conversation(visitor, "192.0.2.1").ok(), true);
}

TEST(Rates, TheTablesAreBoundedAndAFullTableRefusesNoRequest) {
  FakeClock clock;
  Metrics metrics;
  Limits limits;
  limits.rate_keys = 6'400;
  api::Rates rates(clock, limits, metrics);
  for (int i = 0; i < 50'000; ++i) {
    const std::string address = "10." + std::to_string(i / 62'500) + "." +
                                std::to_string(i / 250 % 250) + "." + std::to_string(i % 250);
    auto charge = rates.new_visitor(address);
    ASSERT_TRUE(charge.ok()) << address;
    (*charge)->settle(Result<int>(1));
  }
  EXPECT_LE(rates.kept(), 6'400U);
  EXPECT_NE(metrics.render().find("walkie_rate_keys_evicted"), std::string::npos);
}

}  // namespace
}  // namespace walkie::testing
