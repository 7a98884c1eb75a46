// The store's port for inboxes. Rules of transactions, threads and failure: store/store.h.
#pragma once

#include <optional>
#include <vector>

#include "chat/people.h"

namespace walkie {

class InboxReads {
 public:
  virtual ~InboxReads() = default;
  virtual std::optional<Inbox> inbox(InboxId id) = 0;
  virtual std::vector<Inbox> inboxes() = 0;  // by id
};

class InboxWrites {
 public:
  virtual ~InboxWrites() = default;
  virtual InboxId add_inbox(const Inbox& inbox) = 0;
  virtual void save_inbox(const Inbox& inbox) = 0;
};

}  // namespace walkie
