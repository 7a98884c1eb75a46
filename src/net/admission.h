// Admission: limits how many connections are open, for one address (base/address_key.h) and in all,
// and chooses the connections to close when there are too many (docs/decisions/0087).
//
// A connection is pending until it has sent one whole request. Then it is busy or idle in turns, or
// live (a WebSocket or a stream). When an address or the server is full, the connection that has
// been idle longest is closed for the new one. A pending connection is not closed for others before
// AdmissionLimits::pending_time is over.
//
// The last slots of the server are a reserve: for short requests, and for protected connections
// (those of staff, see Slot::protect). When the reserve is full too, the address with the most
// pending connections in it loses one to an address that has fewer (docs/decisions/0145).
//
// A new connection at a full server costs a number of steps that does not grow with the addresses
// or the connections (docs/decisions/0177): both are kept in order, and few of them are checked.
//
// Owner: Server. admit runs on the acceptor's loop. A Slot is used on its connection's loop and may
// be destroyed on any thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "net/forwarded.h"
#include "net/server_limits.h"

namespace walkie::net {

class Loop;
class TcpConnection;

class Admission {
 private:
  struct Address;
  struct Candidate;
  // The queue of an address in which a slot waits to be closed for another one.
  enum class Queue : std::uint8_t { pending_in_reserve, pending, served, none };

 public:
  explicit Admission(const AdmissionLimits& limits);
  ~Admission();
  Admission(const Admission&) = delete;

  // An address or a CIDR block that stands for many clients: not limited by address. Call it before
  // the first admit. False: not an address or a block.
  bool exempt(std::string_view block) { return exempt_.add(block); }

  enum class State : std::uint8_t { pending, busy, idle, live, closing };

  // The right of one connection to be open. Given back when it is destroyed.
  class Slot {
   public:
    Slot(Admission& owner, Address& address, std::uint64_t number, Instant now)
        : owner_(owner), address_(address), number_(number), since_(now.ms) {}
    ~Slot() { owner_.leave(*this); }
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;

    // From now on TcpConnection::close_if_idle may be called, on `loop`.
    void attach(Loop& loop, std::weak_ptr<TcpConnection> connection);
    void detach();           // close_if_idle is not called any more; forgets the connection
    void tls_done();         // the TLS handshake is done
    void busy();             // a whole request has arrived
    void idle(Instant now);  // its answer is made
    void live();             // it carries a WebSocket or a stream from now on
    void live_ended();       // the stream has ended; the connection may take another request
    void keep(Instant now);  // it was chosen to be closed, and is not idle any more
    // The connection is not closed for others. `holder`: whose credential it sends, opaque, not 0;
    // kProtectedPerHolder connections of each holder are protected.
    void protect(std::uint64_t holder);

    // It has a slot of the reserve and is not protected: it must close after its answer.
    bool in_reserve() const { return in_reserve_ && holder_ == 0; }
    State state() const { return state_.load(std::memory_order_relaxed); }

   private:
    friend class Admission;
    Admission& owner_;
    Address& address_;
    const std::uint64_t number_;  // in the order of arrival
    std::atomic<State> state_{State::pending};
    std::atomic<std::int64_t> since_{0};
    Loop* loop_ = nullptr;  // this and the members below: with the owner's mutex held
    std::weak_ptr<TcpConnection> connection_;
    Queue queue_ = Queue::none;
    std::int64_t queued_since_ = 0;
    std::uint64_t holder_ = 0;
    bool pending_ = true;
    bool handshaking_ = false;
    bool counted_ = true;  // in address_.http
    bool present_ = true;  // in the total
    bool in_reserve_ = false;
  };

  // Null: refused; answer 503. `secure`: the client will speak TLS.
  std::shared_ptr<Slot> admit(const std::string& address, bool secure, Instant now);

  std::size_t total() const;  // connections that are open and were not asked to close
  std::uint64_t made_room() const { return made_room_.load(std::memory_order_relaxed); }
  std::size_t addresses() const;  // kept in memory
  // Addresses and connections that were checked to make room. For tests.
  std::uint64_t checks() const { return checks_.load(std::memory_order_relaxed); }

 private:
  using Sizes = std::set<std::pair<std::size_t, Address*>, std::greater<>>;  // the largest first
  static constexpr std::size_t kMostClosed = 16;          // for one new connection, server full
  static constexpr std::size_t kMostChecked = 64;         // of one address, for one new connection
  static constexpr std::size_t kProtectedPerHolder = 24;  // HTTP connections of one credential

  Address& address_of(const std::string& text, Instant now);
  bool may_enter(Address& address, bool secure, Instant now);
  std::size_t make_room(Address& address, std::size_t most, Instant now);
  Slot* first_candidate(Address& address, Instant now);
  bool may_be_closed(const Slot& slot, Instant now) const;
  void queue_up(Slot& slot);
  void queue_up(Slot& slot, Queue queue, std::int64_t since);
  void count(Sizes& sizes, std::size_t Address::*size, Address& address, int by);
  void uncount(Slot& slot);
  void make_room_anywhere(Instant now);
  void make_room_in_reserve(const Address& for_address);
  void ask_to_close(Slot& slot);
  void leave(Slot& slot);
  void forget_addresses(Instant now);
  void end_pending(Slot& slot);
  void end_handshake(Slot& slot);

  const AdmissionLimits limits_;
  TrustedProxies exempt_;
  mutable std::mutex mutex_;  // taken when a connection opens, closes or changes its state
  std::unordered_map<std::string, std::unique_ptr<Address>> addresses_;
  Sizes by_http_;     // addresses that have HTTP connections
  Sizes by_pending_;  // addresses, not exempt, that have pending connections in the reserve
  std::unordered_map<std::uint64_t, std::size_t> holders_;
  std::uint64_t arrivals_ = 0;
  std::size_t total_ = 0;
  std::size_t sweep_at_ = 1024;
  std::atomic<std::uint64_t> made_room_{0};
  std::atomic<std::uint64_t> checks_{0};
};

}  // namespace walkie::net
