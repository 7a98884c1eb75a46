// The counts of each address, the connections that are closed for new ones, the reserve (decision
// 0087).
#include "net/admission.h"

#include <gtest/gtest.h>

#include <vector>

#include "net/loop.h"
#include "tests/support/fake_clock.h"

namespace walkie::net {
namespace {

using SlotPtr = std::shared_ptr<Admission::Slot>;

struct AdmissionTest : ::testing::Test {
  AdmissionTest() {
    limits.connections = 10;
    limits.reserved = 2;
    limits.pending_per_address = 100;
    limits.http_per_address = 100;
  }
  SlotPtr enter(Admission& admission, const std::string& address, bool secure = false) {
    auto slot = admission.admit(address, secure, Instant{++now});
    if (slot) slot->attach(loop, {});
    return slot;
  }
  SlotPtr idle(Admission& admission, const std::string& address) {
    auto slot = enter(admission, address);
    if (!slot) return slot;
    slot->busy();
    slot->idle(Instant{++now});
    return slot;
  }
  static bool closes(const SlotPtr& slot) { return slot->state() == Admission::State::closing; }

  testing::FakeClock clock;
  Loop loop{clock};
  AdmissionLimits limits;
  std::int64_t now = 0;
};

TEST_F(AdmissionTest, PendingConnectionsOfAnAddressAreLimited) {
  limits.pending_per_address = 2;
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
  limits.pending_per_address = 2;
  Admission admission(limits);
  auto first = enter(admission, "2001:db8::1");
  auto second = enter(admission, "2001:db8::ffff:1");
  EXPECT_FALSE(enter(admission, "2001:db8::2"));
  EXPECT_TRUE(enter(admission, "2001:db8:0:1::2"));
}

TEST_F(AdmissionTest, TheLongestIdleConnectionOfAFullAddressIsClosed) {
  limits.http_per_address = 3;
  Admission admission(limits);
  auto first = idle(admission, "203.0.113.1");
  auto second = idle(admission, "203.0.113.1");
  auto third = idle(admission, "203.0.113.1");
  first->busy();
  first->idle(Instant{++now});  // has talked since
  auto fourth = enter(admission, "203.0.113.1");
  ASSERT_TRUE(fourth);
  EXPECT_TRUE(closes(second));
  EXPECT_FALSE(closes(first) || closes(third) || closes(fourth));
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
  second->live_ended();  // its stream has ended: one of the two again
  EXPECT_FALSE(enter(admission, "203.0.113.1"));
}

TEST_F(AdmissionTest, OneAddressCannotTakeEveryConnection) {
  Admission admission(limits);
  std::vector<SlotPtr> crowd;
  for (int i = 0; i < 8; ++i)
    crowd.push_back(idle(admission, "203.0.113.1"));
  auto other = idle(admission, "203.0.113.2");
  ASSERT_TRUE(other);
  EXPECT_FALSE(other->in_reserve());
  EXPECT_TRUE(closes(crowd[0]));
  EXPECT_FALSE(closes(other));
  auto more = idle(admission, "203.0.113.3");
  ASSERT_TRUE(more);
  EXPECT_FALSE(closes(other)) << "the address with the most connections loses one first";
}

TEST_F(AdmissionTest, TheLastSlotsAreAReserve) {
  Admission admission(limits);
  std::vector<SlotPtr> sockets;
  for (int i = 0; i < 8; ++i) {
    sockets.push_back(enter(admission, "203.0.113.1"));
    sockets.back()->busy();
    sockets.back()->live();
  }
  auto visit = enter(admission, "203.0.113.2");
  ASSERT_TRUE(visit);
  EXPECT_TRUE(visit->in_reserve());
  visit->busy();
  visit->protect(7);
  EXPECT_FALSE(visit->in_reserve());
  auto second = enter(admission, "203.0.113.2");
  ASSERT_TRUE(second);
  // A silent connection in the reserve is closed for another one, after pending_time.
  EXPECT_FALSE(enter(admission, "203.0.113.3"));
  now += limits.pending_time.count();
  auto third = enter(admission, "203.0.113.3");
  ASSERT_TRUE(third);
  EXPECT_TRUE(closes(second));
  EXPECT_FALSE(closes(visit));
  third->busy();
  EXPECT_FALSE(enter(admission, "203.0.113.4")) << "all busy, live or protected";
}

// A health check has connected, and its request is still on the way.
TEST_F(AdmissionTest, APendingConnectionInTheReserveIsNotClosedAtOnce) {
  Admission admission(limits);
  EXPECT_TRUE(admission.exempt("127.0.0.0/8"));
  std::vector<SlotPtr> sockets;
  for (int i = 0; i < 8; ++i) {
    sockets.push_back(enter(admission, "127.0.0.1"));
    sockets.back()->busy();
    sockets.back()->live();
  }
  auto check = enter(admission, "127.0.0.1");
  auto next = enter(admission, "127.0.0.1");
  ASSERT_TRUE(check && next);
  for (int i = 0; i < 20; ++i)
    EXPECT_FALSE(enter(admission, "127.0.0.1")) << "refused, and no connection is closed for it";
  EXPECT_FALSE(closes(check) || closes(next));
  check->busy();
  check->idle(Instant{++now});  // it has its answer
  auto third = enter(admission, "127.0.0.1");
  EXPECT_TRUE(third);
  EXPECT_TRUE(closes(check));
  EXPECT_FALSE(closes(next));
}

TEST_F(AdmissionTest, APendingConnectionOfAFullAddressIsNotClosedAtOnce) {
  limits.http_per_address = 2;
  Admission admission(limits);
  auto first = enter(admission, "203.0.113.1");
  auto second = enter(admission, "203.0.113.1");
  EXPECT_FALSE(enter(admission, "203.0.113.1"));
  EXPECT_FALSE(closes(first) || closes(second));
  now += limits.pending_time.count();
  EXPECT_TRUE(enter(admission, "203.0.113.1"));
  EXPECT_TRUE(closes(first));
}

TEST_F(AdmissionTest, NoAddressFillsTheReserveByConnectingAgainAndAgain) {
  limits.connections = 8 + 4;
  limits.reserved = 4;
  Admission admission(limits);
  EXPECT_TRUE(admission.exempt("127.0.0.0/8"));
  std::vector<SlotPtr> sockets, silent;
  for (int i = 0; i < 8; ++i) {
    sockets.push_back(enter(admission, "203.0.113.1"));
    sockets.back()->busy();
    sockets.back()->live();
  }
  for (int i = 0; i < 4; ++i)
    silent.push_back(enter(admission, "203.0.113.1"));
  EXPECT_FALSE(enter(admission, "203.0.113.1")) << "its own connections are not closed for it";
  auto other = enter(admission, "203.0.113.2");
  ASSERT_TRUE(other);
  EXPECT_TRUE(closes(silent[0]));
  auto check = enter(admission, "127.0.0.1");
  ASSERT_TRUE(check);
  EXPECT_TRUE(closes(silent[1]));
  EXPECT_FALSE(closes(silent[2]) || closes(other));
  // Two, one, one: after this no address holds two more than a new one.
  auto third = enter(admission, "203.0.113.3");
  ASSERT_TRUE(third) << "the address with two loses one";
  EXPECT_TRUE(closes(silent[2]));
  EXPECT_FALSE(enter(admission, "203.0.113.4"));
  EXPECT_FALSE(closes(silent[3]) || closes(other) || closes(third) || closes(check));
}

TEST_F(AdmissionTest, AFewConnectionsOfOneHolderAreProtected) {
  limits.connections = 1000;
  limits.reserved = 1000;
  Admission admission(limits);
  std::vector<SlotPtr> slots;
  int reserve = 0;
  for (int i = 0; i < 30; ++i) {
    slots.push_back(enter(admission, "203.0.113.1"));
    slots.back()->protect(7);
    reserve += slots.back()->in_reserve() ? 1 : 0;
  }
  EXPECT_EQ(reserve, 6);
  slots.clear();
  auto again = enter(admission, "203.0.113.1");
  again->protect(7);
  EXPECT_FALSE(again->in_reserve());
}

TEST_F(AdmissionTest, AConnectionThatBecomesBusyBeforeItClosesIsKept) {
  limits.http_per_address = 1;
  Admission admission(limits);
  auto first = idle(admission, "203.0.113.1");
  auto second = enter(admission, "203.0.113.1");
  ASSERT_TRUE(second && closes(first));
  first->busy();
  first->keep(Instant{++now});
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
  std::vector<SlotPtr> slots;
  for (int i = 0; i < 3; ++i)
    slots.push_back(enter(admission, "203.0.113.1", true));
  EXPECT_FALSE(enter(admission, "203.0.113.1", true)) << "three at once";
  EXPECT_TRUE(enter(admission, "203.0.113.2", true));
  for (auto& slot : slots)
    slot->tls_done();
  for (int i = 0; i < 2; ++i) {
    auto slot = enter(admission, "203.0.113.1", true);
    ASSERT_TRUE(slot) << i;
    slot->tls_done();
    slots.push_back(slot);
  }
  EXPECT_FALSE(enter(admission, "203.0.113.1", true)) << "five in a burst";
  EXPECT_TRUE(enter(admission, "203.0.113.1", false));
  slots.clear();
  EXPECT_FALSE(enter(admission, "203.0.113.1", true)) << "closing does not give them back";
  now += 1'000;
  EXPECT_TRUE(enter(admission, "203.0.113.1", true));
}

TEST_F(AdmissionTest, ExemptAddressesAreNotLimited) {
  limits.pending_per_address = 1;
  limits.tls_handshakes_at_once = 1;
  Admission admission(limits);
  EXPECT_TRUE(admission.exempt("10.0.0.0/8"));
  EXPECT_FALSE(admission.exempt("proxy.example"));
  std::vector<SlotPtr> slots;
  for (int i = 0; i < 5; ++i) {
    slots.push_back(enter(admission, "10.1.2.3", true));
    EXPECT_TRUE(slots.back()) << i;
  }
}

// 10,000 addresses or 10: a new connection at a full server costs the same.
TEST_F(AdmissionTest, ANewConnectionAtAFullServerChecksFew) {
  for (const int addresses : {10, 100, 10'000}) {
    limits.connections = 10'000;
    limits.reserved = 500;
    limits.http_per_address = 10'000;
    limits.pending_per_address = 10'000;
    Admission admission(limits);
    std::vector<SlotPtr> crowd;
    for (int i = 0; i < 10'000; ++i) {
      const int address = i % addresses;
      crowd.push_back(enter(admission, "10." + std::to_string(address / 250) + ".0." +
                                           std::to_string(address % 250)));
      ASSERT_TRUE(crowd.back());
      crowd.back()->busy();
    }
    constexpr int kMore = 1'000;
    const auto steps = [&](bool let_in) {
      const std::uint64_t before = admission.checks();
      for (int i = 0; i < kMore; ++i)
        EXPECT_EQ(enter(admission, "192.0." + std::to_string(i % 250) + ".1") != nullptr, let_in);
      return (admission.checks() - before) / kMore;
    };
    EXPECT_LE(steps(false), 8U * 65) << "all are busy; " << addresses << " addresses";
    // All idle, and none of them where it belongs yet.
    for (auto& slot : crowd)
      slot->idle(Instant{++now});
    ++now;
    EXPECT_LE(steps(true), 65U) << addresses << " addresses";
  }
}

// As long as some talk, the order is that of what they did last, and not of when they came.
TEST_F(AdmissionTest, TheLongestIdleOneIsClosedWhateverTheOthersDo) {
  limits.connections = 1'000;
  limits.http_per_address = 50;
  Admission admission(limits);
  std::vector<SlotPtr> slots;
  for (int i = 0; i < 50; ++i)
    slots.push_back(idle(admission, "203.0.113.1"));
  std::vector<SlotPtr> more;
  for (int round = 0; round < 40; ++round) {
    for (std::size_t i = 0; i < slots.size(); i += 3) {
      if (closes(slots[i])) continue;
      slots[i]->busy();
      if (round % 2 == 0) slots[i]->idle(Instant{++now});
    }
    std::size_t longest = slots.size();
    for (std::size_t i = 0; i < slots.size(); ++i) {
      if (i % 3 != 0 && !closes(slots[i])) longest = std::min(longest, i);
    }
    if (longest == slots.size()) break;
    more.push_back(enter(admission, "203.0.113.1"));
    ASSERT_TRUE(more.back());
    EXPECT_TRUE(closes(slots[longest])) << "round " << round;
    more.back()->busy();
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
