#include "wire/rows.h"

#include "wire/json_writer.h"

namespace walkie::wire {
namespace {

void write_sender(JsonWriter& json, const Sender& sender) {
  json.key("sender").open('{').member("type", kind_text(sender.kind)).member("id", sender.id);
  json.member("name", sender.name).text_or_null("avatar_url", sender.avatar_url).close('}');
}

void write_time_or_null(JsonWriter& json, std::string_view name, std::optional<WallTime> time) {
  time.has_value() ? json.key(name).time(*time) : json.key(name).null();
}

void write_assignee(JsonWriter& json, const ConversationRow& row) {
  json.integer_or_null("assignee_id", row.conversation.assignee_id.value);
  if (!row.assignee) {
    json.key("assignee").null();
    return;
  }
  json.key("assignee").open('{').member("id", row.assignee->id.value);
  json.member("name", row.assignee->name);
  json.text_or_null("avatar_url", row.assignee->avatar_url).close('}');
}

void write_last_message(JsonWriter& json, const Conversation& conversation) {
  // last_seq counts every event. A deleted message has no preview and still has its time.
  const bool any = conversation.written();
  any ? json.member("last_message_at", conversation.last_message_at)
      : json.key("last_message_at").null();
  json.text_or_null("last_message", conversation.last_message);
  json.member("last_message_is_agent", conversation.last_message_from_agent);
}

}  // namespace

std::string_view kind_text(PrincipalKind kind) {
  switch (kind) {
    case PrincipalKind::visitor:
      return "visitor";
    case PrincipalKind::agent:
      return "agent";
    case PrincipalKind::bot:
      return "bot";
    case PrincipalKind::anonymous:
      return "anonymous";
  }
  return "anonymous";
}

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

void append_conversation(std::string& out, const ConversationRow& row, Reader reader,
                         std::optional<Seq> head_seq) {
  const Conversation& conversation = row.conversation;
  JsonWriter json(out);
  json.open('{').member("id", conversation.id.value);
  json.member("inbox_id", conversation.inbox_id.value);
  json.member("visitor_id", conversation.visitor_id.value);
  json.key("visitor").open('{').member("id", row.visitor.id.value);
  json.text_or_null("name", row.visitor.name).text_or_null("email", row.visitor.email);
  json.member("created_at", row.visitor.created_at).close('}');
  json.member("status", to_string(conversation.status));
  write_assignee(json, row);
  json.member("last_seq", conversation.last_seq);
  if (reader != Reader::visitor) json.member("staff_last_seq", conversation.staff_last_seq);
  json.member("version", reader == Reader::visitor ? conversation.version_for_visitor()
                                                   : conversation.version_for_staff());
  json.member("created_at", conversation.created_at);
  json.member("updated_at", conversation.updated_at);
  write_last_message(json, conversation);
  if (reader != Reader::hint) json.member("read_seq", row.read_seq).member("unread", row.unread);
  json.member("visitor_read_seq", row.visitor_read_seq);
  json.member("visitor_received_seq", row.visitor_received_seq);
  json.member("agent_read_seq", row.agent_read_seq);
  json.member("agent_received_seq", row.agent_received_seq);
  if (head_seq) json.member("head_seq", *head_seq);
  json.close('}');
}

void append_visitor(std::string& out, const Visitor& visitor) {
  JsonWriter json(out);
  json.open('{').member("id", visitor.id.value).member("inbox_id", visitor.inbox_id.value);
  json.text_or_null("name", visitor.name).text_or_null("email", visitor.email);
  json.member("created_at", visitor.created_at).close('}');
}

void append_agent(std::string& out, const Agent& agent, bool with_email) {
  JsonWriter json(out);
  json.open('{').member("id", agent.id.value).member("name", agent.name);
  if (with_email) json.member("email", agent.email);
  json.member("role", agent.role == Role::admin ? "admin" : "agent");
  json.text_or_null("avatar_url", agent.avatar_url).member("active", agent.active).close('}');
}

void append_inbox(std::string& out, const Inbox& inbox, bool with_origins) {
  JsonWriter json(out);
  json.open('{').member("id", inbox.id.value).member("name", inbox.name);
  if (with_origins) {
    json.key("allowed_origins").open('[');
    for (const std::string& origin : inbox.allowed_origins)
      json.text(origin);
    json.close(']');
  }
  json.close('}');
}

}  // namespace walkie::wire
