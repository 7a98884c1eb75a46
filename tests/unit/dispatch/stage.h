// Dispatch on a stage: every thread is an executor that the test drives, the disk is in memory.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "actions/create_agent.h"
#include "actions/create_visitor.h"
#include "actions/ensure_inbox.h"
#include "actions/open_conversation.h"
#include "actions/post_message.h"
#include "broker/local_broker.h"
#include "chat/permissions.h"
#include "dispatch/channels.h"
#include "dispatch/dispatch.h"
#include "tests/support/manual_executor.h"
#include "tests/support/memory_store.h"
#include "tests/support/seeded_random.h"

namespace walkie {

struct Stage {
  testing::FakeClock clock;
  testing::SeededRandom random{3};
  Limits limits = small_limits();
  testing::MemoryStore store{random};
  LocalBroker broker{0};
  Metrics metrics;
  std::vector<std::string> log_lines;
  Log log{clock, {.lines_per_second = 0, .sink = [this](std::string_view line) {
                    log_lines.emplace_back(line);
                  }}};
  testing::ManualExecutor loop{clock}, other_loop{clock}, writer{clock}, reader_a{clock},
      reader_b{clock}, password_a{clock}, password_b{clock};
  Dispatch dispatch{{store,
                     broker,
                     clock,
                     random,
                     limits,
                     writer,
                     {&reader_a, &reader_b},
                     {&password_a, &password_b},
                     log,
                     metrics}};

  // What came in the channels listened to; a broker may bring more than was asked for.
  std::vector<Broadcast> received;
  std::set<ChannelKey> channels;
  std::unique_ptr<BrokerSubscriber> subscriber =
      broker.join(loop, [this](std::span<const Broadcast> batch) {
        for (const Broadcast& broadcast : batch) {
          if (channels.contains(broadcast.channel)) received.push_back(broadcast);
        }
      });
  void subscribe(ChannelKey channel) {
    channels.insert(channel);
    subscriber->subscribe(channel);
  }

  Principal anonymous, console = console_principal(), ana, vic, wei;
  ConversationId vics;
  std::string vics_token;

  Stage() {
    must(console, actions::EnsureInbox{});
    ana = actions::principal_of(
        must(console, actions::CreateAgent{"ana@example.org", "Ana", Role::agent, "x", {}}));
    const actions::NewVisitor made = must(anonymous, actions::CreateVisitor{.name = "Vic"});
    vic = actions::principal_of(made.visitor);
    vics_token = made.token;
    wei = actions::principal_of(must(anonymous, actions::CreateVisitor{}).visitor);
    vics = must(vic, actions::OpenConversation{}).conversation.id;
    settle();
  }

  static Limits small_limits() {
    Limits limits;
    limits.argon2_memory_bytes = 8192;
    limits.argon2_passes = 1;
    return limits;
  }

  // Until nobody has anything to do.
  void settle() {
    while (writer.run() + reader_a.run() + reader_b.run() + password_a.run() + password_b.run() +
               loop.run() + other_loop.run() >
           0) {
    }
  }

  template <class Verb>
  Result<typename Verb::Answer> run(const Principal& who, Verb verb) {
    std::optional<Result<typename Verb::Answer>> answer;
    dispatch.run(loop, who, std::move(verb),
                 [&](Result<typename Verb::Answer> got) { answer = std::move(got); });
    EXPECT_FALSE(answer.has_value()) << "answered inside run()";
    settle();
    EXPECT_TRUE(answer.has_value());
    return std::move(*answer);
  }

  template <class Verb>
  typename Verb::Answer must(const Principal& who, Verb verb) {
    Result<typename Verb::Answer> answer = run(who, std::move(verb));
    EXPECT_TRUE(answer.ok()) << (answer.ok() ? "" : answer.error().reason);
    return std::move(answer).value();
  }

  actions::PostMessage message(std::string text, std::string client_id = "") {
    return {.conversation_id = vics, .content = std::move(text), .client_id = client_id};
  }

  Backlog resume(const Principal& who, Cursor cursor) {
    std::optional<Result<Backlog>> answer;
    dispatch.resume(loop, who, std::move(cursor),
                    [&](Result<Backlog> got) { answer = std::move(got); });
    settle();
    return std::move(*answer).value();
  }

  double metric(const std::string& line_start) {
    const std::string text = metrics.render();
    const std::size_t at = text.find("\n" + line_start + " ");
    return at == std::string::npos ? 0 : std::stod(text.substr(at + line_start.size() + 2));
  }
};

}  // namespace walkie
