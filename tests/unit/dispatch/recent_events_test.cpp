// The ring: the writer adds; readers keep what they found in a snapshot, which may be older or
// newer than what was added.
#include "dispatch/recent_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace walkie {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr ConversationId talk{7};
constexpr ConversationId another{8};

struct RecentEventsTest : ::testing::Test {
  RecentEventsTest() {
    ring.set_epoch("0123456789abcdef");
    asker.kind = PrincipalKind::agent;
    asker.role = Role::admin;
    asker.id = 1;
  }

  static actions::ChangedRow row(ConversationId id, Seq last, Seq staff_last = 0) {
    return {.conversation_id = id, .last_seq = last, .staff_last_seq = staff_last};
  }

  void add(ConversationId id, Seq seq, Seq head = 0, EventType type = EventType::new_message) {
    Event event;
    event.conversation_id = id;
    event.seq = seq;
    event.type = type;
    ring.add(event, SharedBytes("added " + std::to_string(seq)), row(id, std::max(seq, head)));
  }

  // What a snapshot at `head` holds after `after`.
  void keep(std::uint64_t mark, Seq after, Seq head) {
    Backlog found;
    found.epoch = "0123456789abcdef";
    for (Seq seq = after + 1; seq <= head; ++seq)
      found.frames.push_back({seq, SharedBytes("read " + std::to_string(seq))});
    ring.keep(mark, row(talk, head), found);
  }

  // The frames after a cursor; nothing when the ring does not know.
  std::optional<std::vector<std::string>> after(Seq seq) {
    const auto backlog = ring.after(asker, {talk, seq, {}, ""});
    if (!backlog) return std::nullopt;
    std::vector<std::string> out;
    for (const Frame& frame : backlog->frames)
      out.emplace_back(frame.bytes.view());
    return out;
  }

  Limits limits;
  Metrics metrics;
  RecentEvents ring{limits, metrics};
  Principal asker;
};

TEST_F(RecentEventsTest, WhatWasReadIsServedAndGoneOnWith) {
  keep(ring.mark(), 2, 4);
  EXPECT_THAT(*after(2), ElementsAre("read 3", "read 4"));
  EXPECT_THAT(*after(4), IsEmpty());
  EXPECT_FALSE(after(1).has_value());
  add(talk, 5);
  EXPECT_THAT(*after(3), ElementsAre("read 4", "added 5"));
}

TEST_F(RecentEventsTest, AnEventThatTheSnapshotHadAlreadyIsNotAddedTwice) {
  keep(ring.mark(), 2, 4);
  add(talk, 3, 4);
  add(talk, 4);
  EXPECT_THAT(*after(2), ElementsAre("read 3", "read 4"));
  add(talk, 5);
  EXPECT_THAT(*after(4), ElementsAre("added 5"));
}

TEST_F(RecentEventsTest, ASnapshotFromBeforeACommitDoesNotHideItsEvent) {
  const std::uint64_t mark = ring.mark();
  add(talk, 5);
  keep(mark, 2, 4);
  EXPECT_THAT(*after(4), ElementsAre("added 5"));
}

TEST_F(RecentEventsTest, NothingIsKeptWhenWhatCameSinceMayHaveLeftAgain) {
  limits.ring_conversations = 1;
  const std::uint64_t mark = ring.mark();
  add(talk, 5);
  add(another, 1);  // and `talk` leaves
  keep(mark, 2, 4);
  EXPECT_FALSE(after(4).has_value());
  keep(ring.mark(), 2, 5);
  EXPECT_THAT(*after(4), ElementsAre("read 5"));
}

TEST_F(RecentEventsTest, WhatLeftWithoutNewsDoesNotStandInTheWay) {
  limits.ring_conversations = 1;
  add(another, 1);
  const std::uint64_t mark = ring.mark();
  keep(mark, 2, 4);  // `another` leaves: nothing was added to it since
  EXPECT_TRUE(after(4).has_value());
  ring.keep(mark, row(another, 1), {});
  keep(mark, 2, 4);
  EXPECT_THAT(*after(3), ElementsAre("read 4"));
}

TEST_F(RecentEventsTest, AnEditTakesWhatWasReadBeforeItAway) {
  keep(ring.mark(), 2, 4);
  add(talk, 5, 5, EventType::message_edited);
  EXPECT_FALSE(after(3).has_value());
  EXPECT_THAT(*after(4), ElementsAre("added 5"));
}

TEST_F(RecentEventsTest, OneFrameIsFoundByItsSeqWhileItIsHere) {
  add(talk, 1);
  add(talk, 2);
  EXPECT_EQ(ring.frame(talk, Channel::everyone, 1).view(), "added 1");
  EXPECT_EQ(ring.frame(talk, Channel::everyone, 2).view(), "added 2");
  EXPECT_TRUE(ring.frame(talk, Channel::everyone, 3).empty());
  EXPECT_TRUE(ring.frame(talk, Channel::staff, 1).empty());
  EXPECT_TRUE(ring.frame(another, Channel::everyone, 1).empty());
  add(talk, 3, 3, EventType::message_edited);
  EXPECT_TRUE(ring.frame(talk, Channel::everyone, 2).empty());
}

TEST_F(RecentEventsTest, OfWhatWasReadAsMuchIsKeptAsALogMayHold) {
  limits.ring_events = 2;
  keep(ring.mark(), 0, 5);
  EXPECT_THAT(*after(3), ElementsAre("read 4", "read 5"));
  EXPECT_FALSE(after(2).has_value());
}

}  // namespace
}  // namespace walkie
