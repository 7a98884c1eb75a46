#include "wire/answers.h"

#include <utility>

#include "wire/frames_out.h"
#include "wire/json_writer.h"

namespace walkie::wire {
namespace {

// {"items":[…],"next":…  without the closing brace.
template <class Items, class Append>
std::string open_list(const Items& items, const Append& append) {
  std::string out = "{\"items\":[";
  bool first = true;
  for (const auto& item : items) {
    if (!first) out += ',';
    first = false;
    append(out, item);
  }
  out += "],\"next\":";
  return out;
}

// next: empty: there is none.
std::string close_list(std::string list, std::string_view next) {
  if (next.empty()) return std::move(list) + "null}";
  append_quoted(list, next);
  list += '}';
  return list;
}

}  // namespace

std::string message_answer(const Message& message) {
  std::string out;
  out.reserve(400 + message.content.size());
  append_message(out, message);
  return out;
}

std::string message_answer(const Message& message, Seq head_seq) {
  std::string out;
  out.reserve(420 + message.content.size());
  append_message(out, message, head_seq);
  return out;
}

std::string message_answer(std::string_view new_message_frame, Seq head_seq) {
  // …,"data":{the message}}. No text of users comes before "data".
  constexpr std::string_view data = ",\"data\":";
  const std::size_t begin = new_message_frame.find(data) + data.size();
  const std::string_view message =
      new_message_frame.substr(begin, new_message_frame.size() - begin - 2);
  std::string out;
  out.reserve(message.size() + 40);
  out += message;
  out += ",\"head_seq\":";
  append_integer(out, head_seq);
  out += '}';
  return out;
}

std::string message_list(const std::vector<Message>& items, Seq next, Seq head_seq,
                         std::string_view epoch, const std::vector<Event>* updates) {
  std::string out = open_list(
      items, [](std::string& to, const Message& message) { append_message(to, message); });
  if (next == 0) {
    out += "null";
  } else {
    append_quoted(out, std::to_string(next));
  }
  out += ",\"head_seq\":";
  append_integer(out, head_seq);
  out += ",\"epoch\":";
  append_quoted(out, epoch);
  if (updates != nullptr) {
    out += ",\"updates\":[";
    for (const Event& event : *updates) {
      if (&event != &updates->front()) out += ',';
      out += update_item(event);
    }
    out += ']';
  }
  out += '}';
  return out;
}

std::string conversation_answer(const ConversationRow& row, RowKind kind) {
  std::string out;
  append_conversation(out, row, kind);
  return out;
}

std::string conversation_answer(const ConversationRow& row, RowKind kind, Seq head_seq) {
  std::string out;
  append_conversation(out, row, kind, head_seq);
  return out;
}

std::string conversation_list(const std::vector<ConversationRow>& items, RowKind kind,
                              std::string_view next) {
  return close_list(
      open_list(items, [kind](std::string& to,
                              const ConversationRow& row) { append_conversation(to, row, kind); }),
      next);
}

std::string conversation_counts(std::int64_t mine, std::int64_t unassigned, std::int64_t all) {
  std::string out;
  JsonWriter json(out);
  json.open('{').member("mine", mine).member("unassigned", unassigned).member("all", all);
  json.close('}');
  return out;
}

std::string read_answer(const Position& position, Seq head_seq) {
  std::string out;
  JsonWriter json(out);
  json.open('{').member("conversation_id", position.conversation_id.value);
  json.member("read_seq", position.read_seq).member("received_seq", position.received_seq);
  json.member("head_seq", head_seq).close('}');
  return out;
}

std::string event_page(std::string_view epoch, Seq head_seq,
                       const std::vector<SharedBytes>& events) {
  std::size_t bytes = 128;
  for (const SharedBytes& event : events)
    bytes += event.size() + 1;
  std::string out;
  out.reserve(bytes);
  JsonWriter json(out);
  json.open('{').member("epoch", epoch).member("head_seq", head_seq).key("events").open('[');
  for (const SharedBytes& event : events)
    json.raw(event.view());
  json.close(']').close('}');
  return out;
}

std::string event_reset(std::string_view epoch, Seq head_seq) {
  std::string out;
  JsonWriter json(out);
  json.open('{').member("epoch", epoch).member("head_seq", head_seq).member("reset", true);
  json.key("events").raw("[]").close('}');
  return out;
}

std::string visitor_answer(const Visitor& visitor, std::string_view token) {
  std::string out = "{\"visitor\":";
  append_visitor(out, visitor);
  out += ",\"token\":";
  append_quoted(out, token);
  out += '}';
  return out;
}

std::string signed_in_answer(const Agent& agent) {
  std::string out = "{\"agent\":";
  append_agent(out, agent, true);
  out += '}';
  return out;
}

std::string setup_answer(bool is_set_up) {
  return is_set_up ? "{\"set_up\":true}" : "{\"set_up\":false}";
}

std::string agent_list(const std::vector<Agent>& agents, std::string_view next) {
  return close_list(
      open_list(agents, [](std::string& to, const Agent& agent) { append_agent(to, agent, true); }),
      next);
}

std::string inbox_list(const std::vector<Inbox>& inboxes, bool with_origins,
                       std::string_view next) {
  return close_list(open_list(inboxes,
                              [with_origins](std::string& to, const Inbox& inbox) {
                                append_inbox(to, inbox, with_origins);
                              }),
                    next);
}

std::string me_answer(const Principal& me, std::string_view email,
                      const std::vector<Inbox>& inboxes) {
  std::string out;
  JsonWriter json(out);
  json.open('{').member("type", to_string(me.kind)).member("id", me.id).member("name", me.name);
  if (!email.empty()) json.member("email", email);
  if (me.kind == PrincipalKind::agent) {
    json.member("role", me.role == Role::admin ? "admin" : "agent");
  }
  json.text_or_null("avatar_url", me.avatar_url).key("inboxes").open('[');
  for (const Inbox& inbox : inboxes) {
    json.open('{').member("id", inbox.id.value).member("name", inbox.name).close('}');
  }
  json.close(']').close('}');
  return out;
}

std::string readiness(bool ready, const std::map<std::string, std::string>& checks) {
  std::string out;
  JsonWriter json(out);
  json.open('{').member("ready", ready).key("checks").open('{');
  for (const auto& [name, state] : checks)
    json.member(name, state);
  json.close('}').close('}');
  return out;
}

std::string head_conflict_members(Seq head_seq, const std::vector<Message>& came) {
  std::string out = ",\"head_seq\":";
  append_integer(out, head_seq);
  out += ",\"messages\":[";
  for (std::size_t at = 0; at < came.size(); ++at) {
    if (at > 0) out += ',';
    append_message(out, came[at]);
  }
  out += ']';
  return out;
}

}  // namespace walkie::wire
