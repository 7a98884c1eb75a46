#include "tests/simulation/client.h"

#include <algorithm>
#include <utility>

namespace walkie::sim {
namespace {

using boost::json::object;
using boost::json::value;

constexpr Duration kRequestTime(8'000);

std::int64_t integer(const object& in, std::string_view name) {
  const value* found = in.if_contains(name);
  return found != nullptr && found->is_int64() ? found->as_int64() : 0;
}

std::string text_of(const object& in, std::string_view name) {
  const value* found = in.if_contains(name);
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

bool staff_log(const object& frame) { return text_of(frame, "channel") == "staff"; }

LogEvent event_from(const object& frame) {
  LogEvent event;
  event.seq = integer(frame, "seq");
  event.type = text_of(frame, "type");
  if (event.type == "conversation_update") return event;
  const object& message = frame.at("data").as_object();
  event.message_id = integer(message, "id");
  event.client_id = text_of(message, "client_id");
  event.content = text_of(message, "content");
  event.by_staff = message.at("sender_is_agent").as_bool();
  event.sender_id = integer(message, "sender_id");
  return event;
}

object parsed(const std::string& body) { return boost::json::parse(body).as_object(); }

std::string number(std::int64_t value) { return std::to_string(value); }

}  // namespace

Client::Client(World& world, Network& network, History& history, const Options& options,
               Person& person, std::string device)
    : world_(world),
      network_(network),
      history_(history),
      options_(options),
      person_(person),
      device_(std::move(device)) {}

Link* Client::link() { return page_ == nullptr ? nullptr : page_->link.get(); }

void Client::open_tab() {
  if (page_ || leaving_) return;
  world_.trace([&] { return device_ + " opens"; });
  page_ = std::make_shared<Page>();
  for (const std::int64_t id : person_.conversations) {
    for (const bool staff : {false, true}) {
      if (staff && !person_.staff) continue;
      auto log = std::make_unique<Followed>();
      log->name = {id, staff};
      Track::Hooks hooks;
      hooks.deliver = [this, at = log.get()](const LogEvent& event) { on_event(*at, event); };
      hooks.fetch = [this, at = log.get()] { fetch(*at); };
      const bool careless = options_.planted == Planted::ignored_gaps;
      log->track = std::make_unique<Track>(world_, careless, std::move(hooks));
      page_->logs.push_back(std::move(log));
    }
  }
  Link::Hooks hooks;
  for (const auto& log : page_->logs)
    hooks.logs.push_back(log->name);
  hooks.cursor = [this](const Link::LogName& name) {
    return followed(name.conversation, name.staff)->track->last();
  };
  hooks.epoch = [this] {
    return options_.planted == Planted::forgotten_epoch ? std::string() : page_->epoch;
  };
  hooks.opened = [this] { on_open(); };
  hooks.frame = [this](const object& frame) { on_frame(frame); };
  hooks.lost = [this] {
    for (const auto& [id, done] : std::exchange(page_->awaited, {}))
      after(Duration(0), [done = done] { done({}); });
  };
  hooks.page = [this](const Link::LogName& name, const object& body) {
    on_page(*followed(name.conversation, name.staff), body);
  };
  hooks.get = [this](const std::string& target, Duration wait, const Network::Done& done) {
    ask({"GET", target, ""}, wait, done);
  };
  page_->link = std::make_unique<Link>(world_, network_, person_, std::move(hooks));
  for (const auto& log : page_->logs)
    load(*log);
  page_->link->connect();
  for (const std::int64_t id : person_.conversations)
    kick(id);
}

void Client::close_tab() {
  if (!page_) return;
  world_.trace([&] { return device_ + " is closed"; });
  for (const auto& log : page_->logs) {
    if (log->reading != nullptr) log->reading->current = false;
  }
  if (options_.planted == Planted::forgotten_outbox) storage_.clear();
  page_.reset();
}

void Client::after(Duration wait, std::function<void()> work) {
  world_.after(wait, [weak = std::weak_ptr(page_), work = std::move(work)] {
    if (const auto page = weak.lock()) work();
  });
}

void Client::ask(Ask ask, Duration wait, Network::Done done) {
  const auto open = std::make_shared<bool>(true);
  const auto once = [weak = std::weak_ptr(page_), open, done = std::move(done)](const Answer& got) {
    const auto page = weak.lock();
    if (page && std::exchange(*open, false)) done(got);
  };
  network_.ask(person_, ask, once);
  world_.after(wait, [once] { once({}); });
}

Client::Followed* Client::followed(std::int64_t conversation, bool staff) {
  for (const auto& log : page_->logs) {
    if (log->name.conversation == conversation && log->name.staff == staff) return log.get();
  }
  return nullptr;
}

// The newest page, and from where it ends the log is followed.
void Client::load(Followed& log) {
  log.track->forget();
  const int mine = ++log.loads;
  std::string target = "/messages?conversation_id=" + number(log.name.conversation) + "&limit=200";
  if (log.name.staff) target += "&channel=staff";
  ask({"GET", target, ""}, kRequestTime, [this, &log, mine](const Answer& answer) {
    if (mine != log.loads) return;
    if (answer.status == 200) return show(log, parsed(answer.body));
    after(Duration(world_.between(500, 3000)), [this, &log, mine] {
      if (mine == log.loads) load(log);
    });
  });
}

void Client::show(Followed& log, const object& body) {
  Reading reading;
  reading.who = &person_;
  reading.reader = device_;
  reading.conversation = log.name.conversation;
  reading.staff_log = log.name.staff;
  reading.epoch = text_of(body, "epoch");
  reading.last = integer(body, "head_seq");
  for (const value& item : body.at("items").as_array()) {
    const object& message = item.as_object();
    reading.content[integer(message, "id")] = text_of(message, "content");
    std::erase_if(storage_, [&](const auto& entry) {
      return entry.second.client_id == text_of(message, "client_id");
    });
  }
  if (log.reading != nullptr) log.reading->current = false;
  log.reading = &history_.begin_reading(std::move(reading));
  page_->epoch = log.reading->epoch;
  world_.trace([&] {
    return device_ + " has loaded " + number(log.name.conversation) +
           (log.name.staff ? " (staff)" : "") + " up to " + number(log.reading->last);
  });
  // L4: of another epoch no cursor is worth anything.
  for (const auto& other : page_->logs) {
    const bool is_void = other->reading != nullptr && other->reading->epoch != page_->epoch;
    if (is_void && other->track->known()) load(*other);
  }
  log.track->restart(log.reading->last);
  page_->link->loaded(log.name.conversation);
}

void Client::fetch(Followed& log) {
  network_.sighted("gap fetched");
  std::string target = "/conversations/" + number(log.name.conversation) +
                       "/events?after=" + number(log.track->last()) + "&epoch=";
  if (options_.planted != Planted::forgotten_epoch) target += page_->epoch;
  if (log.name.staff) target += "&channel=staff";
  ask({"GET", target, ""}, kRequestTime, [this, &log, mine = log.loads](const Answer& answer) {
    if (mine != log.loads) return;
    if (answer.status != 200) return log.track->missed();
    on_page(log, parsed(answer.body));
    if (mine == log.loads) log.track->fetched();
  });
}

void Client::on_page(Followed& log, const object& body) {
  if (const value* reset = body.if_contains("reset"); reset != nullptr && reset->as_bool()) {
    world_.trace([&] { return device_ + " is reset by a page"; });
    network_.sighted("reset by a page");
    return load(log);
  }
  for (const value& event : body.at("events").as_array())
    log.track->offer(event_from(event.as_object()));
  log.track->saw(integer(body, "head_seq"));
}

void Client::on_event(Followed& log, const LogEvent& event) {
  world_.trace([&] {
    return device_ + " <- " + event.identity() + " seq " + number(event.seq) + " of " +
           number(log.name.conversation) + (log.name.staff ? " (staff)" : "");
  });
  history_.delivered(*log.reading, event);
  if (event.type != "new_message" || event.by_staff != person_.staff) return;
  if (event.sender_id != person_.id) return;
  seen(log.name.conversation, event.client_id.substr(event.client_id.find('~') + 1));
}

// L3, C7: the hints first, then the list.
void Client::on_open() {
  // Of a row that is answered for before its commit the server would wait for a hint for ever.
  if (!person_.staff || options_.planted == Planted::early_answer) return;
  ++row_loads_;
  page_->rows.clear();
  page_->link->send(R"({"type":"subscribe_inbox"})");
}

void Client::load_rows() {
  const int mine = ++row_loads_;
  ask({"GET", "/conversations?limit=100", ""}, kRequestTime, [this, mine](const Answer& answer) {
    if (mine != row_loads_) return;
    if (answer.status != 200) {
      after(Duration(world_.between(500, 3000)), [this, mine] {
        if (mine == row_loads_) load_rows();
      });
      return;
    }
    const object body = parsed(answer.body);
    for (const value& row : body.at("items").as_array())
      take_row(row.as_object());
  });
}

void Client::take_row(const object& conversation) {
  Row& row = page_->rows[integer(conversation, "id")];
  const std::int64_t version = integer(conversation, "version");
  if (version < row.version) return;
  row = {integer(conversation, "id"), integer(conversation, "last_seq"),
         integer(conversation, "staff_last_seq"), version, text_of(conversation, "status")};
}

const std::map<std::int64_t, Row>* Client::rows() const {
  const bool hinted = page_ && person_.staff && page_->link->transport() == Transport::socket;
  return hinted && page_->link->open() ? &page_->rows : nullptr;
}

void Client::on_heads(const object& frame) {
  const object& data = frame.at("data").as_object();
  for (const auto& log : page_->logs) {
    const value* heads = data.if_contains(log->name.staff ? "staff_heads" : "heads");
    if (heads == nullptr || !heads->is_object()) continue;
    const object& known = heads->as_object();
    const std::string id = number(log->name.conversation);
    if (known.if_contains(id) != nullptr) {
      log->track->saw(integer(known, id));
    } else if (page_->link->transport() == Transport::socket && !log->name.staff) {
      page_->link->subscribe(log->name.conversation);  // it was lost on the way
    }
  }
}

void Client::on_frame(const object& frame) {
  const std::string type = text_of(frame, "type");
  if (type == "pong") return on_heads(frame);
  if (type == "ack" || type == "error") {
    const object& data = frame.at("data").as_object();
    const auto found = page_->awaited.find(text_of(data, "client_id"));
    if (found == page_->awaited.end()) return;
    const auto done = std::move(found->second);
    page_->awaited.erase(found);
    Sent sent;
    const value* created = data.if_contains("created");
    sent.status = type == "error" ? static_cast<int>(integer(data, "status"))
                  : created != nullptr && created->as_bool() ? 201
                                                             : 200;
    sent.wait_ms = integer(data, "retry_after_ms");
    sent.moved = text_of(data, "code") == "conversation_moved";
    sent.head_seq = integer(data, "head_seq");
    if (type == "ack") sent.message = data.at("message").as_object();
    return done(sent);
  }
  if (type == "inbox_subscribed") return load_rows();
  if (type == "inbox") return take_row(frame.at("data").at("conversation").as_object());
  const std::int64_t conversation = integer(frame, "conversation_id");
  Followed* log = conversation == 0 ? nullptr : followed(conversation, staff_log(frame));
  if (log == nullptr) return;
  if (frame.if_contains("seq") != nullptr) return log->track->offer(event_from(frame));
  const object& data = frame.at("data").as_object();
  if (type == "subscribed" || type == "synced") {
    log->track->saw(integer(data, "head_seq"));
    Followed* notes = followed(conversation, true);
    if (notes != nullptr) notes->track->saw(integer(data, "staff_head_seq"));
  } else if (type == "reset") {
    network_.sighted("reset by a frame");
    world_.trace([&] { return device_ + " is reset: " + boost::json::serialize(frame); });
    load(*log);
  } else if (type == "read") {
    const object& reader = data.at("reader").as_object();
    history_.position(conversation, text_of(reader, "type") != "visitor", integer(reader, "id"),
                      integer(data, "read_seq"));
  }
}

}  // namespace walkie::sim
