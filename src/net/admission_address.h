// What Admission keeps of one address. Only the sources of Admission include it.
#pragma once

#include <array>
#include <compare>
#include <set>

#include "base/token_bucket.h"
#include "net/admission.h"

namespace walkie::net {

struct Admission::Candidate {
  // Since when the slot was idle when it was queued. It may have sent a request since then. It is
  // queued again when it is checked.
  std::int64_t since;
  std::uint64_t number;
  Slot* slot;
  std::strong_ordering operator<=>(const Candidate& other) const {
    return std::pair(since, number) <=> std::pair(other.since, other.number);
  }
  bool operator==(const Candidate& other) const {
    return since == other.since && number == other.number;
  }
};

struct Admission::Address {
  using Candidates = std::set<Candidate>;

  std::string key;  // empty: exempt
  std::size_t pending = 0;
  std::size_t pending_in_reserve = 0;
  std::size_t handshaking = 0;
  std::size_t http = 0;  // not live
  TokenBucket handshakes;
  std::size_t slots = 0;
  std::array<Candidates, 3> queues;  // by Queue; the longest idle one first
};

}  // namespace walkie::net
