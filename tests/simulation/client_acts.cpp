// What a client does on behalf of its user: the outbox (S6), changes, positions.
#include <algorithm>
#include <utility>

#include "tests/simulation/client.h"

namespace walkie::sim {
namespace {

constexpr Duration kSendTime(8'000);

bool passes(int status) { return status == 0 || status == 429 || status >= 500; }

std::string number(std::int64_t value) { return std::to_string(value); }

}  // namespace

std::string Client::new_client_id() { return device_ + "." + number(++ids_); }

void Client::say(std::int64_t conversation, bool note) {
  if (!page_ || leaving_) return;
  Entry entry;
  entry.number = ++said_;
  entry.client_id = new_client_id();
  entry.conversation = conversation;
  entry.note = note;
  entry.content = (note ? kNoteMark : "") + device_ + "-" + number(entry.number) + "|";
  // Long ones, so that queues fill.
  entry.content.append(static_cast<std::size_t>(world_.between(0, 600)), '.');
  const Followed& log = *followed(conversation, false);
  if (person_.staff && !note && log.track->known() && world_.chance(300)) {
    entry.expected_head_seq = log.track->last();
  }
  history_.said(device_, entry.number, conversation, note);
  world_.trace([&] { return device_ + " says " + entry.content.substr(0, 20); });
  storage_.emplace(entry.number, std::move(entry));
  kick(conversation);
}

// One in flight per conversation, in order, for as long as it takes.
void Client::kick(std::int64_t conversation) {
  Lane& lane = page_->lanes[conversation];
  if (lane.busy || lane.waiting) return;
  for (const auto& [number, entry] : storage_) {
    if (entry.conversation != conversation) continue;
    lane.busy = true;
    return send(Entry(entry));
  }
}

std::string Client::body_of(const Entry& entry) const {
  std::string body = R"("conversation_id":)" + number(entry.conversation) + R"(,"client_id":")" +
                     entry.client_id + R"(","content":")" + entry.content + '"';
  if (entry.note) body += R"(,"channel":"staff")";
  if (entry.expected_head_seq)
    body += R"(,"expected_head_seq":)" + number(*entry.expected_head_seq);
  return body + "}";
}

void Client::send(const Entry& entry) {
  world_.trace([&] { return device_ + " sends " + entry.client_id; });
  const auto open = std::make_shared<bool>(true);
  const auto done = [this, open, id = entry.number,
                     conversation = entry.conversation](const Sent& answer) {
    if (std::exchange(*open, false)) sent(id, conversation, answer);
  };
  const bool planted =
      options_.planted == Planted::no_dedupe || options_.planted == Planted::public_note;
  if (!planted && world_.chance(400) &&
      page_->link->send(R"({"type":"message",)" + body_of(entry))) {
    page_->awaited[entry.client_id] = done;
    return after(kSendTime, [done] { done({}); });
  }
  ask({"POST", "/messages", "{" + body_of(entry)}, kSendTime, [done](const Answer& answer) {
    Sent got;
    got.status = answer.status;
    got.wait_ms = answer.wait_ms;
    if (!answer.body.empty()) {
      got.message = boost::json::parse(answer.body).as_object();
      const auto* code = got.message.if_contains("code");
      got.moved = code != nullptr && code->as_string() == "conversation_moved";
      const auto* head = got.message.if_contains("head_seq");
      if (head != nullptr) got.head_seq = head->as_int64();
    }
    done(got);
  });
}

void Client::acknowledged(int number_said, const Sent& sent) {
  History::Acknowledgement ack;
  ack.device = device_;
  ack.number = number_said;
  ack.conversation = sent.message.at("conversation_id").as_int64();
  ack.note = sent.message.if_contains("channel") != nullptr;
  ack.message_id = sent.message.at("id").as_int64();
  ack.seq = sent.message.at("seq").as_int64();
  ack.head_seq = sent.head_seq;
  world_.trace([&] {
    return device_ + "-" + number(number_said) + " is acknowledged as message " +
           number(ack.message_id) + " seq " + number(ack.seq);
  });
  history_.acknowledged(ack);
  storage_.erase(number_said);
  page_->mine.push_back({ack.message_id, ack.conversation, ack.note,
                         (ack.note ? kNoteMark : "") + device_ + "-" + number(number_said) + "|"});
  Track& track = *followed(ack.conversation, ack.note)->track;
  if (options_.planted == Planted::cursor_by_ack) track.skip_to(ack.seq);
  track.saw(ack.head_seq);
}

void Client::sent(int number_said, std::int64_t conversation, const Sent& sent) {
  if (sent.status == 200) network_.sighted("message repeated");
  if (sent.moved) network_.sighted("message moved");
  if (sent.status == 429) network_.sighted("answered 429");
  if (sent.status == 503) network_.sighted("answered 503");
  if (sent.status == 507) network_.sighted("answered 507");
  Lane& lane = page_->lanes[conversation];
  lane.busy = false;
  const bool good = sent.status == 200 || sent.status == 201;
  if (good) acknowledged(number_said, sent);
  const auto found = storage_.find(number_said);
  // Gone: acknowledged, or the log has shown it meanwhile.
  if (found == storage_.end()) {
    lane.failures = 0;
    return kick(conversation);
  }
  Entry& entry = found->second;
  if (options_.planted == Planted::new_id_on_retry) entry.client_id = new_client_id();
  if (sent.moved) {
    entry.expected_head_seq.reset();  // "send anyway"
    return kick(conversation);
  }
  if (!passes(sent.status) && !(leaving_ && sent.status == 401)) {
    history_.wrong(device_ + "-" + number(number_said) + " was refused with " +
                   number(sent.status) + " " + boost::json::serialize(sent.message));
    storage_.erase(found);
    return kick(conversation);
  }
  ++lane.failures;
  lane.waiting = true;
  lane.told = sent.wait_ms > 0;
  const std::int64_t most = std::min<std::int64_t>(20'000, 500 << std::min(lane.failures, 6));
  after(Duration(std::max(sent.wait_ms, 500 + world_.between(0, most))),
        [this, conversation, mine = ++lane.waits] {
          Lane& then = page_->lanes[conversation];
          if (then.waits != mine) return;
          then.waiting = false;
          kick(conversation);
        });
}

// The log shows it: it is on disk, whatever became of the answer, and what follows need not wait.
void Client::seen(std::int64_t conversation, std::string_view client_id) {
  const std::size_t gone = std::erase_if(
      storage_, [&](const auto& entry) { return entry.second.client_id == client_id; });
  Lane& lane = page_->lanes[conversation];
  if (gone == 0 || lane.told) return;
  lane.waiting = false;
  ++lane.waits;
  kick(conversation);
}

void Client::edit() {
  if (!page_ || page_->mine.empty()) return;
  const Mine mine = page_->mine[world_.random.below(page_->mine.size())];
  const std::string text = mine.content + "edited " + number(world_.between(1, 99));
  ask({"PATCH", "/messages/" + number(mine.id), R"({"content":")" + text + R"("})"}, kSendTime,
      [this, mine](const Answer& answer) {
        if (answer.status != 200) return;
        const auto body = boost::json::parse(answer.body).as_object();
        history_.changed(mine.conversation, mine.note, mine.id, body.at("head_seq").as_int64(),
                         "message_edited");
      });
}

void Client::remove() {
  if (!page_ || page_->mine.empty()) return;
  const Mine mine = page_->mine[world_.random.below(page_->mine.size())];
  ask({"DELETE", "/messages/" + number(mine.id), ""}, kSendTime,
      [this, mine](const Answer& answer) {
        if (answer.status != 200) return;
        history_.updated(mine.note ? 0 : mine.conversation,
                         boost::json::parse(answer.body).as_object().at("head_seq").as_int64());
      });
}

void Client::set_status(std::int64_t conversation) {
  if (!page_ || !person_.staff) return;
  const char* const statuses[] = {"open", "pending", "snoozed", "resolved"};
  ask({"PATCH", "/conversations/" + number(conversation),
       std::string(R"({"status":")") + statuses[world_.random.below(4)] + R"("})"},
      kSendTime, [this, conversation](const Answer& answer) {
        if (answer.status != 200) return;
        const auto body = boost::json::parse(answer.body).as_object();
        history_.updated(conversation, body.at("head_seq").as_int64());
      });
}

void Client::read(std::int64_t conversation) {
  if (!page_) return;
  const Seq seq = followed(conversation, false)->track->last();
  if (seq <= 0) return;
  const std::string at = R"("seq":)" + number(seq) + "}";
  if (world_.chance(600) &&
      page_->link->send(R"({"type":"read","conversation_id":)" + number(conversation) + "," + at)) {
    return;
  }
  ask({"POST", "/conversations/" + number(conversation) + "/read", "{" + at}, kSendTime,
      [this, conversation](const Answer& answer) {
        if (answer.status != 200) return;
        const auto body = boost::json::parse(answer.body).as_object();
        history_.position(conversation, person_.staff, person_.id, body.at("read_seq").as_int64());
      });
}

void Client::type(std::int64_t conversation) {
  if (!page_) return;
  page_->link->send(R"({"type":"typing","text":"abc","conversation_id":)" + number(conversation) +
                    "}");
}

void Client::change_transport() {
  if (page_) page_->link->change_to(static_cast<Transport>(world_.random.below(3)));
}

void Client::sign_out() {
  if (!page_ || !person_.staff || leaving_ || person_.tokens.empty()) return;
  world_.trace([&] { return device_ + " signs out"; });
  network_.sighted("signed out");
  leaving_ = true;
  ask({"DELETE", "/sessions/current", ""}, kSendTime, [](const Answer&) {});
  // Whatever became of it: the page goes a little later, and its lines with it.
  world_.after(Duration(world_.between(1500, 9000)), [this] {
    close_tab();
    person_.token = person_.tokens.back();
    person_.tokens.pop_back();
    leaving_ = false;
    world_.after(Duration(world_.between(0, 2000)), [this] { open_tab(); });
  });
}

void Client::forget_messages_after(std::int64_t id) {
  if (page_) std::erase_if(page_->mine, [id](const Mine& mine) { return mine.id > id; });
}

void Client::outbox(std::set<History::Intent>& intents) const {
  for (const auto& [number, entry] : storage_)
    intents.emplace(device_, number);
}

bool Client::calm(std::string& why_not) const {
  if (!page_) return why_not = device_ + " is closed", false;
  if (!storage_.empty()) {
    return why_not = device_ + " still has " + number(static_cast<std::int64_t>(storage_.size())) +
                     " to send",
           false;
  }
  if (!page_->link->open()) return why_not = device_ + " is not connected", false;
  for (const auto& log : page_->logs) {
    if (!log->track->complete()) return why_not = device_ + " is behind", false;
  }
  return true;
}

}  // namespace walkie::sim
