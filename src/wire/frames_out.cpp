#include "wire/frames_out.h"

#include "wire/errors.h"
#include "wire/noun_json.h"
#include "wire/rows.h"

namespace walkie::wire {
namespace {

// {"type":"…","conversation_id":N  without the closing brace.
std::string open_frame(std::string_view type, ConversationId id, std::size_t expected) {
  std::string out;
  out.reserve(expected);
  out += "{\"type\":\"";
  out += type;
  out += "\",\"conversation_id\":";
  append_integer(out, id.value);
  return out;
}

void write_change(std::string& out, const Event& event) {
  static const ConversationChange none;
  const ConversationChange& change = event.change ? *event.change : none;
  const bool everyone = event.channel == Channel::everyone;
  JsonWriter json(out);
  json.open('{').member("status", to_string(change.status));
  json.integer_or_null("assignee_id", change.assignee_id.value);
  json.text_or_null("assignee_name", change.assignee_name);
  json.key("actor").open('{').member("type", to_string(change.actor_kind));
  json.member("id", change.actor_id).member("name", change.actor_name).close('}');
  if (!change.changed.empty()) {
    json.key("changed").open('{');
    change.changed.seen_by(everyone ? Audience::everyone : Audience::staff)
        .each([&json](const auto& field, const auto& value) { write_member(json, field, value); });
    json.close('}');
  }
  json.key("cause").open('{').member("kind", to_string(change.cause.kind));
  json.integer_or_null("id", change.cause.id).close('}').close('}');
}

// epoch: empty: not said.
std::string heads_frame(std::string_view type, ConversationId id, std::string_view epoch,
                        Seq head_seq, std::optional<Seq> staff_head_seq) {
  std::string out = open_frame(type, id, 128);
  out += ",\"data\":";
  JsonWriter json(out);
  json.open('{');
  if (!epoch.empty()) json.member("epoch", epoch);
  json.member("head_seq", head_seq);
  if (staff_head_seq) json.member("staff_head_seq", *staff_head_seq);
  json.close('}');
  out += '}';
  return out;
}

void write_heads(JsonWriter& json, std::string_view name, const Heads& heads) {
  json.key(name).open('{');
  for (const auto& [id, seq] : heads)
    json.member(std::to_string(id.value), seq);
  json.close('}');
}

void write_person(JsonWriter& json, std::string_view name, const Principal& person) {
  json.key(name).open('{').member("type", to_string(person.kind)).member("id", person.id);
  json.member("name", person.name).close('}');
}

}  // namespace

std::string event_frame(const Event& event) {
  std::string out =
      open_frame(to_string(event.type), event.conversation_id, 512 + event.message.content.size());
  if (event.channel == Channel::staff) out += ",\"channel\":\"staff\"";
  out += ",\"seq\":";
  append_integer(out, event.seq);
  out += ",\"data\":";
  if (event.type == EventType::conversation_update) {
    write_change(out, event);
  } else {
    append_message(out, event.message);
  }
  out += '}';
  return out;
}

std::string update_item(const Event& event) {
  std::string out = open_frame(to_string(event.type), event.conversation_id, 256);
  out += ",\"seq\":";
  append_integer(out, event.seq);
  out += ",\"created_at\":";
  append_time(out, event.created_at);
  out += ",\"data\":";
  write_change(out, event);
  out += '}';
  return out;
}

std::string ready_frame(const Ready& ready, const Principal& me) {
  std::string out;
  out.reserve(384);
  JsonWriter json(out);
  json.open('{').member("type", "ready").key("data").open('{');
  json.member("connection_id", ready.connection_id.value);
  json.member("server_time", ready.server_time).member("epoch", ready.epoch);
  json.member("ping_interval_ms", ready.ping_interval_ms);
  json.member("ping_timeout_ms", ready.ping_timeout_ms);
  json.key("limits").open('{').member("frame_bytes", ready.frame_bytes);
  json.member("content_bytes", ready.content_bytes);
  json.member("subscriptions", ready.subscriptions);
  json.member("typing_text_bytes", ready.typing_text_bytes).close('}');
  write_person(json, "me", me);
  json.close('}').close('}');
  return out;
}

std::string subscribed_frame(ConversationId id, std::string_view epoch, Seq head_seq,
                             std::optional<Seq> staff_head_seq) {
  return heads_frame("subscribed", id, epoch, head_seq, staff_head_seq);
}

std::string synced_frame(ConversationId id, Seq head_seq, std::optional<Seq> staff_head_seq) {
  return heads_frame("synced", id, {}, head_seq, staff_head_seq);
}

std::string reset_frame(ConversationId id, Channel channel, std::string_view epoch, Seq head_seq,
                        std::string_view reason) {
  std::string out = open_frame("reset", id, 160);
  if (channel == Channel::staff) out += ",\"channel\":\"staff\"";
  out += ",\"data\":";
  JsonWriter json(out);
  json.open('{').member("epoch", epoch).member("head_seq", head_seq).member("reason", reason);
  json.close('}');
  out += '}';
  return out;
}

std::string read_frame(const Position& position) {
  std::string out = open_frame("read", position.conversation_id, 144);
  out += ",\"data\":";
  JsonWriter json(out);
  json.open('{').key("reader").open('{');
  json.member("type", to_string(static_cast<PrincipalKind>(position.reader_kind)));
  json.member("id", position.reader_id).close('}').member("read_seq", position.read_seq);
  json.member("received_seq", position.received_seq).close('}');
  out += '}';
  return out;
}

std::string typing_frame(ConversationId id, const Principal& sender, std::string_view text,
                         std::int64_t expires_in_ms) {
  std::string out = open_frame("typing", id, 160 + text.size());
  out += ",\"data\":";
  JsonWriter json(out);
  json.open('{');
  write_person(json, "sender", sender);
  if (!text.empty()) json.member("text", text);
  json.member("expires_in_ms", expires_in_ms).close('}');
  out += '}';
  return out;
}

std::string presence_frame(ConversationId id, bool visitor_online,
                           const std::vector<PresentAgent>& agents) {
  std::string out = open_frame("presence", id, 128);
  out += ",\"data\":";
  JsonWriter json(out);
  json.open('{').member("visitor", visitor_online ? "online" : "offline");
  json.key("agents").open('[');
  for (const PresentAgent& agent : agents) {
    json.open('{').member("id", agent.id.value).member("name", agent.name).close('}');
  }
  json.close(']').close('}');
  out += '}';
  return out;
}

std::string inbox_subscribed_frame() { return R"({"type":"inbox_subscribed"})"; }

std::string inbox_frame(const ConversationRow& row) {
  std::string out = "{\"type\":\"inbox\",\"data\":{\"inbox_id\":";
  append_integer(out, row.conversation.inbox_id.value);
  out += ",\"conversation\":";
  append_conversation(out, row, RowKind::hint);
  out += "}}";
  return out;
}

std::string ack_frame(const Message& message, Seq head_seq, bool created) {
  std::string out;
  out.reserve(512 + message.content.size());
  JsonWriter json(out);
  json.open('{').member("type", "ack").key("data").open('{');
  json.member("client_id", message.client_id).key("message");
  append_message(out, message);
  out += ",\"head_seq\":";
  append_integer(out, head_seq);
  out += created ? ",\"created\":true}}" : ",\"created\":false}}";
  return out;
}

std::string error_frame(const Error& error, std::string_view client_id, ConversationId id,
                        std::string_view members) {
  const ErrorRow& row = error_row(error.code);
  std::string out;
  JsonWriter json(out);
  json.open('{').member("type", "error").key("data").open('{');
  json.member("code", error.reason.empty() ? row.reason : std::string_view(error.reason));
  json.member("status", row.status);
  json.member("detail", error.detail.empty() ? row.title : std::string_view(error.detail));
  if (!error.field.empty()) json.member("field", error.field);
  if (!client_id.empty()) json.member("client_id", client_id);
  if (id) json.member("conversation_id", id.value);
  if (error.retry_after_s > 0)
    json.member("retry_after_ms", std::int64_t{error.retry_after_s} * 1000);
  out += members;
  json.close('}').close('}');
  return out;
}

std::string pong_frame(const Heads& heads, const std::optional<Heads>& staff_heads) {
  std::string out;
  JsonWriter json(out);
  json.open('{').member("type", "pong").key("data").open('{');
  write_heads(json, "heads", heads);
  if (staff_heads) write_heads(json, "staff_heads", *staff_heads);
  json.close('}').close('}');
  return out;
}

std::string bye_frame(std::int64_t reconnect_in_ms, std::string_view reason) {
  std::string out;
  JsonWriter json(out);
  json.open('{').member("type", "bye").key("data").open('{');
  json.member("reconnect_in_ms", reconnect_in_ms).member("reason", reason).close('}').close('}');
  return out;
}

}  // namespace walkie::wire
