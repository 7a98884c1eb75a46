// ClientState: whether the client of a request still waits for its answer. The loop of its
// connection writes it; any thread may read it. Work for a client that is gone can be skipped.
#pragma once

#include <atomic>
#include <cstdint>

namespace walkie {

class ClientState {
 public:
  enum class Where : std::uint8_t {
    here,
    // It has finished sending. It may have closed its socket, or it may still read. TCP shows the
    // difference only after something was written.
    half_closed,
    gone,
  };

  Where where() const { return where_.load(std::memory_order_relaxed); }
  bool gone() const { return where() == Where::gone; }
  void now(Where where) { where_.store(where, std::memory_order_relaxed); }

 private:
  std::atomic<Where> where_{Where::here};
};

}  // namespace walkie
