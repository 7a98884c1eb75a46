#include "actions/delete_message.h"
#include "actions/edit_message.h"
#include "tests/unit/dispatch/stage.h"

namespace walkie {
namespace {

using ::testing::HasSubstr;

class ResumeTest : public ::testing::Test, protected Stage {
 protected:
  double from_ring() { return metric("walkie_resumes_total{from=\"ring\"}"); }
  double from_store() { return metric("walkie_resumes_total{from=\"store\"}"); }
  static std::vector<Seq> seqs(const std::vector<Frame>& frames) {
    std::vector<Seq> all;
    for (const Frame& frame : frames)
      all.push_back(frame.seq);
    return all;
  }
  void forget_ring() {
    const std::int64_t before = std::exchange(limits.ring_conversations, 0);
    const ConversationId other = must(wei, actions::OpenConversation{}).conversation.id;
    must(wei, actions::PostMessage{.conversation_id = other, .content = "x"});
    ASSERT_EQ(metric("walkie_ring_conversations"), 0);
    limits.ring_conversations = before;
  }
  bool may_follow(const Principal& who, Cursor cursor) {
    std::optional<Result<void>> answer;
    dispatch.may_follow(loop, who, std::move(cursor), [&](auto got) { answer = std::move(got); });
    settle();
    return answer->ok();
  }
};

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST_F(ResumeTest, C5a_ARecentCursorIsServedFromTheRing) {
  for (int i = 1; i <= 5; ++i)
    must(vic, message(std::to_string(i)));
  const Backlog backlog = resume(vic, {vics, 3, {}, ""});
  EXPECT_THAT(seqs(backlog.frames), ElementsAre(4, 5));
  EXPECT_THAT(backlog.frames[0].bytes.view(), HasSubstr("\"content\":\"4\""));
  EXPECT_EQ(backlog.head_seq, 5);
  EXPECT_EQ(backlog.reset, "");
  EXPECT_EQ(backlog.epoch.size(), 16u);
  EXPECT_EQ(from_ring(), 1);
  EXPECT_EQ(from_store(), 0);
  EXPECT_THAT(resume(vic, {vics, 5, {}, backlog.epoch}).frames, IsEmpty());
  EXPECT_EQ(from_ring(), 2);
}

TEST_F(ResumeTest, C5a_RingAndStoreGiveTheSameBytes) {
  for (int i = 1; i <= 3; ++i)
    must(vic, message(std::to_string(i)));
  const Backlog ring = resume(vic, {vics, 0, {}, ""});
  limits.ring_conversations = 0;
  must(wei, actions::OpenConversation{});
  must(vic, message("4"));  // nothing stays in the ring now
  const Backlog stored = resume(vic, {vics, 0, {}, ""});
  EXPECT_EQ(from_store(), 1);
  ASSERT_EQ(stored.frames.size(), 4u);
  for (std::size_t i = 0; i < ring.frames.size(); ++i) {
    EXPECT_EQ(ring.frames[i].bytes.view(), stored.frames[i].bytes.view());
  }
}

TEST_F(ResumeTest, C5a_AnOlderCursorGoesToTheStore) {
  limits.ring_events = 2;
  for (int i = 1; i <= 5; ++i)
    must(vic, message(std::to_string(i)));
  EXPECT_THAT(seqs(resume(vic, {vics, 3, {}, ""}).frames), ElementsAre(4, 5));
  EXPECT_EQ(from_ring(), 1);
  EXPECT_THAT(seqs(resume(vic, {vics, 1, {}, ""}).frames), ElementsAre(2, 3, 4, 5));
  EXPECT_EQ(from_store(), 1);
}

TEST_F(ResumeTest, C5b_WithoutACursorThereIsOnlyTheHead) {
  must(vic, message("1"));
  const Backlog backlog = resume(vic, {vics, {}, {}, ""});
  EXPECT_THAT(backlog.frames, IsEmpty());
  EXPECT_EQ(backlog.head_seq, 1);
}

TEST_F(ResumeTest, L4_L5_AnotherEpochOrACursorAheadIsAReset) {
  must(vic, message("1"));
  EXPECT_EQ(resume(vic, {vics, 0, {}, "0000000000000000"}).reset, "epoch");
  EXPECT_EQ(resume(vic, {vics, 9, {}, ""}).reset, "ahead");
}

TEST_F(ResumeTest, C5c_MoreBytesThanAResumeMayHaveIsAReset) {
  limits.resume_bytes = 2'000;
  limits.ring_bytes = 1'000;
  for (int i = 0; i < 4; ++i)
    must(vic, message(std::string(900, 'x')));
  EXPECT_EQ(resume(vic, {vics, 0, {}, ""}).reset, "too_far_behind");
  EXPECT_THAT(resume(vic, {vics, 0, {}, ""}).frames, IsEmpty());
}

TEST_F(ResumeTest, C5c_MoreThanTheRingMayEverHoldIsStillBoundedByTheResume) {
  limits.ring_events = 1'000;
  limits.resume_events = 3;
  for (int i = 0; i < 5; ++i)
    must(vic, message("x"));
  EXPECT_EQ(resume(vic, {vics, 0, {}, ""}).reset, "too_far_behind");
  EXPECT_THAT(seqs(resume(vic, {vics, 2, {}, ""}).frames), ElementsAre(3, 4, 5));
}

TEST_F(ResumeTest, StaffGetBothLogsAndVisitorsOnlyTheirs) {
  must(vic, message("hi"));
  actions::PostMessage note = message("psst");
  note.channel = Channel::staff;
  must(ana, note);
  const Backlog staff = resume(ana, {vics, 0, 0, ""});
  EXPECT_THAT(seqs(staff.staff_frames), ElementsAre(1));
  EXPECT_EQ(staff.staff_head_seq, 1);
  const Backlog visitor = resume(vic, {vics, 0, 0, ""});
  EXPECT_THAT(visitor.staff_frames, IsEmpty());
  EXPECT_EQ(visitor.staff_head_seq, 0);
  EXPECT_THAT(seqs(visitor.frames), ElementsAre(1));
}

TEST_F(ResumeTest, ADeletedTextIsNotSentAgain) {
  const MessageId id = must(vic, message("secret")).message.id;
  must(vic, message("fine"));
  must(vic, actions::DeleteMessage{id});
  const Backlog backlog = resume(vic, {vics, 0, {}, ""});
  EXPECT_THAT(seqs(backlog.frames), ElementsAre(1, 2, 3));
  for (const Frame& frame : backlog.frames) {
    EXPECT_THAT(frame.bytes.view(), ::testing::Not(HasSubstr("secret")));
  }
  must(vic, message("next"));
  EXPECT_THAT(seqs(resume(vic, {vics, 2, {}, ""}).frames), ElementsAre(3, 4));
  EXPECT_EQ(from_ring(), 1);
}

TEST_F(ResumeTest, TheRingAsksWhoIsAsking) {
  must(vic, message("mine"));
  std::optional<Result<Backlog>> answer;
  dispatch.resume(loop, wei, {vics, 0, {}, ""}, [&](auto got) { answer = std::move(got); });
  settle();
  EXPECT_EQ(answer->error().reason, "conversation_not_found");
  dispatch.resume(loop, anonymous, {vics, 0, {}, ""}, [&](auto got) { answer = std::move(got); });
  settle();
  EXPECT_EQ(answer->error().reason, "sign_in_required");
}

TEST_F(ResumeTest, WhoHasAnAnswerFindsItsEventInTheBacklog) {
  bool answered = false;
  dispatch.run(loop, vic, message("1"), [&](const Result<actions::PostedMessage>& posted) {
    answered = true;
    dispatch.resume(loop, vic, {vics, 0, {}, ""}, [&, head = posted->head_seq](auto got) {
      EXPECT_EQ(got->head_seq, head);
      EXPECT_EQ(got->frames.size(), 1u);
    });
  });
  settle();
  EXPECT_TRUE(answered);
}

// B6: a client that comes back is checked before the upgrade and catches up after it, with one
// read.
TEST_F(ResumeTest, C5a_AResumeAfterTheCheckNeedsNoSecondRead) {
  for (int i = 1; i <= 3; ++i)
    must(vic, message(std::to_string(i)));
  forget_ring();
  const double reads = metric("walkie_reads_total");
  EXPECT_TRUE(may_follow(vic, {vics, 1, {}, ""}));
  EXPECT_EQ(metric("walkie_reads_total"), reads + 1);
  const Backlog backlog = resume(vic, {vics, 1, {}, ""});
  EXPECT_THAT(seqs(backlog.frames), ElementsAre(2, 3));
  EXPECT_EQ(metric("walkie_reads_total"), reads + 1);
  EXPECT_TRUE(may_follow(vic, {vics, 0, {}, ""})) << "the right to read is known, whatever cursor";
  EXPECT_EQ(metric("walkie_reads_total"), reads + 1);
  EXPECT_FALSE(may_follow(wei, {vics, 1, {}, ""}));
}

TEST_F(ResumeTest, WhatAVisitorsLookKeptIsNotTakenForTheWholeOfTheStaffLog) {
  must(vic, message("1"));
  for (int i = 0; i < 2; ++i) {
    actions::PostMessage note = message("psst");
    note.channel = Channel::staff;
    must(ana, note);
  }
  forget_ring();
  EXPECT_THAT(resume(vic, {vics, 0, 0, ""}).staff_frames, IsEmpty());
  const Backlog staff = resume(ana, {vics, 0, 0, ""});
  EXPECT_THAT(seqs(staff.staff_frames), ElementsAre(1, 2));
  EXPECT_EQ(staff.staff_head_seq, 2);
  EXPECT_EQ(resume(vic, {vics, 1, 0, ""}).staff_head_seq, 0);
}

TEST_F(ResumeTest, WhatWasKeptGoesOnWithTheEventsThatFollow) {
  for (int i = 1; i <= 3; ++i)
    must(vic, message(std::to_string(i)));
  forget_ring();
  resume(vic, {vics, 2, {}, ""});
  must(vic, message("4"));
  const double reads = metric("walkie_reads_total");
  EXPECT_THAT(seqs(resume(vic, {vics, 2, {}, ""}).frames), ElementsAre(3, 4));
  EXPECT_EQ(metric("walkie_reads_total"), reads);
}

TEST_F(ResumeTest, TheRingIsBoundedInConversationsAndBytes) {
  limits.ring_conversations = 3;
  for (int i = 0; i < 6; ++i) {
    const ConversationId id = must(wei, actions::OpenConversation{}).conversation.id;
    must(wei, actions::PostMessage{.conversation_id = id, .content = "x"});
  }
  EXPECT_EQ(metric("walkie_ring_conversations"), 3);
  limits.ring_total_bytes = 10;
  must(vic, message("y"));
  EXPECT_EQ(metric("walkie_ring_conversations"), 0);
  EXPECT_EQ(metric("walkie_ring_bytes"), 0);
}

}  // namespace
}  // namespace walkie
