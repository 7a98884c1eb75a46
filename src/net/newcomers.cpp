#include "net/newcomers.h"

#include <utility>

namespace walkie::net {

Newcomers::Place::Place(Place&& other) noexcept
    : owner_(std::exchange(other.owner_, nullptr)), address_(std::move(other.address_)) {}

Newcomers::Place& Newcomers::Place::operator=(Place&& other) noexcept {
  if (this == &other) return *this;
  give_back();
  owner_ = std::exchange(other.owner_, nullptr);
  address_ = std::move(other.address_);
  return *this;
}

void Newcomers::Place::give_back() {
  if (auto* owner = std::exchange(owner_, nullptr)) owner->leave(address_);
}

std::optional<Newcomers::Place> Newcomers::admit(const std::string& address) {
  if (spared_.trusts(address)) return Place();
  std::scoped_lock lock(mutex_);
  std::size_t& now = now_[address];
  if (now >= most_) return std::nullopt;
  ++now;
  return Place(*this, address);
}

void Newcomers::leave(const std::string& address) {
  std::scoped_lock lock(mutex_);
  auto found = now_.find(address);
  if (found != now_.end() && --found->second == 0) now_.erase(found);
}

}  // namespace walkie::net
