// Admission: every open connection, counted by its client's address (base/address_key.h), and who
// must go when there are too many (docs/decisions/0087).
//
// A connection is a newcomer until it has sent one whole request, then busy or idle in turns, or
// live (a WebSocket or a stream). When an address or the server is full, the connection that is
// idle longest makes room. A newcomer makes room for nobody until AdmissionLimits::newcomer_time
// is over. The last places are a reserve: they are for short visits, and for connections that
// somebody vouches for. When the reserve is full too, an address that has several newcomers in it
// gives one of them up for an address that has fewer (docs/decisions/0145).
//
// Owner: Server. admit runs on the acceptor's loop; a Place is used on its connection's loop and
// may be dropped on any thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/token_bucket.h"
#include "net/forwarded.h"
#include "net/server_limits.h"

namespace walkie::net {

class Loop;
class TcpConnection;

class Admission {
 private:
  struct Address;

 public:
  explicit Admission(const AdmissionLimits& limits) : limits_(limits) {}
  Admission(const Admission&) = delete;

  // Addresses or blocks that stand for many clients: not limited by address. Before the first
  // admit. False: not an address or a block.
  bool spare(std::string_view block) { return spared_.add(block); }

  enum class State : std::uint8_t { newcomer, busy, idle, live, leaving };

  class Place {
   public:
    Place(Admission& owner, Address& address, Instant now) : owner_(owner), address_(address) {
      since_.store(now.ms, std::memory_order_relaxed);
    }
    ~Place() { owner_.leave(*this); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

    // From now on it can be asked to make room (TcpConnection::close_if_idle).
    void attach(Loop& loop, std::weak_ptr<TcpConnection> connection);
    void handshaken();                 // TLS is done, or there is none
    void busy();                       // a whole request has come
    void idle(Instant now);            // its answer is made
    void live();                       // it carries a WebSocket or a stream from now on
    void detach();                     // it is never asked to make room again; keeps no connection
    void live_no_more();               // the stream has ended, and the connection may go on
    void stays(Instant now);           // it was asked to make room and is not idle any more
    void vouch(std::uint64_t holder);  // whose credential it sends; a few for each holder count

    // Held from the reserve, and nobody vouches for it: it may not stay after its answer.
    bool in_reserve() const { return in_reserve_ && holder_ == 0; }
    State state() const { return state_.load(std::memory_order_relaxed); }

   private:
    friend class Admission;
    Admission& owner_;
    Address& address_;
    std::list<Place*>::iterator at_;  // in its address's places
    std::atomic<State> state_{State::newcomer};
    std::atomic<std::int64_t> since_{0};
    Loop* loop_ = nullptr;  // this and what follows: with the owner's mutex held
    std::weak_ptr<TcpConnection> connection_;
    std::uint64_t holder_ = 0;
    bool newcomer_ = true;
    bool handshaking_ = false;
    bool counted_ = true;  // among its address's HTTP connections
    bool present_ = true;  // in the total
    bool in_reserve_ = false;
  };

  // Null: refused; 503. `secure`: TLS will be spoken.
  std::shared_ptr<Place> admit(const std::string& address, bool secure, Instant now);

  std::size_t total() const;  // connections that are open and not on their way out
  std::uint64_t made_room() const { return made_room_.load(std::memory_order_relaxed); }
  std::size_t addresses() const;  // kept in memory

 private:
  struct Address {
    std::string key;  // empty: spared
    std::size_t newcomers = 0;
    std::size_t visitors = 0;  // newcomers that hold a place of the reserve
    std::size_t handshaking = 0;
    std::size_t http = 0;  // not live
    TokenBucket handshakes;
    std::list<Place*> places;
  };
  static constexpr std::size_t kVictims = 16;           // at once, when the server is full
  static constexpr std::size_t kVouchedPerHolder = 24;  // HTTP connections of one credential

  Address& address_of(const std::string& text, Instant now);
  bool may_enter(Address& address, bool secure, Instant now);
  std::size_t make_room(Address& address, std::size_t most, Instant now);
  void make_room_anywhere(Instant now);
  void make_room_in_reserve(const Address& for_address);
  void ask_to_leave(Place& place);
  void leave(Place& place);
  void forget_idle(Instant now);
  void no_newcomer(Place& place);
  void no_handshake(Place& place);

  const AdmissionLimits limits_;
  TrustedProxies spared_;
  mutable std::mutex mutex_;  // taken when a connection comes, goes or changes its kind
  std::unordered_map<std::string, std::unique_ptr<Address>> addresses_;
  std::unordered_map<std::uint64_t, std::size_t> holders_;
  std::size_t total_ = 0;
  std::size_t sweep_at_ = 1024;
  std::atomic<std::uint64_t> made_room_{0};
};

}  // namespace walkie::net
