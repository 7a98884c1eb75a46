// Lists a page of messages, in ascending order of seq. Without after_seq: the newest page before
// before_seq; with it: the oldest page after it. A page ends early, with `more`, when its text
// reaches answer_bytes. The encoder may shorten it further (keep).
#pragma once

#include <optional>

#include "actions/action.h"

namespace walkie::actions {

struct MessagePage {
  std::vector<Message> items;
  bool more = false;  // there is another page in this direction
  Seq next = 0;       // its cursor when `more`: before_seq, or after_seq when that was given
  Seq head_seq = 0;   // of the channel
  std::vector<Event> updates;  // conversation_update events between the messages, when asked
  std::string epoch;
  bool newest_first = true;  // which end of `items` keep() cuts

  // Keeps the first `count` (at least 1) in this direction; the others are on the next page.
  void keep(std::size_t count);
  Seq last_seq() const;  // of the last item in this direction; items must not be empty
};

struct ListMessages {
  using Answer = MessagePage;
  ConversationId conversation_id;
  Channel channel = Channel::everyone;
  std::optional<Seq> before_seq;
  std::optional<Seq> after_seq;
  int limit = 0;  // 0: the default page
  bool updates = false;
  Result<Answer> run(const Context& context, View& store) const;
};

struct GetMessage {
  using Answer = Message;
  MessageId message_id;
  Result<Answer> run(const Context& context, View& store) const;
};

}  // namespace walkie::actions
