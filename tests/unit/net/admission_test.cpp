// Who is counted by address, who makes room, and whom the reserve is for (decision 0087).
#include "net/admission.h"

#include <gtest/gtest.h>

#include <vector>

#include "net/loop.h"
#include "tests/support/fake_clock.h"

namespace walkie::net {
namespace {

using PlacePtr = std::shared_ptr<Admission::Place>;

struct AdmissionTest : ::testing::Test {
  AdmissionTest() {
    limits.connections = 10;
    limits.reserved = 2;
    limits.newcomers_per_address = 100;
    limits.http_per_address = 100;
  }
  PlacePtr enter(Admission& admission, const std::string& address, bool secure = false) {
    auto place = admission.admit(address, secure, Instant{++now});
    if (place) place->attach(loop, {});
    return place;
  }
  PlacePtr idle(Admission& admission, const std::string& address) {
    auto place = enter(admission, address);
    if (!place) return place;
    place->busy();
    place->idle(Instant{++now});
    return place;
  }
  static bool leaves(const PlacePtr& place) { return place->state() == Admission::State::leaving; }

  testing::FakeClock clock;
  Loop loop{clock};
  AdmissionLimits limits;
  std::int64_t now = 0;
};

TEST_F(AdmissionTest, AnAddressHasSoManyNewcomersAndGetsThemBack) {
  limits.newcomers_per_address = 2;
  Admission admission(limits);
  auto first = enter(admission, "203.0.113.1");
  auto second = enter(admission, "::ffff:203.0.113.1");
  ASSERT_TRUE(first && second);
  EXPECT_FALSE(enter(admission, "203.0.113.1"));
  EXPECT_TRUE(enter(admission, "203.0.113.2"));
  first->busy();
  first->busy();  // once is enough
  auto third = enter(admission, "203.0.113.1");
  EXPECT_TRUE(third);
  EXPECT_FALSE(enter(admission, "203.0.113.1"));
  second.reset();
  EXPECT_TRUE(enter(admission, "203.0.113.1"));
}

TEST_F(AdmissionTest, AllAddressesOfOneSlash64AreOneClient) {
  limits.newcomers_per_address = 2;
  Admission admission(limits);
  auto first = enter(admission, "2001:db8::1");
  auto second = enter(admission, "2001:db8::ffff:1");
  EXPECT_FALSE(enter(admission, "2001:db8::2"));
  EXPECT_TRUE(enter(admission, "2001:db8:0:1::2"));
}

TEST_F(AdmissionTest, TheLongestIdleOneOfAnAddressGoesForANewOne) {
  limits.http_per_address = 3;
  Admission admission(limits);
  auto first = idle(admission, "203.0.113.1");
  auto second = idle(admission, "203.0.113.1");
  auto third = idle(admission, "203.0.113.1");
  first->busy();
  first->idle(Instant{++now});  // has talked since
  auto fourth = enter(admission, "203.0.113.1");
  ASSERT_TRUE(fourth);
  EXPECT_TRUE(leaves(second));
  EXPECT_FALSE(leaves(first) || leaves(third) || leaves(fourth));
  EXPECT_EQ(admission.total(), 3U);
}

TEST_F(AdmissionTest, AnAddressWhoseConnectionsAreAllBusyIsRefused) {
  limits.http_per_address = 2;
  Admission admission(limits);
  auto first = enter(admission, "203.0.113.1");
  auto second = enter(admission, "203.0.113.1");
  first->busy();
  second->busy();
  EXPECT_FALSE(enter(admission, "203.0.113.1"));
  second->live();  // a WebSocket is counted by its principal
  EXPECT_TRUE(enter(admission, "203.0.113.1"));
  second->live_no_more();  // its stream has ended: one of the two again
  EXPECT_FALSE(enter(admission, "203.0.113.1"));
}

TEST_F(AdmissionTest, OneAddressCannotTakeEveryConnection) {
  Admission admission(limits);
  std::vector<PlacePtr> crowd;
  for (int i = 0; i < 8; ++i)
    crowd.push_back(idle(admission, "203.0.113.1"));
  auto other = idle(admission, "203.0.113.2");
  ASSERT_TRUE(other);
  EXPECT_FALSE(other->in_reserve());
  EXPECT_TRUE(leaves(crowd[0]));
  EXPECT_FALSE(leaves(other));
  auto more = idle(admission, "203.0.113.3");
  ASSERT_TRUE(more);
  EXPECT_FALSE(leaves(other)) << "who holds the most gives first";
}

TEST_F(AdmissionTest, TheLastPlacesAreAReserve) {
  Admission admission(limits);
  std::vector<PlacePtr> sockets;
  for (int i = 0; i < 8; ++i) {
    sockets.push_back(enter(admission, "203.0.113.1"));
    sockets.back()->busy();
    sockets.back()->live();
  }
  auto visit = enter(admission, "203.0.113.2");
  ASSERT_TRUE(visit);
  EXPECT_TRUE(visit->in_reserve());
  visit->busy();
  visit->vouch(7);
  EXPECT_FALSE(visit->in_reserve());
  auto second = enter(admission, "203.0.113.2");
  ASSERT_TRUE(second);
  // Who says nothing in the reserve makes room there, once it has had its time.
  EXPECT_FALSE(enter(admission, "203.0.113.3"));
  now += limits.newcomer_time.count();
  auto third = enter(admission, "203.0.113.3");
  ASSERT_TRUE(third);
  EXPECT_TRUE(leaves(second));
  EXPECT_FALSE(leaves(visit));
  third->busy();
  EXPECT_FALSE(enter(admission, "203.0.113.4")) << "all busy, live or vouched for";
}

// A health check that has connected, and whose request is still on its way.
TEST_F(AdmissionTest, WhoHasJustComeIntoTheReserveIsNotClosedForTheNextOne) {
  Admission admission(limits);
  EXPECT_TRUE(admission.spare("127.0.0.0/8"));
  std::vector<PlacePtr> sockets;
  for (int i = 0; i < 8; ++i) {
    sockets.push_back(enter(admission, "127.0.0.1"));
    sockets.back()->busy();
    sockets.back()->live();
  }
  auto check = enter(admission, "127.0.0.1");
  auto next = enter(admission, "127.0.0.1");
  ASSERT_TRUE(check && next);
  for (int i = 0; i < 20; ++i)
    EXPECT_FALSE(enter(admission, "127.0.0.1")) << "refused, and nobody closed for it";
  EXPECT_FALSE(leaves(check) || leaves(next));
  check->busy();
  check->idle(Instant{++now});  // it has its answer
  auto third = enter(admission, "127.0.0.1");
  EXPECT_TRUE(third);
  EXPECT_TRUE(leaves(check));
  EXPECT_FALSE(leaves(next));
}

TEST_F(AdmissionTest, ANewcomerOfAFullAddressIsNotClosedForTheNextOneEither) {
  limits.http_per_address = 2;
  Admission admission(limits);
  auto first = enter(admission, "203.0.113.1");
  auto second = enter(admission, "203.0.113.1");
  EXPECT_FALSE(enter(admission, "203.0.113.1"));
  EXPECT_FALSE(leaves(first) || leaves(second));
  now += limits.newcomer_time.count();
  EXPECT_TRUE(enter(admission, "203.0.113.1"));
  EXPECT_TRUE(leaves(first));
}

TEST_F(AdmissionTest, NoAddressHoldsTheWholeReserveByComingAgainAndAgain) {
  limits.connections = 8 + 4;
  limits.reserved = 4;
  Admission admission(limits);
  EXPECT_TRUE(admission.spare("127.0.0.0/8"));
  std::vector<PlacePtr> sockets, silent;
  for (int i = 0; i < 8; ++i) {
    sockets.push_back(enter(admission, "203.0.113.1"));
    sockets.back()->busy();
    sockets.back()->live();
  }
  for (int i = 0; i < 4; ++i)
    silent.push_back(enter(admission, "203.0.113.1"));
  EXPECT_FALSE(enter(admission, "203.0.113.1")) << "it makes no room for itself";
  auto other = enter(admission, "203.0.113.2");
  ASSERT_TRUE(other);
  EXPECT_TRUE(leaves(silent[0]));
  auto check = enter(admission, "127.0.0.1");
  ASSERT_TRUE(check);
  EXPECT_TRUE(leaves(silent[1]));
  EXPECT_FALSE(leaves(silent[2]) || leaves(other));
  // Two, one, one: who comes now has nobody who holds much more than it.
  auto third = enter(admission, "203.0.113.3");
  ASSERT_TRUE(third) << "the address with two gives one";
  EXPECT_TRUE(leaves(silent[2]));
  EXPECT_FALSE(enter(admission, "203.0.113.4"));
  EXPECT_FALSE(leaves(silent[3]) || leaves(other) || leaves(third) || leaves(check));
}

TEST_F(AdmissionTest, OneHolderIsVouchedForAFewConnectionsOnly) {
  limits.connections = 1000;
  limits.reserved = 1000;
  Admission admission(limits);
  std::vector<PlacePtr> places;
  int reserve = 0;
  for (int i = 0; i < 30; ++i) {
    places.push_back(enter(admission, "203.0.113.1"));
    places.back()->vouch(7);
    reserve += places.back()->in_reserve() ? 1 : 0;
  }
  EXPECT_EQ(reserve, 6);
  places.clear();
  auto again = enter(admission, "203.0.113.1");
  again->vouch(7);
  EXPECT_FALSE(again->in_reserve());
}

TEST_F(AdmissionTest, WhoWasAskedToGoAndBecameBusyStaysCounted) {
  limits.http_per_address = 1;
  Admission admission(limits);
  auto first = idle(admission, "203.0.113.1");
  auto second = enter(admission, "203.0.113.1");
  ASSERT_TRUE(second && leaves(first));
  first->busy();
  first->stays(Instant{++now});
  EXPECT_EQ(first->state(), Admission::State::busy);
  EXPECT_EQ(admission.total(), 2U);
  second->busy();
  EXPECT_FALSE(enter(admission, "203.0.113.1"));
}

TEST_F(AdmissionTest, HandshakesOfOneAddressHaveARateAndAreFewAtOnce) {
  limits.connections = 1000;
  limits.tls_handshakes_at_once = 3;
  limits.tls_handshakes_per_s = 1;
  limits.tls_handshake_burst = 5;
  Admission admission(limits);
  std::vector<PlacePtr> places;
  for (int i = 0; i < 3; ++i)
    places.push_back(enter(admission, "203.0.113.1", true));
  EXPECT_FALSE(enter(admission, "203.0.113.1", true)) << "three at once";
  EXPECT_TRUE(enter(admission, "203.0.113.2", true));
  for (auto& place : places)
    place->handshaken();
  for (int i = 0; i < 2; ++i) {
    auto place = enter(admission, "203.0.113.1", true);
    ASSERT_TRUE(place) << i;
    place->handshaken();
    places.push_back(place);
  }
  EXPECT_FALSE(enter(admission, "203.0.113.1", true)) << "five in a burst";
  EXPECT_TRUE(enter(admission, "203.0.113.1", false));
  places.clear();
  EXPECT_FALSE(enter(admission, "203.0.113.1", true)) << "closing does not give them back";
  now += 1'000;
  EXPECT_TRUE(enter(admission, "203.0.113.1", true));
}

TEST_F(AdmissionTest, AddressesThatSpareManyClientsAreNotLimitedByAddress) {
  limits.newcomers_per_address = 1;
  limits.tls_handshakes_at_once = 1;
  Admission admission(limits);
  EXPECT_TRUE(admission.spare("10.0.0.0/8"));
  EXPECT_FALSE(admission.spare("proxy.example"));
  std::vector<PlacePtr> places;
  for (int i = 0; i < 5; ++i) {
    places.push_back(enter(admission, "10.1.2.3", true));
    EXPECT_TRUE(places.back()) << i;
  }
}

TEST_F(AdmissionTest, AddressesAreForgotten) {
  Admission admission(limits);
  for (int i = 0; i < 20'000; ++i) {
    now += 10;
    enter(admission, "198.51." + std::to_string(i / 256 % 256) + "." + std::to_string(i % 256));
  }
  EXPECT_LE(admission.addresses(), 1024U);
  EXPECT_EQ(admission.total(), 0U);
}

}  // namespace
}  // namespace walkie::net
