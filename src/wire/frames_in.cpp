#include "wire/frames_in.h"

#include "wire/fields.h"

namespace walkie::wire {
namespace {

ConversationId conversation(Fields& fields) {
  return fields.id<ConversationId>("conversation_id", Need::required);
}

SubscribeFrame read_subscribe(Fields& fields) {
  SubscribeFrame frame;
  frame.conversation_id = conversation(fields);
  frame.since = fields.integer("since", Need::optional, 0);
  frame.staff_since = fields.integer("staff_since", Need::optional, 0);
  frame.epoch = fields.text("epoch", Need::optional);
  return frame;
}

TypingFrame read_typing(Fields& fields) {
  TypingFrame frame;
  frame.conversation_id = conversation(fields);
  frame.text = fields.text("text", Need::optional);
  frame.stopped = fields.boolean("stopped").value_or(false);
  return frame;
}

template <class Frame>
Frame read_position(Fields& fields) {
  Frame frame;
  frame.conversation_id = conversation(fields);
  frame.seq = fields.integer("seq", Need::required, 0).value_or(0);
  return frame;
}

ClientFrame read(const std::string& type, Fields& fields) {
  if (type == "message") return MessageFrame{read_post_message(fields)};
  if (type == "ping") return PingFrame{};
  if (type == "typing") return read_typing(fields);
  if (type == "read") return read_position<ReadFrame>(fields);
  if (type == "received") return read_position<ReceivedFrame>(fields);
  if (type == "subscribe") return read_subscribe(fields);
  if (type == "unsubscribe") return UnsubscribeFrame{conversation(fields)};
  if (type == "subscribe_inbox") return SubscribeInboxFrame{};
  return UnknownFrame{type};
}

}  // namespace

Result<ClientFrame> parse_frame(std::string_view json, FrameSubject& subject) {
  const Result<boost::json::object> object = parse_object(json, "frame");
  if (!object) return object.error();
  const boost::json::value* data = object->if_contains("data");
  const bool has_inner = data != nullptr && data->is_object();
  const boost::json::object* inner = has_inner ? &data->get_object() : nullptr;

  // The ids are read separately, so that an error in another field does not hide them.
  Fields about(*object, inner);
  subject.client_id = about.text("client_id", Need::optional);
  subject.conversation_id = about.id<ConversationId>("conversation_id", Need::optional);

  Fields fields(*object, inner);
  const std::string type = fields.text("type", Need::required);
  ClientFrame frame = fields.error() ? ClientFrame(PingFrame{}) : read(type, fields);
  if (fields.error()) return *fields.error();
  return frame;
}

}  // namespace walkie::wire
