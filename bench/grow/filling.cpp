#include "bench/grow/filling.h"

#include <cstdio>
#include <vector>

#include "tests/support/fake_clock.h"

namespace walkie::bench {
namespace {

constexpr std::int64_t first_ms = 1'700'000'000'000;
constexpr std::int64_t between_ms = 1'000;  // two messages
constexpr std::size_t under_way = 1'000;    // conversations at a time
constexpr int in_one_commit = 10'000;

class Filling {
 public:
  Filling(House& house, Random& random) : house_(house), random_(random) {}

  Result<void> run(bool progress) {
    Writer& writer = *(house_.writer = house_.store->writer());
    auto people = writer.write([this](Transaction& t) -> Result<void> {
      make_people(t);
      return {};
    });
    if (!people) return people;
    while (sent_ < house_.shape.messages) {
      if (auto saved = save_some(writer); !saved) return saved;
      if (auto moved = house_.store->maintain(); !moved) return moved;
      if (progress && sent_ % 500'000 == 0) {
        std::fprintf(stderr, "grow: %lld of %lld messages\n", static_cast<long long>(sent_),
                     static_cast<long long>(house_.shape.messages));
      }
    }
    house_.now = now();
    return {};
  }

 private:
  struct Open {
    Conversation row;
    std::int64_t left = 0;  // messages still to come
  };

  Result<void> save_some(Writer& writer) {
    return writer.write([this](Transaction& t) -> Result<void> {
      for (int i = 0; i < in_one_commit && sent_ < house_.shape.messages; ++i)
        save_one(t);
      return {};
    });
  }

  void make_people(Transaction& t) {
    house_.inbox = t.add_inbox({{}, "Shop", {}, {first_ms}});
    Agent agent;
    agent.email = "ana@example.com";
    agent.name = "Ana";
    agent.inboxes = {house_.inbox};
    agent.created_at = {first_ms};
    house_.agent = t.add_agent(agent);
  }

  void open_one(Transaction& t) {
    Conversation row;
    row.inbox_id = house_.inbox;
    row.visitor_id = t.add_visitor({{}, house_.inbox, "Vera", "", now()});
    row.assignee_id = opened_ % 3 == 0 ? house_.agent : AgentId{0};
    // A tenth is still open, as in a shop that answers.
    row.status = opened_ % 10 == 0 ? Status::open : Status::resolved;
    row.created_at = row.updated_at = row.last_message_at = now();
    row.id = t.add_conversation(row);
    open_.push_back({row, house_.shape.messages / house_.shape.conversations});
    ++opened_;
  }

  void save_one(Transaction& t) {
    if (open_.size() < under_way && opened_ < house_.shape.conversations) open_one(t);
    const std::size_t at = random_.below(open_.size());
    Open& open = open_[at];
    const bool from_agent = random_.below(2) == 0;
    Message message;
    message.conversation_id = open.row.id;
    message.sender = from_agent
                         ? Sender{PrincipalKind::agent, house_.agent.value, "Ana", ""}
                         : Sender{PrincipalKind::visitor, open.row.visitor_id.value, "Vera", ""};
    message.client_id = client_id();
    message.content = "Is my order " + std::to_string(random_.below(1'000'000)) +
                      " on its way? I have waited for a week now. 你好";
    message.created_at = now();
    message.seq = t.next_seq(message.conversation_id, Channel::everyone);
    t.add_message(message);
    open.row.last_seq = message.seq;
    open.row.last_message = message.content;
    open.row.last_message_is_agent = from_agent;
    open.row.last_message_at = open.row.updated_at = message.created_at;
    t.save_conversation(open.row);
    ++sent_;
    if (--open.left > 0) return;
    // Somebody has read it, almost to the end.
    t.advance_position({open.row.id, static_cast<std::uint8_t>(PrincipalKind::agent),
                        house_.agent.value, message.seq - 3, message.seq - 3});
    open = std::move(open_.back());
    open_.pop_back();
  }

  // UUIDv7: the time first, then chance.
  std::string client_id() {
    char text[48];
    std::snprintf(text, sizeof text, "%012llx-7%03llx-%016llx",
                  static_cast<unsigned long long>(now().ms),
                  static_cast<unsigned long long>(random_.below(4096)),
                  static_cast<unsigned long long>(random_.next()));
    return text;
  }

  WallTime now() const { return {first_ms + sent_ * between_ms}; }

  House& house_;
  Random& random_;
  std::vector<Open> open_;
  std::int64_t opened_ = 0, sent_ = 0;
};

}  // namespace

Result<House> fill(const std::string& folder, Shape shape, Random& random, bool progress) {
  testing::FakeClock clock;
  auto store = open_sqlite_store(folder, clock, random);
  if (!store) return std::move(store).error();
  House house;
  house.store = std::move(*store);
  house.shape = shape;
  if (auto filled = Filling(house, random).run(progress); !filled) return std::move(filled).error();
  return house;
}

}  // namespace walkie::bench
