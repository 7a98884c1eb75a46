// A small installation in memory: one inbox more than needed, people of every kind, and verbs run
// on it one by one, each in a transaction of its own.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actions/action.h"
#include "actions/authenticate.h"
#include "actions/create_agent.h"
#include "actions/create_bot_key.h"
#include "actions/create_visitor.h"
#include "actions/deleted_texts.h"
#include "actions/ensure_inbox.h"
#include "actions/open_conversation.h"
#include "actions/post_message.h"
#include "chat/field_values.h"
#include "chat/permissions.h"
#include "tests/support/fake_clock.h"
#include "tests/support/memory_store.h"
#include "tests/support/seeded_random.h"

namespace walkie::actions {

inline void put(FieldValues<Conversation>& values, Status status) {
  values.set(&Conversation::status, status);
}
inline void put(FieldValues<Conversation>& values, AgentId assignee) {
  values.set(&Conversation::assignee_id, assignee);
}
// What a change sets or a list asks for: to(Status::resolved), to(Status::open, AgentId{3}).
template <class... Values>
FieldValues<Conversation> to(Values... all) {
  FieldValues<Conversation> values;
  (put(values, all), ...);
  return values;
}

struct House {
  testing::SeededRandom random{7};
  testing::FakeClock clock;
  Limits limits;
  testing::MemoryStore store{random};
  std::unique_ptr<Writer> writer = store.writer();
  std::unique_ptr<Reader> reader = store.reader();
  std::unique_ptr<DeletedTexts> deleted_texts = std::make_unique<DeletedTexts>(random);
  Outcome outcome;  // of the last verb that changed something

  Principal anonymous, console = console_principal();
  InboxId shop, wholesale;
  Principal ana, ben, eve, boss, bot;  // ana, ben, bot: shop; eve: wholesale; boss: admin
  Principal vic, wei;                  // visitors of the shop
  ConversationId vics;

  House() {
    limits.argon2_memory_bytes = 8192;
    limits.argon2_passes = 1;
    shop = must(console, EnsureInbox{}).id;
    (void)writer->write([&](Transaction& tx) {
      wholesale = tx.add_inbox(Inbox{.name = "Wholesale", .created_at = clock.wall()});
      return Result<void>();
    });
    ana = agent("ana@example.org", "Ana", Role::agent, shop);
    ben = agent("ben@example.org", "Ben", Role::agent, shop);
    eve = agent("eve@example.org", "Eve", Role::agent, wholesale);
    boss = agent("boss@example.org", "Boss", Role::admin, shop);
    bot = principal_of(must(console, CreateBotKey{"Helper", {shop}}).bot);
    vic = principal_of(must(anonymous, CreateVisitor{shop, "Vic", ""}).visitor);
    wei = principal_of(must(anonymous, CreateVisitor{shop, "魏", ""}).visitor);
    vics = must(vic, OpenConversation{}).conversation.id;
  }

  Principal agent(const std::string& email, const std::string& name, Role role, InboxId inbox) {
    return principal_of(must(console, CreateAgent{email, name, role, "hash of " + name, {inbox}}));
  }

  template <class Verb>
  Result<typename Verb::Answer> run(const Principal& who, const Verb& verb) {
    std::optional<Result<typename Verb::Answer>> answer;
    const Context context{who, clock.wall(), random, limits, deleted_texts.get()};
    if constexpr (requires(View & view) { verb.run(context, view); }) {
      (void)reader->read([&](View& view) {
        answer = verb.run(context, view);
        return Result<void>();
      });
    } else {
      const auto written = writer->write([&](Transaction& tx) {
        outcome = {};
        answer = verb.run(context, tx, outcome);
        return answer->ok() ? Result<void>() : Result<void>(answer->error());
      });
      EXPECT_EQ(written.ok(), answer->ok());
      if (!answer->ok()) outcome = {};
    }
    return std::move(*answer);
  }

  template <class Verb>
  typename Verb::Answer must(const Principal& who, const Verb& verb) {
    Result<typename Verb::Answer> answer = run(who, verb);
    EXPECT_TRUE(answer.ok()) << (answer.ok() ? "" : answer.error().reason);
    return std::move(answer).value();
  }

  // The error's reason; "ok" when there is none.
  template <class Verb>
  std::string why(const Principal& who, const Verb& verb) {
    const auto answer = run(who, verb);
    return answer.ok() ? "ok" : answer.error().reason;
  }

  PostedMessage say(const Principal& who, const std::string& text) {
    return must(who, PostMessage{.conversation_id = vics, .content = text});
  }
};

}  // namespace walkie::actions
