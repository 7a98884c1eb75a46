#include "tests/simulation/scenario.h"

#include <algorithm>
#include <set>
#include <utility>

#include "actions/authenticate.h"
#include "actions/create_agent.h"
#include "actions/create_visitor.h"
#include "actions/ensure_inbox.h"
#include "actions/open_conversation.h"
#include "actions/sign_in.h"
#include "api/presence.h"
#include "chat/permissions.h"

namespace walkie::sim {
namespace {

// Runs a verb straight on the store, before the server has begun.
template <class Verb>
typename Verb::Answer done(Writer& writer, World& world, const Limits& limits,
                           const Principal& asker, const Verb& verb) {
  std::optional<typename Verb::Answer> answer;
  const Result<void> written = writer.write([&](Transaction& store) -> Result<void> {
    actions::Outcome outcome;
    const actions::Context context{asker, world.clock.wall(), world.random, limits};
    Result<typename Verb::Answer> got = verb.run(context, store, outcome);
    if (!got) return std::move(got).error();
    answer = std::move(got).value();
    return {};
  });
  WALKIE_ASSERT(written.ok());
  return std::move(*answer);
}

// Sooner than anything that repairs what was missed (N2 every ten seconds, H2).
constexpr Duration kPrompt(6'000);
constexpr int kSessions = 6;
// A broker whose queues overflow goes on losing: then N2 is what holds the promise.
constexpr Duration kRepaired(14'000);

}  // namespace

Scenario::Scenario(const Options& options)
    : options_(options),
      faults_(options.faults),
      limits_(limits_of(options)),
      world_(options.seed, options.traced),
      disk_(world_, options_, faults_),
      network_(world_, options_, faults_, limits_) {
  network_.witness = [this](const Person& person, const std::string& token,
                            std::string_view bytes) { sent(person, token, bytes); };
  network_.signed_out = [this](const std::string& token) {
    history_.signed_out(token, world_.clock.now());
  };
  network_.sighted = [this](const char* what) { ++sightings_[what]; };
  disk_.sighted = network_.sighted;
}

Scenario::~Scenario() {
  world_.after_each = nullptr;
  clients_.clear();
  server_.reset();
}

void Scenario::set_up() {
  const std::unique_ptr<Writer> writer = disk_.writer();
  const auto run = [&](const Principal& asker, const auto& verb) {
    return done(*writer, world_, limits_, asker, verb);
  };
  run(console_principal(), actions::EnsureInbox{});
  for (int i = 0; i < options_.visitors; ++i) {
    auto person = std::make_unique<Person>();
    person->name = "v" + std::to_string(i + 1);
    const actions::NewVisitor made = run(Principal{}, actions::CreateVisitor{.name = person->name});
    person->id = made.visitor.id.value;
    person->token = made.token;
    const auto opened = run(actions::principal_of(made.visitor), actions::OpenConversation{});
    conversations_.push_back(opened.conversation.id.value);
    person->conversations = {conversations_.back()};
    people_.push_back(std::move(person));
  }
  for (int i = 0; i < options_.agents; ++i) {
    auto person = std::make_unique<Person>();
    person->staff = true;
    person->name = "a" + std::to_string(i + 1);
    const Agent agent = run(
        console_principal(),
        actions::CreateAgent{person->name + "@example.org", person->name, Role::agent, "hash", {}});
    person->id = agent.id.value;
    // One for each time that it comes back after signing out.
    for (int session = 0; session < kSessions; ++session)
      person->tokens.push_back(run(Principal{}, actions::OpenSession{agent.id, "hash"}).token);
    person->token = person->tokens.back();
    person->tokens.pop_back();
    person->conversations = conversations_;
    people_.push_back(std::move(person));
  }
  disk_.settle();
  for (const auto& person : people_) {
    const int tabs = person == people_.front() ? options_.tabs : 1;
    for (int tab = 1; tab <= tabs; ++tab) {
      const std::string device = person->name + (tab > 1 ? "t" + std::to_string(tab) : "");
      clients_.push_back(
          std::make_unique<Client>(world_, network_, history_, options_, *person, device));
    }
  }
}

void Scenario::start_server() {
  disk_.crash();  // the writer of before is gone
  server_ = std::make_unique<Server>(world_, disk_, options_, faults_, limits_,
                                     [this] { network_.server_died(); });
  network_.lead_to(server_.get());
  (void)disk_.reader()->read([this](View& view) -> Result<void> {
    history_.look(view, conversations_);
    return {};
  });
}

void Scenario::sent(const Person& person, const std::string& token, std::string_view bytes) {
  history_.passed(person, token, world_.clock.now(), bytes);
  if (!bytes.starts_with(R"({"type":"inbox")")) return;
  const auto frame = boost::json::parse(bytes).as_object();
  const auto& row = frame.at("data").at("conversation").as_object();
  (void)disk_.reader()->read([&](View& view) -> Result<void> {
    history_.hinted(view, {row.at("id").as_int64(),
                           row.at("last_seq").as_int64(),
                           row.at("staff_last_seq").as_int64(),
                           row.at("version").as_int64(),
                           {}});
    return {};
  });
}

// The operator stops the server, puts the backup in place and starts it again. That takes longer
// than anything stays under way: what the old server has said arrives before.
void Scenario::restore() {
  world_.trace([] { return std::string("a backup is restored"); });
  restoring_ = true;
  crash();
  world_.after(Duration(20'000), [this] {
    bring_back();
    restoring_ = false;
    start_server();
  });
}

void Scenario::bring_back() {
  network_.sighted("restored");
  disk_.restore();
  std::set<History::Intent> outboxes;
  for (const auto& client : clients_)
    client->outbox(outboxes);
  (void)disk_.reader()->read([&](View& view) -> Result<void> {
    history_.restored(view, conversations_, outboxes);
    std::int64_t newest = 0;
    for (const std::int64_t id : conversations_) {
      for (const Channel channel : {Channel::everyone, Channel::staff}) {
        MessageFilter all;
        all.conversation_id = {id};
        all.channel = channel;
        all.limit = 1'000'000;
        for (const Message& message : view.messages(all))
          newest = std::max(newest, message.id.value);
      }
    }
    for (const auto& client : clients_)
      client->forget_messages_after(newest);
    return {};
  });
}

void Scenario::crash() {
  if (!server_) return;
  world_.trace([] { return std::string("the server's power is cut"); });
  ++crashes_;
  network_.sighted("power cut");
  server_->count(sightings_);
  network_.lead_to(nullptr);
  server_.reset();
  if (restoring_) return;
  world_.after(Duration(world_.between(50, 4000)), [this] {
    world_.trace([] { return std::string("the server starts"); });
    start_server();
  });
}

// SIGTERM: everybody is told to come again, commits in flight finish, the process ends.
void Scenario::drain() {
  if (!server_ || !server_->ready()) return;
  world_.trace([] { return std::string("the server drains"); });
  server_->drain([this] {
    network_.sighted("drained");
    crash_in_ = 0;
  });
}

void Scenario::watch() {
  if (server_) {
    const std::string overflow = server_->overflow();
    if (!overflow.empty()) history_.wrong("too long: " + overflow);
  }
  const bool exits = server_ && server_->failed_to_start();
  if (exits || (crash_in_ >= 0 && crash_in_-- == 0)) crash();
}

Verdict Scenario::run() {
  set_up();
  start_server();
  world_.after_each = [this] { watch(); };
  for (const auto& client : clients_)
    client->open_tab();
  world_.run(Duration(world_.between(0, 1500)));
  for (int i = 0; i < options_.steps; ++i)
    step();
  heal();
  check();
  if (server_) server_->count(sightings_);
  return {history_.wrongs(),
          history_.said_count(),
          history_.acknowledgements(),
          history_.deliveries(),
          crashes_,
          world_.happened(),
          sightings_};
}

std::int64_t Scenario::some_conversation(const Client& client) {
  const std::vector<std::int64_t>& its = client.person().conversations;
  return its[world_.random.below(its.size())];
}

void Scenario::step() {
  act(some_client());
  break_something();
  // Often at once, so that acts meet; sometimes long enough for a time-out.
  const std::uint64_t pace = world_.random.below(10);
  if (pace < 5) return world_.run(Duration(world_.between(0, 60)));
  if (pace < 9) return world_.run(Duration(world_.between(100, 1500)));
  world_.run(Duration(world_.between(3000, 15'000)));
}

void Scenario::act(Client& client) {
  if (!client.tab_open()) return;
  const std::int64_t conversation = some_conversation(client);
  const std::uint64_t what = world_.random.below(20);
  if (what < 11) return client.say(conversation, client.person().staff && world_.chance(350));
  if (what < 13) return client.edit();
  if (what < 14) return client.remove();
  if (what < 16) return client.set_status(conversation);
  if (what < 18) return client.read(conversation);
  client.type(conversation);
}

void Scenario::break_something() {
  Client& client = some_client();
  if (world_.chance(faults_.switches)) client.change_transport();
  if (world_.chance(faults_.reloads)) {
    client.close_tab();
    client.open_tab();
  }
  if (world_.chance(faults_.closed_tabs)) {
    client.close_tab();
    world_.after(Duration(world_.between(2000, 30'000)), [&client] { client.open_tab(); });
  }
  break_line();
  if (crash_in_ < 0 && world_.chance(faults_.crashes)) {
    crash_in_ = static_cast<int>(world_.between(0, 60));
  }
  if (crash_in_ < 0 && world_.chance(faults_.drains)) drain();
  if (faults_.restores > 0 && !restoring_ && world_.chance(200)) disk_.back_up();
  if (server_ && disk_.backed_up() && world_.chance(faults_.restores)) restore();
  if (world_.chance(faults_.sign_outs)) client.sign_out();
  if (!disk_.full() && world_.chance(faults_.full_disk)) {
    world_.trace([] { return std::string("the disk is full"); });
    disk_.fill(true);
    world_.after(Duration(world_.between(200, 5000)), [this] { disk_.fill(false); });
  }
  if (world_.chance(faults_.clock_jumps)) {
    world_.clock.jump_wall(Duration(world_.between(-3'600'000, 3'600'000)));
  }
}

void Scenario::break_line() {
  const auto lines = network_.lines();
  if (lines.empty()) return;
  Line& line = *lines[world_.random.below(lines.size())];
  if (world_.chance(faults_.cuts)) line.cut();
  if (world_.chance(faults_.stalls)) line.stall(Duration(world_.between(500, 8000)));
  if (!world_.chance(faults_.half_open)) return;
  if (world_.chance(700)) line.kill_down();
  if (world_.chance(400)) line.kill_up();
}

// Everybody is cut off at once and comes back while people go on talking.
void Scenario::storm() {
  for (const auto& line : network_.lines()) {
    if (line->held_by_client()) line->cut();
  }
  for (int i = 0; i < 4; ++i) {
    Client& client = some_client();
    world_.run(Duration(world_.between(0, 400)));
    client.say(some_conversation(client), client.person().staff && world_.chance(500));
  }
}

// No more faults; what is broken already must be found and repaired by the rules.
void Scenario::heal() {
  world_.trace([] { return std::string("-- everything heals --"); });
  faults_ = {};
  crash_in_ = -1;
  disk_.fill(false);
  for (const auto& client : clients_)
    client->open_tab();
  // Half-open connections are found by silence only: 60 s on the server, 30 s on the client.
  world_.run(Duration(75'000));
  disk_.settle();
  settle(Duration(120'000));
  // From here on nothing may take longer than a round trip or two.
  storm();
  world_.run(options_.small_queues ? kRepaired : kPrompt);
  disk_.settle();
}

bool Scenario::settle(Duration most) {
  const Instant end = world_.clock.now() + most;
  std::string why_not;
  while (world_.clock.now() < end) {
    bool calm = true;
    for (const auto& client : clients_)
      calm = client->calm(why_not) && calm;
    if (calm) return true;
    world_.run(Duration(2'000));
  }
  return false;
}

void Scenario::check() {
  world_.trace([] { return std::string("-- the checker looks --"); });
  std::string why_not;
  for (const auto& client : clients_) {
    if (!client->calm(why_not)) history_.wrong("after everything has healed, " + why_not);
  }
  (void)disk_.reader()->read([this](View& view) -> Result<void> {
    history_.finish(view, conversations_);
    for (const auto& client : clients_) {
      if (client->rows() != nullptr && !options_.small_queues) {
        history_.shows(view, client->device(), *client->rows());
      }
    }
    return {};
  });
  const auto bound = static_cast<std::size_t>(limits_.slow_queue_bytes) + 2048;
  if (network_.longest_queue > bound) history_.wrong("a connection's queue was too long");
  if (!server_) return history_.wrong("the server is not up");
  world_.run(Duration(limits_.presence_linger_ms + 1000));
  check_presence();
}

void Scenario::check_presence() {
  std::size_t lines = 0;
  for (const auto& line : network_.lines()) {
    if (line->held_by_server() != line->held_by_client()) {
      history_.wrong("one end of a connection believes that it lives: " + line->state());
    }
    if (line->held_by_server()) ++lines;
  }
  if (server_->clients() < lines) history_.wrong("the server has lost count of its connections");
  for (const std::int64_t id : conversations_) {
    bool visitor = false;
    std::map<std::int64_t, bool> agents;
    for (const auto& client : clients_) {
      const Person& person = client->person();
      if (person.conversations.front() != id && !person.staff) continue;
      const bool present = client->link() != nullptr && client->link()->present();
      if (person.staff) agents[person.id] = agents[person.id] || present;
      if (!person.staff) visitor = visitor || present;
    }
    const api::Presence& presence = server_->api().presence();
    if (presence.visitor_online({id}) != visitor) {
      history_.wrong("the visitor of conversation " + std::to_string(id) + " is " +
                     (visitor ? "there" : "gone") + ", presence says otherwise");
    }
    const auto frame = boost::json::parse(presence.frame({id})).as_object();
    for (const auto& agent : frame.at("data").at("agents").as_array()) {
      const auto found = agents.find(agent.at("id").as_int64());
      if (found == agents.end() || !found->second) history_.wrong("an agent is present and gone");
      if (found != agents.end()) agents.erase(found);
    }
    for (const auto& [agent, present] : agents) {
      if (present) history_.wrong("an agent is connected and not present");
    }
  }
}

Verdict run_seed(const Options& options) {
  Scenario scenario(options);
  return scenario.run();
}

}  // namespace walkie::sim
