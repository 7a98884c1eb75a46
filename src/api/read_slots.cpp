#include "api/read_slots.h"

#include <utility>

#include "base/address_key.h"
#include "base/assert.h"

namespace walkie::api {
namespace {

// Reading a credential is short and has no answer, and after a restart a whole office reconnects at
// once. So an address may have this many times as many of them in flight.
constexpr std::int64_t kUnknownShare = 16;

Error too_many_reads(std::int64_t limit, std::string_view whose) {
  return {.code = Code::too_many,
          .reason = "too_many_reads",
          .detail = "One " + std::string(whose) + " may have at most " + std::to_string(limit) +
                    " reads in flight. Receive the earlier answers first.",
          .retry_after_s = 1};
}

Error answers_not_taken() {
  return {.code = Code::unavailable,
          .reason = "busy",
          .detail =
              "The server holds too many answers that clients have not received yet. Try "
              "again in a second.",
          .retry_after_s = 1};
}

}  // namespace

ReadSlots::~ReadSlots() { WALKIE_ASSERT(counts_.empty() && bytes() == 0); }

ReadSlots::Slot::~Slot() {
  owner_.bytes_.fetch_sub(static_cast<std::int64_t>(bytes_), std::memory_order_relaxed);
  owner_.leave(principal_);
  owner_.leave(address_);
}

void ReadSlots::Slot::holds(std::size_t bytes) {
  bytes_ = bytes;
  owner_.bytes_.fetch_add(static_cast<std::int64_t>(bytes), std::memory_order_relaxed);
}

Result<std::shared_ptr<ReadSlots::Slot>> ReadSlots::enter(const Principal& principal,
                                                          const std::string& address) {
  if (bytes() >= limits_.answers_total_bytes) return answers_not_taken();
  const bool staff = principal.staff();
  const bool known = principal.kind != PrincipalKind::anonymous;
  const std::int64_t most = staff ? limits_.reads_per_agent : limits_.reads_per_visitor;
  std::string who, where;
  if (known && most > 0) {
    who =
        "p" + std::to_string(static_cast<int>(principal.kind)) + "." + std::to_string(principal.id);
  }
  if (!staff && limits_.reads_per_address > 0) {
    where = address_key(address);
    where = is_loopback_key(where) ? std::string() : (known ? "a" : "u") + where;
  }
  const std::int64_t most_there = limits_.reads_per_address * (known ? 1 : kUnknownShare);
  const std::scoped_lock lock(mutex_);
  const auto full = [this](const std::string& key, std::int64_t limit) {
    const auto found = counts_.find(key);
    return found != counts_.end() && found->second >= limit;
  };
  if (full(who, most)) return too_many_reads(most, staff ? "agent or key" : "visitor");
  if (full(where, most_there)) return too_many_reads(most_there, "address");
  if (!who.empty()) ++counts_[who];
  if (!where.empty()) ++counts_[where];
  return std::make_shared<Slot>(*this, std::move(who), std::move(where));
}

Result<std::shared_ptr<ReadSlots::Slot>> ReadSlots::enter_answer(std::shared_ptr<void> connection) {
  if (bytes() >= limits_.answers_total_bytes) return answers_not_taken();
  auto slot = std::make_shared<Slot>(*this, std::string(), std::string());
  slot->connection_ = std::move(connection);
  return slot;
}

void ReadSlots::leave(const std::string& key) {
  if (key.empty()) return;
  const std::scoped_lock lock(mutex_);
  const auto found = counts_.find(key);
  if (found != counts_.end() && --found->second <= 0) counts_.erase(found);
}

std::size_t ReadSlots::kept() const {
  const std::scoped_lock lock(mutex_);
  return counts_.size();
}

}  // namespace walkie::api
