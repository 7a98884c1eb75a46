// The store's port for visitors. Rules of transactions, threads and failure: store/store.h.
#pragma once

#include <optional>

#include "chat/people.h"

namespace walkie {

class VisitorReads {
 public:
  virtual ~VisitorReads() = default;
  virtual std::optional<Visitor> visitor(VisitorId id) = 0;
};

class VisitorWrites {
 public:
  virtual ~VisitorWrites() = default;
  virtual VisitorId add_visitor(const Visitor& visitor) = 0;
  virtual void save_visitor(const Visitor& visitor) = 0;
};

}  // namespace walkie
