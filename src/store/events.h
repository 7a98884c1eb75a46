// The store's port for events: the entries of the two logs of a conversation. Rules of
// transactions, threads and failure: store/store.h.
#pragma once

#include <vector>

#include "chat/event.h"

namespace walkie {

class EventReads {
 public:
  virtual ~EventReads() = default;
  // Events with after < seq, ascending, at most `limit`; messages in them have their current state.
  virtual std::vector<Event> events(ConversationId conversation, Channel channel, Seq after,
                                    int limit) = 0;
  // conversation_update events with after < seq < before, ascending; the newest `limit` of them.
  virtual std::vector<Event> updates(ConversationId id, Seq after, Seq before, int limit) = 0;
};

class EventWrites {
 public:
  virtual ~EventWrites() = default;
  // Every event but new_message, which add_message adds. event.seq comes from next_seq.
  virtual void add_event(const Event& event) = 0;
};

}  // namespace walkie
