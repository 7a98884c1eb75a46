#include "wire/bodies.h"

#include <vector>

#include "wire/noun_json.h"

namespace walkie::wire {
namespace {

// Parses and reads a body. Error: the first one that was found.
template <class Body, class Read>
Result<Body> parse_body(std::string_view json, const Read& read) {
  const Result<boost::json::object> object = parse_object(json, "body");
  if (!object) return object.error();
  Fields fields(*object);
  Body body = read(fields);
  if (fields.error()) return *fields.error();
  return body;
}

// The error of a request that sets no tracked field.
template <class Noun>
void fail_without_any(Fields& fields) {
  std::vector<std::string_view> names;
  each_field<Noun>([&](const auto& field) {
    if (field.is(tracked)) names.push_back(field.name);
  });
  std::string detail = "The body must have at least one of these fields: ";
  for (const std::string_view name : names)
    detail += (name == names.front() ? "" : ", ") + std::string(name);
  fields.fail("missing_field", names.front(), detail + ".");
}

}  // namespace

PostMessageBody read_post_message(Fields& fields) {
  PostMessageBody body;
  body.conversation_id = fields.id<ConversationId>("conversation_id", Need::required);
  body.content = fields.text("content", Need::required);
  body.client_id = fields.text("client_id", Need::optional);
  if (fields.has("client_id") && body.client_id.empty()) {
    fields.fail("bad_client_id", "client_id",
                "'client_id' must not be empty. Leave the field out instead.");
  }
  body.sender_is_agent = fields.boolean("sender_is_agent");
  if (fields.has("channel")) {
    const std::string channel = fields.text("channel", Need::optional);
    if (channel != "staff" && channel != "everyone") {
      fields.fail("bad_value", "channel", "'channel' must be everyone or staff.");
    }
    body.channel = channel == "staff" ? Channel::staff : Channel::everyone;
  }
  if (fields.has("content_type")) body.content_type = fields.text("content_type", Need::optional);
  body.expected_head_seq = fields.integer("expected_head_seq", Need::optional, 0);
  body.take = fields.boolean("take").value_or(false);
  return body;
}

Result<CreateVisitorBody> parse_create_visitor(std::string_view json) {
  return parse_body<CreateVisitorBody>(json, [](Fields& fields) {
    CreateVisitorBody body;
    body.inbox_id = fields.id<InboxId>("inbox_id", Need::optional);
    body.name = fields.text("name", Need::optional);
    body.email = fields.text("email", Need::optional);
    return body;
  });
}

Result<OpenConversationBody> parse_open_conversation(std::string_view json) {
  return parse_body<OpenConversationBody>(json, [](Fields& fields) {
    OpenConversationBody body;
    body.inbox_id = fields.id<InboxId>("inbox_id", Need::optional);
    body.visitor_id = fields.id<VisitorId>("visitor_id", Need::optional);
    return body;
  });
}

Result<ChangeConversationBody> parse_change_conversation(std::string_view json) {
  return parse_body<ChangeConversationBody>(json, [](Fields& fields) {
    // null unassigns here, so it does not count as absent.
    ChangeConversationBody body = read_tracked<Conversation>(fields);
    if (body.empty()) fail_without_any<Conversation>(fields);
    return body;
  });
}

Result<PostMessageBody> parse_post_message(std::string_view json) {
  return parse_body<PostMessageBody>(json, read_post_message);
}

Result<EditMessageBody> parse_edit_message(std::string_view json) {
  return parse_body<EditMessageBody>(json, [](Fields& fields) {
    return EditMessageBody{.content = fields.text("content", Need::required)};
  });
}

Result<MarkReadBody> parse_mark_read(std::string_view json) {
  return parse_body<MarkReadBody>(json, [](Fields& fields) {
    return MarkReadBody{.seq = fields.integer("seq", Need::required, 0).value_or(0)};
  });
}

Result<SignInBody> parse_sign_in(std::string_view json) {
  return parse_body<SignInBody>(json, [](Fields& fields) {
    SignInBody body;
    body.email = fields.text("email", Need::required);
    body.password = fields.text("password", Need::required);
    return body;
  });
}

Result<SetUpBody> parse_set_up(std::string_view json) {
  return parse_body<SetUpBody>(json, [](Fields& fields) {
    SetUpBody body;
    body.token = fields.text("token", Need::required);
    body.email = fields.text("email", Need::required);
    body.name = fields.text("name", Need::required);
    body.password = fields.text("password", Need::required);
    return body;
  });
}

}  // namespace walkie::wire
