#include "wire/rows.h"

#include "wire/noun_json.h"

namespace walkie::wire {
namespace {

void write_sender(JsonWriter& json, const Sender& sender) {
  json.key("sender").open('{').member("type", to_string(sender.kind)).member("id", sender.id);
  json.member("name", sender.name).text_or_null("avatar_url", sender.avatar_url).close('}');
}

void write_time_or_null(JsonWriter& json, std::string_view name, std::optional<WallTime> time) {
  time.has_value() ? json.key(name).time(*time) : json.key(name).null();
}

void write_visitor(JsonWriter& json, const Visitor& visitor, Audience reader) {
  json.key("visitor").open('{');
  each_field<Visitor>([&](const auto& field) {
    if (field.name == "inbox_id") return;  // the conversation has it
    if (sees(reader, field.audience)) write_member(json, field, field.of(visitor));
  });
  json.close('}');
}

void write_assignee(JsonWriter& json, const std::optional<Agent>& assignee) {
  json.key("assignee");
  if (!assignee) {
    json.null();
    return;
  }
  json.open('{').member("id", assignee->id.value).member("name", assignee->name);
  json.text_or_null("avatar_url", assignee->avatar_url).close('}');
}

template <class Noun>
void append_noun(std::string& out, const Noun& noun, Audience reader) {
  JsonWriter json(out);
  json.open('{');
  write_members(json, noun, reader);
  json.close('}');
}

}  // namespace

void append_message(std::string& out, const Message& message, std::optional<Seq> head_seq) {
  JsonWriter json(out);
  json.open('{').member("id", message.id.value);
  json.member("conversation_id", message.conversation_id.value);
  if (message.channel == Channel::staff) json.member("channel", "staff");
  json.member("seq", message.seq).member("client_id", message.client_id);
  json.member("sender_id", message.sender.id).member("sender_is_agent", message.from_agent());
  write_sender(json, message.sender);
  json.member("content", message.content).member("content_type", message.content_type);
  json.key("attachments").raw("[]").member("created_at", message.created_at);
  write_time_or_null(json, "edited_at", message.edited_at);
  write_time_or_null(json, "deleted_at", message.deleted_at);
  if (head_seq) json.member("head_seq", *head_seq);
  json.close('}');
}

void append_conversation(std::string& out, const ConversationRow& row, RowKind kind,
                         std::optional<Seq> head_seq) {
  const Conversation& conversation = row.conversation;
  const bool to_visitor = kind == RowKind::visitor;
  const Audience audience = to_visitor ? Audience::everyone : Audience::staff;
  const std::int64_t version =
      to_visitor ? conversation.version_for_visitor() : conversation.version_for_staff();
  JsonWriter json(out);
  json.open('{');
  each_field<Conversation>([&](const auto& field) {
    if (!sees(audience, field.audience)) return;
    if (field.name == "created_at") json.member("version", version);
    // last_seq counts every event. A deleted message has no preview, but still a time.
    if (field.name == "last_message_at" && !conversation.written()) {
      json.key(field.name).null();
    } else {
      write_member(json, field, field.of(conversation));
    }
    // What a list shows with a field.
    if (field.name == "visitor_id") write_visitor(json, row.visitor, audience);
    if (field.name == "assignee_id") write_assignee(json, row.assignee);
  });
  if (kind != RowKind::hint) json.member("read_seq", row.read_seq).member("unread", row.unread);
  json.member("visitor_read_seq", row.visitor_read_seq);
  json.member("visitor_received_seq", row.visitor_received_seq);
  json.member("agent_read_seq", row.agent_read_seq);
  json.member("agent_received_seq", row.agent_received_seq);
  if (head_seq) json.member("head_seq", *head_seq);
  json.close('}');
}

void append_visitor(std::string& out, const Visitor& visitor) {
  append_noun(out, visitor, Audience::everyone);
}

void append_agent(std::string& out, const Agent& agent, bool with_email) {
  append_noun(out, agent, with_email ? Audience::staff : Audience::everyone);
}

void append_inbox(std::string& out, const Inbox& inbox, bool with_origins) {
  append_noun(out, inbox, with_origins ? Audience::admin : Audience::everyone);
}

}  // namespace walkie::wire
