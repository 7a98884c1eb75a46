// KnownCredentials: the principals behind the tokens that were used recently, so that only the
// first request waits for a reader thread.
//
// Nothing stays longer than Limits::session_touch_s; a revocation removes what it concerns before
// the sign-out is answered. Only good credentials are kept, at most Limits::known_credentials: a
// stranger cannot fill it with guesses. Any thread.
#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "actions/authenticate.h"
#include "base/clock.h"

namespace walkie {

class KnownCredentials {
 public:
  KnownCredentials(const Clock& clock, const Limits& limits) : clock_(clock), limits_(limits) {}

  std::optional<actions::Authenticated> find(const std::string& token_hash);

  // Take a generation before reading the store, and give it to keep() with what was found. If a
  // revocation came in between, what was read may be out of date and is not kept. A listener that
  // joins a channel and then finds the same generation has not missed a revocation there.
  std::uint64_t generation() const;
  void keep(std::uint64_t generation, std::string token_hash,
            const actions::Authenticated& authenticated);

  // Its session was used now, and that is being written.
  void touched(const std::string& token_hash);

  void forget(const actions::Revocation& revocation);

 private:
  struct Known {
    actions::Authenticated authenticated;
    Instant until;
  };

  const Clock& clock_;
  const Limits& limits_;
  std::mutex mutex_;
  mutable std::atomic<std::uint64_t> generation_{0};  // changed with the mutex held
  std::unordered_map<std::string, Known> known_;
};

}  // namespace walkie
