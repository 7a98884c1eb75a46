#include "api/census.h"

#include <utility>

namespace walkie::api {

Census::Place& Census::Place::operator=(Place&& other) noexcept {
  if (this == &other) return *this;
  give_back();
  census_ = std::exchange(other.census_, nullptr);
  key_ = other.key_;
  return *this;
}

void Census::Place::give_back() {
  if (census_ != nullptr) census_->leave(key_);
  census_ = nullptr;
}

Result<std::shared_ptr<Census::Place>> Census::enter(const Principal& principal) {
  const std::int64_t limit =
      principal.staff() ? limits_.connections_per_agent : limits_.connections_per_visitor;
  const auto key =
      (static_cast<std::uint64_t>(principal.kind) << 56) | static_cast<std::uint64_t>(principal.id);
  const std::scoped_lock lock(mutex_);
  std::int64_t& count = counts_[key];
  if (limit > 0 && count >= limit) {
    return Error{.code = Code::too_many,
                 .reason = "too_many_connections",
                 .detail = "At most " + std::to_string(limit) + " connections at once.",
                 .retry_after_s = 10};
  }
  ++count;
  return std::make_shared<Place>(*this, key);
}

void Census::leave(std::uint64_t key) {
  const std::scoped_lock lock(mutex_);
  const auto found = counts_.find(key);
  if (found != counts_.end() && --found->second <= 0) counts_.erase(found);
}

}  // namespace walkie::api
