#include "tests/simulation/history.h"

#include <algorithm>
#include <charconv>

namespace walkie::sim {
namespace {

std::string name_of(const std::pair<std::int64_t, bool>& log) {
  return "conversation " + std::to_string(log.first) + (log.second ? " (staff log)" : "");
}

std::string number(std::int64_t value) { return std::to_string(value); }

Channel channel_of(bool staff) { return staff ? Channel::staff : Channel::everyone; }

}  // namespace

std::pair<std::string, int> intent_of(std::string_view content) {
  if (content.starts_with(kNoteMark)) content.remove_prefix(std::string_view(kNoteMark).size());
  content = content.substr(0, content.find('|'));
  const std::size_t dash = content.find('-');
  if (dash == std::string_view::npos) return {};
  int number = 0;
  std::from_chars(content.data() + dash + 1, content.data() + content.size(), number);
  return {std::string(content.substr(0, dash)), number};
}

void History::wrong(std::string what) {
  if (wrongs_.size() < 20) wrongs_.push_back(std::move(what));
}

void History::said(const std::string& device, int number, std::int64_t conversation, bool note) {
  said_[{device, number}] = {conversation, note};
}

void History::acknowledged(const Acknowledgement& now) {
  const auto [found, first] = acknowledged_.try_emplace({now.device, now.number}, now);
  const Acknowledgement& then = found->second;
  if (!first && (then.message_id != now.message_id || then.seq != now.seq)) {
    wrong("a retry of " + now.device + "-" + number(now.number) + " got message " +
          number(now.message_id) + ", the first answer was " + number(then.message_id));
  }
  if (now.head_seq < now.seq) wrong("head_seq " + number(now.head_seq) + " is below its own seq");
}

void History::changed(std::int64_t conversation, bool note, std::int64_t message_id, Seq seq,
                      const std::string& type) {
  changes_.push_back({{conversation, note}, message_id, seq, type});
}

void History::updated(std::int64_t conversation, Seq head_seq) {
  Seq& head = updated_heads_[conversation];
  head = std::max(head, head_seq);
}

void History::position(std::int64_t conversation, bool staff, std::int64_t reader, Seq read_seq) {
  Seq& told = told_positions_[{conversation, staff, reader}];
  told = std::max(told, read_seq);
}

void History::delivered(Reading& reading, const LogEvent& event) {
  ++deliveries_;
  if (event.seq != reading.last + 1) {
    wrong(reading.reader + " was given seq " + number(event.seq) + " after " +
          number(reading.last) + " of " + name_of({reading.conversation, reading.staff_log}));
  }
  reading.last = event.seq;
  reading.seen[event.seq] = event.identity();
  if (event.message_id != 0) reading.content[event.message_id] = event.content;
}

void History::passed(const Person& person, const std::string& token, Instant now,
                     std::string_view bytes) {
  const auto out = signed_out_.find(token);
  if (out != signed_out_.end() && now - out->second > Duration(1000)) {
    wrong(person.name +
          " was sent something after signing out: " + std::string(bytes.substr(0, 200)));
  }
  if (person.staff) return;
  if (bytes.find(kNoteMark) != std::string_view::npos ||
      bytes.find("\"channel\":\"staff\"") != std::string_view::npos) {
    wrong("a note was sent to visitor " + person.name + ": " + std::string(bytes.substr(0, 200)));
  }
}

void History::hinted(View& view, const Row& row) {
  const std::optional<Conversation> there = view.conversation({row.conversation});
  if (!there || row.last_seq > there->last_seq || row.staff_last_seq > there->staff_last_seq ||
      row.version > there->version_for_staff()) {
    wrong("a hint of conversation " + number(row.conversation) + " is ahead of what is committed");
  }
}

void History::shows(View& view, const std::string& reader,
                    const std::map<std::int64_t, Row>& rows) {
  for (const auto& [id, row] : rows) {
    const std::optional<Conversation> there = view.conversation({id});
    if (there && row.last_seq == there->last_seq && row.staff_last_seq == there->staff_last_seq &&
        row.version == there->version_for_staff() && row.status == to_string(there->status)) {
      continue;
    }
    wrong(reader + "'s list shows another row of conversation " + number(id));
  }
}

void History::restored(View& view, const std::vector<std::int64_t>& conversations,
                       const std::set<Intent>& outboxes) {
  std::set<Intent> there;
  std::map<LogKey, Seq> heads;
  for (const std::int64_t id : conversations) {
    for (const bool staff : {false, true}) {
      heads[{id, staff}] = view.conversation({id})->head(channel_of(staff));
      MessageFilter all;
      all.conversation_id = {id};
      all.channel = channel_of(staff);
      all.limit = 1'000'000;
      for (const Message& message : view.messages(all))
        there.insert(intent_of(message.content));
    }
    updated_heads_[id] = std::min(updated_heads_[id], heads[{id, false}]);
  }
  // Of what was deleted only its acknowledgement knows what it was.
  std::erase_if(acknowledged_, [&](const auto& entry) {
    const std::optional<Message> message = view.message({entry.second.message_id});
    if (message) there.insert(entry.first);
    return !message;
  });
  std::erase_if(said_, [&](const auto& entry) {
    return !there.contains(entry.first) && !outboxes.contains(entry.first);
  });
  std::erase_if(changes_, [&](const Change& change) { return change.seq > heads[change.log]; });
  for (auto& [key, told] : told_positions_) {
    const auto [id, staff, reader] = key;
    const auto kind = staff ? PrincipalKind::agent : PrincipalKind::visitor;
    const std::optional<Position> at = view.position({id}, kind, reader);
    told = std::min(told, at ? at->read_seq : 0);
  }
  durable_heads_.clear();
  durable_positions_.clear();
  signed_out_.clear();
}

void History::look(View& view, const std::vector<std::int64_t>& conversations) {
  for (const std::int64_t id : conversations) {
    const std::optional<Conversation> row = view.conversation({id});
    if (!row) {
      wrong("conversation " + number(id) + " is gone");
      continue;
    }
    for (const bool staff : {false, true}) {
      Seq& head = durable_heads_[{id, staff}];
      const Seq now = row->head(channel_of(staff));
      if (now < head) wrong("the durable head went back in " + name_of({id, staff}));
      head = std::max(head, now);
    }
    if (updated_heads_[id] > row->last_seq)
      wrong("an answered update of a conversation is missing");
    for (const Position& at : view.positions({id})) {
      Seq& durable = durable_positions_[{id, at.reader_kind, at.reader_id}];
      if (at.read_seq < durable) wrong("a read position went back in conversation " + number(id));
      if (at.read_seq > row->last_seq) wrong("a read position is ahead of its log");
      durable = std::max(durable, at.read_seq);
    }
  }
  for (const auto& [intent, answer] : acknowledged_) {
    const std::optional<Message> message = view.message({answer.message_id});
    const bool there = message && message->seq == answer.seq &&
                       message->conversation_id.value == answer.conversation;
    if (!there) {
      wrong("acknowledged and missing: " + intent.first + "-" + number(intent.second) +
            ", message " + number(answer.message_id) + " seq " + number(answer.seq));
    } else if (!message->deleted_at && intent_of(message->content) != intent) {
      wrong("message " + number(answer.message_id) + " is not what was acknowledged");
    }
  }
}

void History::finish(View& view, const std::vector<std::int64_t>& conversations) {
  look(view, conversations);
  for (const std::int64_t id : conversations) {
    const std::optional<Conversation> row = view.conversation({id});
    if (!row) continue;
    check_log(view, {id, false}, row->last_seq);
    check_log(view, {id, true}, row->staff_last_seq);
  }
  for (const auto& [key, read_seq] : told_positions_) {
    const auto [id, staff, reader] = key;
    const auto kind = staff ? PrincipalKind::agent : PrincipalKind::visitor;
    const std::optional<Position> at = view.position({id}, kind, reader);
    if ((at ? at->read_seq : 0) < read_seq) wrong("a read position that was told is not durable");
  }
}

void History::check_log(View& view, const LogKey& key, Seq head) {
  std::map<Seq, std::string> log;
  Seq expected = 0;
  for (const Event& event : view.events({key.first}, channel_of(key.second), 0, 1'000'000)) {
    if (event.seq != ++expected) {
      wrong("seq " + number(event.seq) + " follows " + number(expected - 1) + " in " +
            name_of(key));
      expected = event.seq;
    }
    log[event.seq] = std::string(to_string(event.type)) + " " + number(event.message.id.value);
  }
  if (expected != head) wrong("the log ends before its head in " + name_of(key));
  for (const Change& change : changes_) {
    if (change.log != key) continue;
    // At that seq, or before it: a repeat finds that the work is done.
    const std::string what = change.type + " " + number(change.message_id);
    const bool there = std::any_of(log.begin(), log.end(), [&](const auto& entry) {
      return entry.first <= change.seq && entry.second == what;
    });
    if (!there) wrong("an answered " + what + " is missing in " + name_of(key));
  }
  std::map<std::int64_t, std::string> content;
  MessageFilter all;
  all.conversation_id = {key.first};
  all.channel = channel_of(key.second);
  all.limit = 1'000'000;
  for (const Message& message : view.messages(all))
    content[message.id.value] = message.content;
  check_messages(view, key);
  check_readings(view, key, head, log, content);
}

// Every intent exactly once, and those of one device in the order in which they were said (S6).
void History::check_messages(View& view, const LogKey& key) {
  MessageFilter all;
  all.conversation_id = {key.first};
  all.channel = channel_of(key.second);
  all.limit = 1'000'000;
  std::map<Intent, int> times;
  std::map<std::string, int> newest;
  std::size_t deleted = 0;
  for (const Message& message : view.messages(all)) {
    if (message.deleted_at) {
      ++deleted;
      continue;
    }
    const Intent intent = intent_of(message.content);
    if (++times[intent] == 2) {
      wrong(intent.first + "-" + number(intent.second) + " is twice in " + name_of(key));
    }
    int& last = newest[intent.first];
    if (intent.second < last) wrong("messages of " + intent.first + " have changed their order");
    last = std::max(last, intent.second);
  }
  std::size_t said = 0;
  for (const auto& [intent, log] : said_) {
    if (log == key) ++said;
  }
  if (times.size() + deleted != said) {
    wrong(number(static_cast<std::int64_t>(said)) + " messages were said and " +
          number(static_cast<std::int64_t>(times.size() + deleted)) + " are in " + name_of(key));
  }
}

void History::check_readings(View& view, const LogKey& key, Seq head,
                             const std::map<Seq, std::string>& log,
                             const std::map<std::int64_t, std::string>& content) {
  for (const Reading& reading : readings_) {
    if (LogKey{reading.conversation, reading.staff_log} != key) continue;
    if (reading.epoch != view.epoch()) {
      if (reading.current) wrong(reading.reader + " was not reset by a restore in " + name_of(key));
      continue;
    }
    for (const auto& [seq, what] : reading.seen) {
      const auto found = log.find(seq);
      if (found != log.end() && found->second == what) continue;
      wrong(reading.reader + " has seen '" + what + "' at seq " + number(seq) + ", the log has '" +
            (found == log.end() ? "nothing" : found->second) + "'");
    }
    if (!reading.current) continue;
    if (reading.last != head) {
      wrong(reading.reader + " ends at seq " + number(reading.last) + " of " + number(head) +
            " in " + name_of(key));
    } else if (reading.content != content) {
      wrong(reading.reader + " shows other messages than the store has in " + name_of(key));
    }
  }
}

}  // namespace walkie::sim
