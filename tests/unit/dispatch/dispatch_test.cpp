#include "dispatch/dispatch.h"

#include "actions/get_conversation.h"
#include "actions/mark_read.h"
#include "actions/sign_out.h"
#include "actions/update_agent.h"
#include "dispatch/revocation.h"
#include "tests/unit/dispatch/stage.h"

namespace walkie {
namespace {

using actions::PostedMessage;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

class DispatchTest : public ::testing::Test, protected Stage {
 protected:
  // Posts without running anything.
  void post(const std::string& text, testing::ManualExecutor& from, std::string client_id = "") {
    dispatch.run(from, vic, message(text, std::move(client_id)), [this](Result<PostedMessage> got) {
      answers.push_back(got.ok() ? got->message.content : got.error().reason);
    });
  }
  std::vector<std::string> answers;
};

// product.md, point 4: in the database first, then pushed to everybody who listens.
TEST_F(DispatchTest, Point4_CommitsThenAnswersThenPublishes) {
  subscribe(conversation_channel(vics));
  post("你好", loop);
  loop.run();  // its turn ends
  EXPECT_EQ(writer.run(), 1u);
  EXPECT_TRUE(answers.empty());
  EXPECT_TRUE(received.empty());
  EXPECT_EQ(must(vic, actions::GetConversation{vics}).conversation.last_seq, 1);
  EXPECT_THAT(answers, ElementsAre("你好"));
  ASSERT_EQ(received.size(), 1u);
  EXPECT_EQ(received[0].seq, 1);
  EXPECT_EQ(received[0].channel, conversation_channel(vics));
  EXPECT_THAT(received[0].payload.view(), HasSubstr("\"type\":\"new_message\""));
  EXPECT_THAT(received[0].payload.view(), HasSubstr("你好"));
}

TEST_F(DispatchTest, S3_TheAnswerLeavesBeforeTheFanOut) {
  std::vector<std::string> order;
  const ChannelKey channel = conversation_channel(vics);
  auto second = broker.join(loop, [&](std::span<const Broadcast> batch) {
    if (batch.front().channel == channel) order.push_back("push");
  });
  second->subscribe(channel);
  dispatch.run(loop, vic, message("x"),
               [&](const Result<PostedMessage>&) { order.push_back("answer"); });
  settle();
  EXPECT_THAT(order, ElementsAre("answer", "push"));
}

TEST_F(DispatchTest, EveryoneWhoWaitsGoesIntoOneCommitAndEachLoopIsWokenOnce) {
  const double before = metric("walkie_commit_actions_count");
  for (int i = 0; i < 5; ++i)
    post(std::to_string(i), i < 3 ? loop : other_loop);
  EXPECT_EQ(writer.tasks(), 0u) << "the turn of the first one's loop has not ended";
  EXPECT_EQ(loop.run() + other_loop.run(), 1u);
  EXPECT_EQ(writer.tasks(), 1u);
  writer.run();
  EXPECT_EQ(metric("walkie_commit_actions_count"), before + 1);
  EXPECT_EQ(loop.tasks(), 1u);
  EXPECT_EQ(other_loop.tasks(), 1u);
  settle();
  EXPECT_THAT(answers, ElementsAre("0", "1", "2", "3", "4"));
}

TEST_F(DispatchTest, WhatCameDuringACommitWaitsForItsLoopsTurnToo) {
  limits.commit_actions = 1;  // so that one still waits when the first commit is done
  post("first", loop);
  post("second", other_loop);
  loop.run();
  writer.run_one();
  EXPECT_EQ(writer.tasks(), 0u);
  post("of the same turn as the second", other_loop);
  limits.commit_actions = 10;
  const double before = metric("walkie_commit_actions_count");
  other_loop.run();
  EXPECT_EQ(writer.tasks(), 1u);
  settle();
  EXPECT_EQ(metric("walkie_commit_actions_count"), before + 1);
  EXPECT_THAT(answers, ElementsAre("first", "second", "of the same turn as the second"));
}

TEST_F(DispatchTest, ABatchIsBoundedAndTheRestFollows) {
  limits.commit_actions = 2;
  const double before = metric("walkie_commit_actions_count");
  for (int i = 0; i < 5; ++i)
    post(std::to_string(i), loop);
  settle();
  EXPECT_EQ(metric("walkie_commit_actions_count"), before + 3);
  EXPECT_THAT(answers, ElementsAre("0", "1", "2", "3", "4"));
}

TEST_F(DispatchTest, AFullQueueRefusesAtOnceAndSaysWhenToComeBack) {
  limits.queued_writes = 2;
  for (int i = 0; i < 2; ++i)
    post("waits", loop);
  std::optional<Error> refused;
  dispatch.run(loop, vic, message("too many"), [&](const Result<PostedMessage>& got) {
    if (!got) refused = got.error();
  });
  loop.run();
  ASSERT_TRUE(refused.has_value());
  EXPECT_EQ(refused->code, Code::unavailable);
  EXPECT_EQ(refused->reason, "busy");
  EXPECT_EQ(refused->retry_after_s, 1);
  settle();
  EXPECT_EQ(answers.size(), 2u);
}

TEST_F(DispatchTest, AnErrorOfOneActionLeavesTheOthersOfItsCommit) {
  dispatch.run(loop, vic, message(""),
               [this](Result<PostedMessage> got) { answers.push_back(got.error().reason); });
  post("fine", loop);
  settle();
  EXPECT_THAT(answers, ElementsAre("empty_content", "fine"));
  EXPECT_EQ(must(vic, actions::GetConversation{vics}).conversation.last_seq, 1);
}

// A conflict in the store (a race that was lost twice) is nothing that the client did wrong.
TEST_F(DispatchTest, AConflictInTheStoreCostsItsOwnActionAndMayBeTriedAgain) {
  struct AddTwice {
    struct Answer {};
    Result<Answer> run(const actions::Context&, Transaction& tx, actions::Outcome&) const {
      Agent row;
      row.email = "twice@example.org";
      tx.add_agent(row);
      tx.add_agent(row);
      return Answer{};
    }
  };
  std::optional<Error> failed;
  dispatch.run(loop, console, AddTwice{},
               [&](const Result<AddTwice::Answer>& got) { failed = got.error(); });
  post("fine", loop);
  settle();
  EXPECT_THAT(answers, ElementsAre("fine"));
  EXPECT_EQ(failed->code, Code::unavailable);
  EXPECT_EQ(failed->reason, "store_conflict");
  EXPECT_EQ(failed->retry_after_s, 1);
}

// S2: nobody is answered "saved" by a commit that failed, also not as a repeat of what is gone.
TEST_F(DispatchTest, S2_AFailedCommitFailsEveryoneInItAndPublishesNothing) {
  subscribe(conversation_channel(vics));
  store.on_moment([](testing::MemoryStore::Moment moment) -> std::optional<Error> {
    if (moment != testing::MemoryStore::Moment::commit) return std::nullopt;
    return Error{.code = Code::storage_full, .reason = "disk_full"};
  });
  post("lost", loop, "c-1");
  post("lost", loop, "c-1");
  settle();
  EXPECT_THAT(answers, ElementsAre("disk_full", "disk_full"));
  EXPECT_TRUE(received.empty());
  EXPECT_FALSE(dispatch.commits_work());
  clock.advance(Duration(60'000));
  EXPECT_FALSE(dispatch.commits_work()) << "no commit has shown that the disk is well again";
  EXPECT_EQ(resume(vic, {vics, 0, {}, ""}).head_seq, 0);

  store.on_moment(nullptr);
  answers.clear();
  post("lost", loop, "c-1");
  settle();
  EXPECT_THAT(answers, ElementsAre("lost"));
  EXPECT_EQ(received.size(), 1u);
}

// On a full disk a sign of life fits where a message does not.
TEST_F(DispatchTest, CommitsWorkAgainWhenNoneHasFailedForFiveSeconds) {
  EXPECT_TRUE(dispatch.commits_work());
  const auto full = [](testing::MemoryStore::Moment moment) -> std::optional<Error> {
    if (moment != testing::MemoryStore::Moment::commit) return std::nullopt;
    return Error{.code = Code::storage_full, .reason = "disk_full"};
  };
  store.on_moment(full);
  post("lost", loop);
  settle();
  store.on_moment(nullptr);
  post("fits", loop);
  settle();
  EXPECT_FALSE(dispatch.commits_work());
  clock.advance(Duration(4'999));
  EXPECT_FALSE(dispatch.commits_work());
  clock.advance(Duration(1));
  EXPECT_TRUE(dispatch.commits_work());
}

TEST_F(DispatchTest, S1b_FiftyRetriesAtOnceMakeOneMessage) {
  int created = 0, repeated = 0;
  for (int i = 0; i < 50; ++i) {
    dispatch.run(i % 2 == 0 ? loop : other_loop, vic, message("once", "c-1"),
                 [&](const Result<PostedMessage>& got) {
                   (got->how == PostedMessage::How::created ? created : repeated) += 1;
                 });
  }
  settle();
  EXPECT_EQ(created, 1);
  EXPECT_EQ(repeated, 49);
}

TEST_F(DispatchTest, NotesGoToTheStaffChannelOnly) {
  subscribe(conversation_channel(vics));
  subscribe(conversation_channel(vics, Channel::staff));
  actions::PostMessage note = message("psst");
  note.channel = Channel::staff;
  must(ana, note);
  ASSERT_EQ(received.size(), 1u);
  EXPECT_EQ(received[0].channel, conversation_channel(vics, Channel::staff));
  EXPECT_THAT(received[0].payload.view(), HasSubstr("\"channel\":\"staff\""));
}

TEST_F(DispatchTest, L2_PositionsArePushedAsHints) {
  must(ana, message("hi"));
  subscribe(conversation_channel(vics));
  must(vic, actions::MarkRead{vics, 1});
  ASSERT_EQ(received.size(), 1u);
  EXPECT_EQ(received[0].seq, 0);
  EXPECT_EQ(received[0].delivery, Delivery::ephemeral);
  EXPECT_THAT(received[0].payload.view(), HasSubstr("\"type\":\"read\""));
}

TEST_F(DispatchTest, L3_AnInboxThatIsWatchedGetsTheNewestRowOncePerBurst) {
  subscribe(inbox_channel(vic.inboxes[0]));
  for (int i = 0; i < 3; ++i)
    post(std::to_string(i), loop);
  settle();
  ASSERT_EQ(received.size(), 1u);
  EXPECT_EQ(received[0].delivery, Delivery::ephemeral);
  EXPECT_THAT(received[0].payload.view(), HasSubstr("\"type\":\"inbox\""));
  EXPECT_THAT(received[0].payload.view(), HasSubstr("\"last_message\":\"2\""));
  EXPECT_THAT(received[0].payload.view(), HasSubstr("\"last_seq\":3"));
}

TEST_F(DispatchTest, L3_AnInboxThatNobodyWatchesCostsNoRead) {
  const double before = metric("walkie_reads_total");
  post("x", loop);
  settle();
  EXPECT_EQ(metric("walkie_reads_total"), before);
}

TEST_F(DispatchTest, LooksShareASnapshotAndFullQueuesRefuseThem) {
  limits.queued_reads = 3;
  int fine = 0, refused = 0;
  for (int i = 0; i < 5; ++i) {
    dispatch.run(loop, vic, actions::GetConversation{vics},
                 [&](const Result<ConversationRow>& got) { (got.ok() ? fine : refused) += 1; });
  }
  settle();
  EXPECT_EQ(fine, 3);
  EXPECT_EQ(refused, 2);
}

TEST_F(DispatchTest, WhoAsksForMuchWaitsBehindItself) {
  std::vector<std::string> order;
  const auto look = [&](const Principal& who, const std::string& name) {
    dispatch.run(loop, who, actions::GetConversation{vics},
                 [&order, name](const Result<ConversationRow>&) { order.push_back(name); });
  };
  for (int i = 0; i < 20; ++i)
    look(vic, "many");
  look(ana, "one");
  settle();
  ASSERT_EQ(order.size(), 21U);
  EXPECT_LT(std::find(order.begin(), order.end(), "one") - order.begin(), 3);
}

TEST_F(DispatchTest, ALookWhoseClientHasGoneIsDropped) {
  const auto client = std::make_shared<ClientState>();
  std::vector<std::string> got;
  for (int i = 0; i < 3; ++i) {
    dispatch.run(
        loop, vic, actions::GetConversation{vics},
        [&](const Result<ConversationRow>& answer) {
          got.push_back(answer ? "row" : answer.error().reason);
        },
        ReadOptions{.client = i == 1 ? client : nullptr});
  }
  client->now(ClientState::Where::gone);
  const double before = metric("walkie_reads_total");
  settle();
  EXPECT_THAT(got, ::testing::UnorderedElementsAre("row", "row", "client_gone"));
  EXPECT_EQ(metric("walkie_reads_total"), before + 2);
}

TEST_F(DispatchTest, AReaderThatTheDiskFailsAnswersItsAskers) {
  store.on_moment([](testing::MemoryStore::Moment moment) -> std::optional<Error> {
    if (moment != testing::MemoryStore::Moment::read) return std::nullopt;
    return Error{.code = Code::unavailable, .reason = "io_error"};
  });
  EXPECT_EQ(run(vic, actions::GetConversation{vics}).error().reason, "io_error");
}

TEST_F(DispatchTest, SignOutForgetsTheTokenAndTellsItsSockets) {
  std::optional<Result<actions::Authenticated>> found;
  auto authenticate = [&] {
    dispatch.authenticate(loop, vics_token, [&](auto got) { found = std::move(got); });
    settle();
  };
  authenticate();
  ASSERT_TRUE(found->ok());
  EXPECT_TRUE(dispatch.known(vics_token).has_value());
  subscribe(principal_channel(PrincipalKind::visitor, vic.id));
  const Principal signed_in = (*found)->principal;
  must(signed_in, actions::SignOut{});
  EXPECT_FALSE(dispatch.known(vics_token).has_value());
  authenticate();
  EXPECT_EQ(found->error().code, Code::unauthorized);
  ASSERT_EQ(received.size(), 1u);
  const auto revocation = revocation_from(received[0].payload.view());
  ASSERT_TRUE(revocation.has_value());
  EXPECT_EQ(revocation->id, vic.id);
  EXPECT_EQ(revocation->session, signed_in.session);
}

TEST_F(DispatchTest, AnAuthenticationThatASignOutOvertakesIsNotKept) {
  std::optional<actions::Authenticated> stale;
  dispatch.authenticate(loop, vics_token, [&](auto got) { stale = std::move(got).value(); });
  reader_a.run();
  reader_b.run();  // read, but not yet back on the loop
  Principal signed_in = vic;
  signed_in.session = SessionId{1};
  dispatch.run(other_loop, signed_in, actions::SignOut{}, [](const auto&) {});
  other_loop.run();
  writer.run();
  settle();
  EXPECT_FALSE(dispatch.known(vics_token).has_value());
}

TEST_F(DispatchTest, KnownCredentialsAreAskedAgainAfterAMinute) {
  dispatch.authenticate(loop, vics_token, [](const auto&) {});
  settle();
  clock.advance(Duration(59'999));
  EXPECT_TRUE(dispatch.known(vics_token).has_value());
  clock.advance(Duration(1));
  EXPECT_FALSE(dispatch.known(vics_token).has_value());
}

TEST_F(DispatchTest, Point10_TheLogNamesTheMessageThatWasPublished) {
  const PostedMessage posted = must(vic, message("secret words"));
  const std::string wanted = "message_id=" + std::to_string(posted.message.id.value);
  EXPECT_THAT(log_lines, ::testing::Contains(HasSubstr(wanted)));
  EXPECT_THAT(log_lines, ::testing::Not(::testing::Contains(HasSubstr("secret"))));
}

TEST_F(DispatchTest, StopFinishesWhatWaitsAndRefusesTheRest) {
  post("in flight", loop);
  bool stopped = false;
  dispatch.stop(loop, [&] { stopped = true; });
  post("too late", loop);
  settle();
  EXPECT_TRUE(stopped);
  EXPECT_THAT(answers, ::testing::UnorderedElementsAre("in flight", "stopping"));
}

// After the callback the caller may destroy the dispatch.
TEST_F(DispatchTest, NothingIsOnItsWayWhenItHasStopped) {
  post("in flight", other_loop);
  bool stopped = false;
  dispatch.stop(loop, [&] { stopped = true; });
  while (writer.run() + reader_a.run() + reader_b.run() + loop.run() > 0) {
  }
  EXPECT_FALSE(stopped) << "the other loop still has to start the commit";
  while (!stopped && other_loop.run() + writer.run() + reader_a.run() + loop.run() > 0) {
  }
  EXPECT_TRUE(stopped);
  EXPECT_EQ(writer.tasks(), 0u);
  other_loop.run();
  EXPECT_EQ(writer.tasks(), 0u);
  EXPECT_THAT(answers, ElementsAre("in flight"));
}

// What an answer refers to may be destroyed afterwards.
TEST_F(DispatchTest, AbandonDestroysWhatWaitsWithoutAnAnswer) {
  bool answered = false;
  const auto owned = std::make_shared<int>(0);
  const auto answer = [owned, &answered](const auto&) { answered = true; };
  for (int i = 0; i < 4; ++i)  // two more than there are password threads
    dispatch.sign_in(loop, {"ana@example.org", "x", "192.0.2.1", ""}, answer);
  while (reader_a.run() + reader_b.run() + loop.run() > 0) {
  }
  dispatch.run(loop, vic, message("waits for the writer"), answer);
  dispatch.run(loop, vic, actions::GetConversation{vics}, answer);
  ASSERT_GT(owned.use_count(), 6);

  const auto forget = [this] {
    for (testing::ManualExecutor* executor :
         {&loop, &other_loop, &writer, &reader_a, &reader_b, &password_a, &password_b})
      executor->forget();
  };
  forget();
  EXPECT_GT(owned.use_count(), 6) << "the queues of dispatch still have them";
  dispatch.abandon();
  forget();
  EXPECT_EQ(owned.use_count(), 2) << "this test and `answer`";
  EXPECT_FALSE(answered);
  dispatch.run(loop, vic, message("too late"), answer);
  loop.run();
  EXPECT_TRUE(answered) << "refused";
}

TEST_F(DispatchTest, StopOfAnIdleDispatchComesBackToo) {
  bool stopped = false;
  dispatch.stop(loop, [&] { stopped = true; });
  settle();
  EXPECT_TRUE(stopped);
}

TEST_F(DispatchTest, EphemeralsGoStraightToTheBroker) {
  subscribe(conversation_channel(vics));
  dispatch.publish(conversation_channel(vics), SharedBytes("typing"));
  loop.run();
  ASSERT_EQ(received.size(), 1u);
  EXPECT_EQ(received[0].delivery, Delivery::ephemeral);
}

TEST(Revocations, ReadBackWhatWasWrittenAndNothingElse) {
  const actions::Revocation revocation{PrincipalKind::agent, 7, SessionId{9},
                                       actions::Revocation::Why::removed};
  const auto back = revocation_from(revocation_bytes(revocation));
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->kind, PrincipalKind::agent);
  EXPECT_EQ(back->id, 7);
  EXPECT_EQ(back->session, SessionId{9});
  EXPECT_EQ(back->why, actions::Revocation::Why::removed);
  for (const char* bad :
       {"", "1 2 3", "1 2 3 4", "9 1 1 1 ", "1 1 1 9 ", "a b c d ", "1 1 1 1 1 "}) {
    EXPECT_FALSE(revocation_from(bad).has_value()) << bad;
  }
}

TEST(Revocations, ConcernAPrincipalWithItsSessionOrWithAll) {
  const auto of = [](std::int64_t id, SessionId session) {
    return revocation_bytes(
        {PrincipalKind::agent, id, session, actions::Revocation::Why::signed_out});
  };
  Principal agent;
  agent.kind = PrincipalKind::agent;
  agent.id = 7;
  agent.session = SessionId{9};
  EXPECT_TRUE(revocation_for(agent, of(7, SessionId{9})));
  EXPECT_TRUE(revocation_for(agent, of(7, SessionId{})));
  EXPECT_FALSE(revocation_for(agent, of(7, SessionId{10})));
  EXPECT_FALSE(revocation_for(agent, of(8, SessionId{})));
  EXPECT_FALSE(revocation_for(agent, "nonsense"));
  agent.kind = PrincipalKind::bot;
  EXPECT_FALSE(revocation_for(agent, of(7, SessionId{})));
}

TEST(Channels, NoTwoShareAKey) {
  EXPECT_NE(conversation_channel({5}), conversation_channel({5}, Channel::staff));
  EXPECT_NE(conversation_channel({5}), inbox_channel({5}));
  EXPECT_NE(principal_channel(PrincipalKind::agent, 5),
            principal_channel(PrincipalKind::visitor, 5));
  EXPECT_EQ(channel_kind(inbox_channel({5})), ChannelKind::inbox);
  EXPECT_EQ(channel_id(conversation_channel({123456789}, Channel::staff)), 123456789);
}

}  // namespace
}  // namespace walkie
