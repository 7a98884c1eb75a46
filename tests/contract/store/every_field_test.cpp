// Every field of every noun comes back as it was saved, by the field tables: a field that is added
// to a table is in this test.
#include "tests/contract/store/store_suite.h"

namespace walkie {
namespace {

// A value that is none of the defaults; another one for another number.
template <class Value>
void fill(Value& value, std::int64_t number) {
  if constexpr (std::is_same_v<Value, bool>) {
    value = number % 2 == 1;
  } else if constexpr (HasWords<Value>) {
    constexpr auto count = static_cast<std::int64_t>(WordsOf<Value>::all.size());
    value = static_cast<Value>(1 + number % (count - 1));
  } else if constexpr (std::is_integral_v<Value>) {
    value = static_cast<Value>(number);
  } else if constexpr (std::is_same_v<Value, std::string>) {
    value = "text " + std::to_string(number);
  } else if constexpr (std::is_same_v<Value, std::vector<std::string>>) {
    value = {"line " + std::to_string(number), "another"};
  } else if constexpr (std::is_same_v<Value, WallTime> ||
                       std::is_same_v<Value, std::optional<WallTime>>) {
    value = WallTime{1000 + number};
  } else {
    value = Value{number};  // an id
  }
}

template <class Noun>
Noun filled(std::int64_t number) {
  Noun noun;
  each_field<Noun>([&](const auto& field) { fill(field.of(noun), number++); });
  return noun;
}

// The names of the fields in which they differ.
template <class Noun>
std::string difference(const std::optional<Noun>& found, const Noun& saved) {
  if (!found) return "there is no such row";
  std::string out;
  each_field<Noun>([&](const auto& field) {
    if (!(field.of(*found) == field.of(saved))) out += std::string(field.name) + " ";
  });
  return out;
}

class StoreFields : public StoreContract {};
INSTANTIATE_TEST_SUITE_P(Stores, StoreFields, ::testing::Values("sqlite"), name_of);

TEST_P(StoreFields, OfPeopleComeBack) {
  for (const std::int64_t number : {40, 51}) {
    auto shop = filled<Inbox>(number);
    auto vera = filled<Visitor>(number);
    auto ana = filled<Agent>(number);
    auto triage = filled<Bot>(number);
    auto session = filled<Session>(number);
    vera.inbox_id = inbox;
    write([&](Transaction& t) {
      shop.id = t.add_inbox(shop);
      vera.id = t.add_visitor(vera);
      ana.id = t.add_agent(ana);
      triage.id = t.add_bot(triage);
      session.id = t.add_session(session);
    });
    read([&](View& v) {
      EXPECT_EQ(difference(v.inbox(shop.id), shop), "");
      EXPECT_EQ(difference(v.visitor(vera.id), vera), "");
      EXPECT_EQ(difference(v.agent(ana.id), ana), "");
      EXPECT_EQ(difference(v.bot(triage.id), triage), "");
      EXPECT_EQ(difference(v.session_by_hash(session.token_hash), session), "");
    });
  }
}

TEST_P(StoreFields, OfPeopleAreSaved) {
  auto shop = filled<Inbox>(80);
  auto vera = filled<Visitor>(80);
  auto ana = filled<Agent>(80);
  shop.id = vera.inbox_id = inbox;
  vera.id = visitor;
  ana.id = agent;
  write([&](Transaction& t) {
    t.save_inbox(shop);
    t.save_visitor(vera);
    t.save_agent(ana);
  });
  read([&](View& v) {
    EXPECT_EQ(difference(v.inbox(inbox), shop), "");
    EXPECT_EQ(difference(v.visitor(visitor), vera), "");
    EXPECT_EQ(difference(v.agent(agent), ana), "");
  });
}

TEST_P(StoreFields, OfAConversationComeBackAndAreSaved) {
  Conversation row;
  for (const std::int64_t number : {20, 33}) {
    const Conversation before = row;
    row = filled<Conversation>(number);
    row.inbox_id = inbox;
    row.visitor_id = visitor;
    row.last_seq = row.staff_last_seq = 0;
    if (before.id) {  // fields that never change, and those that the store counts
      row.id = before.id;
      row.created_at = before.created_at;
    }
    write([&](Transaction& t) {
      if (before.id) {
        t.save_conversation(row);
      } else {
        row.id = t.add_conversation(row);
      }
    });
    read([&](View& v) { EXPECT_EQ(difference(v.conversation(row.id), row), ""); });
  }
}

TEST_P(StoreFields, OfAMessageComeBackAndAreSaved) {
  auto row = filled<Message>(60);
  row.conversation_id = conversation;
  row.channel = Channel::everyone;
  row.deleted_by_sender = false;  // nobody writes what is deleted
  write([&](Transaction& t) { row = post(t, row); });
  read([&](View& v) { EXPECT_EQ(difference(v.message(row.id), row), ""); });
  const auto other = filled<Message>(71);
  each_field<Message>([&](const auto& field) {
    if (!field.is(fixed)) field.of(row) = field.of(other);
  });
  write([&](Transaction& t) { t.save_message(row); });
  read([&](View& v) { EXPECT_EQ(difference(v.message(row.id), row), ""); });
}

TEST_P(StoreFields, OfAPositionComeBack) {
  auto row = filled<Position>(2);
  row.conversation_id = conversation;
  write([&](Transaction& t) { t.advance_position(row); });
  read([&](View& v) {
    EXPECT_EQ(difference(v.position(conversation, static_cast<PrincipalKind>(row.reader_kind),
                                    row.reader_id),
                         row),
              "");
  });
}

}  // namespace
}  // namespace walkie
