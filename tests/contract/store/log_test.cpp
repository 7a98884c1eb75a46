// The two logs of a conversation: seq, messages, events, positions (protocol L1, L2, S1b, S5).
#include <gmock/gmock.h>

#include "tests/contract/store/store_suite.h"

namespace walkie {
namespace {

class StoreLog : public StoreContract {
 protected:
  std::vector<std::string> contents(const MessageFilter& filter) {
    std::vector<std::string> out;
    read([&](View& v) {
      for (const Message& row : v.messages(filter))
        out.push_back(row.content);
    });
    return out;
  }
};
INSTANTIATE_TEST_SUITE_P(Stores, StoreLog, ::testing::Values("sqlite"), name_of);

using ::testing::ElementsAre;

TEST_P(StoreLog, KeepsEveryFieldOfAMessage) {
  Message sent;
  write([&](Transaction& t) {
    Message row = answer("c1", agent.value);
    row.content = std::string("你好 \"quoted\" \0 zero", 22);
    row.channel = Channel::staff;
    row.content_type = "text";
    sent = post(t, row);
    EXPECT_EQ(t.message(sent.id)->content, sent.content);
  });
  read([&](View& v) {
    const auto row = v.message(sent.id);
    ASSERT_TRUE(row.has_value());
    EXPECT_EQ(row->conversation_id, conversation);
    EXPECT_EQ(row->channel, Channel::staff);
    EXPECT_EQ(row->seq, 1);
    EXPECT_EQ(row->client_id, "c1");
    EXPECT_EQ(row->sender.kind, PrincipalKind::agent);
    EXPECT_EQ(row->sender.id, agent.value);
    EXPECT_EQ(row->sender.name, "Ana");
    EXPECT_EQ(row->sender.avatar_url, "/ana.png");
    EXPECT_EQ(row->content, sent.content);
    EXPECT_EQ(row->created_at, WallTime{100});
    EXPECT_FALSE(row->edited_at.has_value());
    EXPECT_FALSE(row->deleted_at.has_value());
    EXPECT_FALSE(v.message({9999}).has_value());
  });
}

TEST_P(StoreLog, SeqIsGaplessPerLogAcrossStepsThatFail) {
  const auto fails = [](std::size_t i) { return i % 3 == 1; };
  const auto results = writer->commit(20, [&](std::size_t i, Transaction& t) -> Result<void> {
    Message row = message("c" + std::to_string(i));
    row.channel = i % 2 == 0 ? Channel::everyone : Channel::staff;
    post(t, row);
    if (fails(i)) return Error{Code::forbidden, "no", "", "", 0};
    return {};
  });
  ASSERT_TRUE(results.ok());
  std::size_t posted = 0;
  for (std::size_t i = 0; i < 20; ++i) {
    EXPECT_EQ((*results)[i].ok(), !fails(i));
    if (!fails(i)) ++posted;
  }
  read([&](View& v) {
    std::size_t found = 0;
    for (const Channel channel : {Channel::everyone, Channel::staff}) {
      const auto events = v.events(conversation, channel, 0, 100);
      for (std::size_t i = 0; i < events.size(); ++i) {
        EXPECT_EQ(events[i].seq, static_cast<Seq>(i + 1));
      }
      EXPECT_EQ(v.conversation(conversation)->head(channel), static_cast<Seq>(events.size()));
      found += events.size();
    }
    EXPECT_EQ(found, posted);
  });
}

TEST_P(StoreLog, ClientIdIsUniquePerSenderAndConversation) {
  write([&](Transaction& t) {
    post(t, message("same"));
    post(t, answer("same", agent.value));
    Message other = message("same");
    other.conversation_id = add_conversation(t, visitor, 20);
    post(t, other);
  });
  read([&](View& v) {
    const auto row =
        v.message_by_client_id(conversation, PrincipalKind::agent, agent.value, "same");
    ASSERT_TRUE(row.has_value());
    EXPECT_EQ(row->seq, 2);
    EXPECT_FALSE(v.message_by_client_id(conversation, PrincipalKind::bot, 1, "same").has_value());
  });
  int runs = 0;
  const auto results = writer->commit(2, [&](std::size_t i, Transaction& t) -> Result<void> {
    ++runs;
    if (i == 1) {
      EXPECT_EQ(post(t, message("fresh")).seq, 3);
      return {};
    }
    Message row = message("same");
    row.seq = 3;
    EXPECT_FALSE(t.add_message(row));
    return Error{Code::conflict, "client_id_reused", "", "", 0};
  });
  ASSERT_TRUE(results.ok());
  EXPECT_EQ((*results)[0].error().reason, "client_id_reused");
  EXPECT_TRUE((*results)[1].ok());
  EXPECT_EQ(runs, 2) << "nothing was changed: the others need not run again";
}

TEST_P(StoreLog, PagesOfMessagesAreAscendingFromEitherEnd) {
  write([&](Transaction& t) {
    for (int i = 1; i <= 6; ++i) {
      post(t, message("c" + std::to_string(i), std::to_string(i)));
      // An event between the messages: their seqs are not consecutive.
      Event event;
      event.conversation_id = conversation;
      event.type = EventType::conversation_update;
      event.seq = t.next_seq(conversation, Channel::everyone);
      t.add_event(event);
    }
  });
  MessageFilter filter;
  filter.conversation_id = conversation;
  filter.limit = 2;
  EXPECT_THAT(contents(filter), ElementsAre("5", "6"));
  filter.before_seq = 9;  // the seq of "5"
  EXPECT_THAT(contents(filter), ElementsAre("3", "4"));
  filter.newest_first = false;
  EXPECT_THAT(contents(filter), ElementsAre("1", "2"));
  filter.after_seq = 3;
  EXPECT_THAT(contents(filter), ElementsAre("3", "4"));
  filter.limit = 0;
  EXPECT_THAT(contents(filter), ElementsAre());
  filter.limit = 10;
  filter.channel = Channel::staff;
  EXPECT_THAT(contents(filter), ElementsAre());
}

TEST_P(StoreLog, APageOfMessagesEndsWithTheRowThatFillsItsBytes) {
  write([&](Transaction& t) {
    for (int i = 1; i <= 5; ++i)
      post(t, message("c" + std::to_string(i), std::string(10, static_cast<char>('0' + i))));
  });
  const auto page = [](int digit) { return std::string(10, static_cast<char>('0' + digit)); };
  MessageFilter filter;
  filter.conversation_id = conversation;
  filter.content_bytes = 21;
  EXPECT_THAT(contents(filter), ElementsAre(page(3), page(4), page(5)));
  filter.content_bytes = 20;
  EXPECT_THAT(contents(filter), ElementsAre(page(4), page(5)));
  filter.newest_first = false;
  EXPECT_THAT(contents(filter), ElementsAre(page(1), page(2)));
  filter.content_bytes = 1;
  EXPECT_THAT(contents(filter), ElementsAre(page(1)));
}

TEST_P(StoreLog, TheLogMergesMessagesAndEventsBySeq) {
  write([&](Transaction& t) {
    const Message first = post(t, message("c1", "first"));
    Event update;
    update.conversation_id = conversation;
    update.type = EventType::conversation_update;
    update.created_at = {200};
    update.change = ConversationChange{Status::resolved,     agent,       "Ana",
                                       PrincipalKind::agent, agent.value, "Ana"};
    update.change->cause = {CauseKind::job, 4};
    update.change->changed.set(&Conversation::status, Status::resolved);
    update.change->before.set(&Conversation::status, Status::snoozed);
    update.seq = t.next_seq(conversation, Channel::everyone);
    t.add_event(update);
    post(t, message("c2", "second"));
    Message edited = first;
    edited.content = "edited";
    edited.edited_at = WallTime{300};
    t.save_message(edited);
    Event edit;
    edit.conversation_id = conversation;
    edit.type = EventType::message_edited;
    edit.created_at = {300};
    edit.message = edited;
    edit.seq = t.next_seq(conversation, Channel::everyone);
    t.add_event(edit);
  });
  read([&](View& v) {
    const auto events = v.events(conversation, Channel::everyone, 0, 100);
    ASSERT_EQ(events.size(), 4U);
    for (std::size_t i = 0; i < 4; ++i)
      EXPECT_EQ(events[i].seq, static_cast<Seq>(i + 1));
    EXPECT_EQ(events[0].type, EventType::new_message);
    EXPECT_EQ(events[0].message.content, "edited");
    EXPECT_EQ(events[1].type, EventType::conversation_update);
    EXPECT_EQ(events[1].change->status, Status::resolved);
    EXPECT_EQ(events[1].change->assignee_id, agent);
    EXPECT_EQ(events[1].change->assignee_name, "Ana");
    EXPECT_EQ(events[1].change->actor_kind, PrincipalKind::agent);
    EXPECT_EQ(events[1].change->cause.kind, CauseKind::job);
    EXPECT_EQ(events[1].change->cause.id, 4);
    EXPECT_EQ(events[1].change->changed.get(&Conversation::status), Status::resolved);
    EXPECT_EQ(events[1].change->before.get(&Conversation::status), Status::snoozed);
    EXPECT_FALSE(events[1].change->changed.get(&Conversation::assignee_id).has_value());
    EXPECT_FALSE(events[0].change.has_value());
    EXPECT_EQ(events[1].created_at, WallTime{200});
    EXPECT_EQ(events[2].message.content, "second");
    EXPECT_EQ(events[3].type, EventType::message_edited);
    EXPECT_EQ(events[3].message.content, "edited");
    EXPECT_EQ(events[3].message.edited_at, WallTime{300});
    EXPECT_EQ(events[3].message.sender.name, "Vera");
    const auto page = v.events(conversation, Channel::everyone, 1, 2);
    ASSERT_EQ(page.size(), 2U);
    EXPECT_EQ(page[0].seq, 2);
    EXPECT_EQ(page[1].seq, 3);
    EXPECT_TRUE(v.events(conversation, Channel::staff, 0, 100).empty());
    EXPECT_TRUE(v.events({99}, Channel::everyone, 0, 100).empty());
  });
}

TEST_P(StoreLog, UpdatesAreTheNewestInTheRangeAndNothingElse) {
  write([&](Transaction& t) {
    for (int i = 1; i <= 4; ++i) {
      post(t, message("m" + std::to_string(i), "text"));
      Event update;
      update.conversation_id = conversation;
      update.type = EventType::conversation_update;
      update.created_at = {100 + i};
      update.change = ConversationChange{Status::resolved,     agent,       "Ana",
                                         PrincipalKind::agent, agent.value, "Ana"};
      update.seq = t.next_seq(conversation, Channel::everyone);
      t.add_event(update);
    }
  });
  read([&](View& v) {
    const auto seqs = [&](Seq after, Seq before, int limit) {
      std::vector<Seq> out;
      for (const Event& event : v.updates(conversation, after, before, limit)) {
        EXPECT_EQ(event.type, EventType::conversation_update);
        EXPECT_EQ(event.conversation_id, conversation);
        EXPECT_EQ(event.change->assignee_name, "Ana");
        out.push_back(event.seq);
      }
      return out;
    };
    EXPECT_EQ(seqs(0, 100, 100), (std::vector<Seq>{2, 4, 6, 8}));
    EXPECT_EQ(seqs(2, 8, 100), (std::vector<Seq>{4, 6}));
    EXPECT_EQ(seqs(0, 100, 2), (std::vector<Seq>{6, 8}));
    EXPECT_TRUE(v.updates({99}, 0, 100, 100).empty());
  });
}

TEST_P(StoreLog, ADeletedTextIsInNoEvent) {
  write([&](Transaction& t) {
    Message row = post(t, message("c1", "secret"));
    row.content = "";
    row.deleted_at = WallTime{300};
    row.deleted_by_sender = true;
    t.save_message(row);
    Event event;
    event.conversation_id = conversation;
    event.type = EventType::message_deleted;
    event.message = row;
    event.seq = t.next_seq(conversation, Channel::everyone);
    t.add_event(event);
  });
  read([&](View& v) {
    const auto events = v.events(conversation, Channel::everyone, 0, 100);
    ASSERT_EQ(events.size(), 2U);
    for (const Event& event : events) {
      EXPECT_EQ(event.message.content, "");
      EXPECT_EQ(event.message.deleted_at, WallTime{300});
      EXPECT_TRUE(event.message.deleted_by_sender);
    }
    EXPECT_EQ(v.count_messages(conversation, 0, true, 100), 0);
  });
}

TEST_P(StoreLog, NotesStayInTheStaffLog) {
  write([&](Transaction& t) {
    Message note = answer("n1", agent.value);
    note.channel = Channel::staff;
    EXPECT_EQ(post(t, note).seq, 1);
    EXPECT_EQ(post(t, message("c1")).seq, 1);
  });
  read([&](View& v) {
    EXPECT_EQ(v.events(conversation, Channel::everyone, 0, 10).size(), 1U);
    EXPECT_EQ(v.events(conversation, Channel::staff, 0, 10).size(), 1U);
    EXPECT_EQ(v.count_messages(conversation, 0, false, 10), 0);
    EXPECT_FALSE(v.answer_of_another(conversation, 0, PrincipalKind::agent, 77).has_value());
  });
}

// L6: who counts ids finds no gap where a note was.
TEST_P(StoreLog, NotesAndMessagesAreCountedApart) {
  const auto note = [&](const char* client_id) {
    Message row = answer(client_id, agent.value);
    row.channel = Channel::staff;
    return row;
  };
  Message first_note, last_note;
  write([&](Transaction& t) {
    EXPECT_EQ(post(t, message("m1")).id, MessageId{1});
    first_note = post(t, note("n1"));
    EXPECT_EQ(post(t, message("m2")).id, MessageId{2});
    last_note = post(t, note("n2"));
  });
  EXPECT_EQ(first_note.id, MessageId{first_note_id});
  EXPECT_EQ(last_note.id, MessageId{first_note_id + 1});
  write([&](Transaction& t) { EXPECT_EQ(post(t, message("m3")).id, MessageId{3}); });

  // A note is found, changed and logged under its id.
  write([&](Transaction& t) {
    Message row = *t.message(first_note.id);
    row.content = "better";
    t.save_message(row);
    Event event;
    event.conversation_id = conversation;
    event.channel = Channel::staff;
    event.seq = t.next_seq(conversation, Channel::staff);
    event.type = EventType::message_edited;
    event.message = row;
    t.add_event(event);
  });
  read([&](View& v) {
    EXPECT_EQ(v.message(first_note.id)->content, "better");
    EXPECT_EQ(v.message(first_note.id)->id, first_note.id);
    EXPECT_EQ(v.message({1})->client_id, "m1");
    const auto events = v.events(conversation, Channel::staff, 0, 9);
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(events.back().message.id, first_note.id);
    EXPECT_EQ(events.back().message.content, "better");
  });

  // L4: a restore skips ids of notes too.
  write([&](Transaction& t) { t.save_epoch("0123456789abcdef"); });
  write([&](Transaction& t) {
    EXPECT_GT(post(t, note("n3")).id.value, last_note.id.value + ids_that_epochs_skip);
  });
}

TEST_P(StoreLog, FindsTheNewestAnswerOfAnother) {
  write([&](Transaction& t) {
    post(t, answer("a1", agent.value));
    post(t, answer("b1", 77));
    post(t, message("c1"));
    post(t, answer("a2", agent.value));
  });
  read([&](View& v) {
    const auto row = v.answer_of_another(conversation, 0, PrincipalKind::agent, agent.value);
    ASSERT_TRUE(row.has_value());
    EXPECT_EQ(row->seq, 2);
    EXPECT_FALSE(
        v.answer_of_another(conversation, 2, PrincipalKind::agent, agent.value).has_value());
    // A bot of the same number is somebody else.
    EXPECT_EQ(v.answer_of_another(conversation, 0, PrincipalKind::bot, agent.value)->seq, 4);
  });
}

TEST_P(StoreLog, CountsMessagesOfOneSide) {
  write([&](Transaction& t) {
    for (int i = 0; i < 5; ++i)
      post(t, message("v" + std::to_string(i)));
    for (int i = 0; i < 3; ++i)
      post(t, answer("a" + std::to_string(i), agent.value));
  });
  read([&](View& v) {
    EXPECT_EQ(v.count_messages(conversation, 0, true, 100), 5);
    EXPECT_EQ(v.count_messages(conversation, 3, true, 100), 2);
    EXPECT_EQ(v.count_messages(conversation, 0, true, 4), 4);
    EXPECT_EQ(v.count_messages(conversation, 0, false, 100), 3);
    EXPECT_EQ(v.count_messages(conversation, 8, false, 100), 0);
  });
}

TEST_P(StoreLog, PositionsOnlyMoveForward) {
  const auto kind = static_cast<std::uint8_t>(PrincipalKind::agent);
  write([&](Transaction& t) {
    EXPECT_EQ(t.advance_position({conversation, kind, 1, 5, 7}).read_seq, 5);
    const Position behind = t.advance_position({conversation, kind, 1, 3, 9});
    EXPECT_EQ(behind.read_seq, 5);
    EXPECT_EQ(behind.received_seq, 9);
    t.advance_position({conversation, static_cast<std::uint8_t>(PrincipalKind::visitor), 1, 1, 1});
  });
  read([&](View& v) {
    EXPECT_EQ(v.position(conversation, PrincipalKind::agent, 1)->read_seq, 5);
    EXPECT_EQ(v.position(conversation, PrincipalKind::agent, 1)->received_seq, 9);
    EXPECT_FALSE(v.position(conversation, PrincipalKind::agent, 2).has_value());
    const auto all = v.positions(conversation);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].reader_kind, static_cast<std::uint8_t>(PrincipalKind::visitor));
    EXPECT_TRUE(v.positions({99}).empty());
  });
}

}  // namespace
}  // namespace walkie
