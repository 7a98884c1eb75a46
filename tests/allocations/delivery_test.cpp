// What a delivery asks of the heap once things are running: nothing. A message is one allocation
// (SharedBytes), however many receive it; reading a frame, publishing, queueing and writing add
// none.
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "hub/hub.h"
#include "net/connection.h"
#include "tests/unit/net/live_server.h"

namespace {
std::atomic<bool> counting{false};
std::atomic<std::uint64_t> allocations{0};
thread_local bool counted_thread = false;

void* allocate(std::size_t size) {
  if (counted_thread && counting.load()) allocations.fetch_add(1);
  void* memory = std::malloc(size == 0 ? 1 : size);
  if (memory == nullptr) std::abort();
  return memory;
}
}  // namespace

void* operator new(std::size_t size) { return allocate(size); }
void* operator new[](std::size_t size) { return allocate(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

namespace walkie {
namespace {

constexpr hub::Channel kChannel = 1;
constexpr int kReceivers = 40;
constexpr int kRounds = 200;

// Publishes on every message it gets: what was prepared for "prepared", else the text itself.
class Member final : public net::WebSocketHandler, public hub::Listener {
 public:
  Member(hub::Hub& its_hub, const SharedBytes& prepared) : hub_(its_hub), prepared_(prepared) {}
  void on_open(std::shared_ptr<net::Connection> connection) override {
    connection_ = std::move(connection);
    hub_.join(kChannel, *this);
  }
  void on_message(std::string_view text) override {
    hub_.publish(kChannel, text == "prepared" ? prepared_ : SharedBytes(text), Delivery::durable);
  }
  void on_close(int) override { hub_.leave(kChannel, *this); }
  void deliver(hub::Channel, const SharedBytes& bytes, Delivery delivery) override {
    connection_->send(bytes, delivery);
  }

 private:
  hub::Hub& hub_;
  const SharedBytes& prepared_;
  std::shared_ptr<net::Connection> connection_;
};

class Delivery_SteadyState : public ::testing::Test {
 protected:
  Delivery_SteadyState() {
    router_.websocket("/ws", [this](const net::Request&, const net::Responder& responder) {
      counted_thread = true;
      responder.upgrade("", std::make_unique<Member>(hub_, prepared_));
    });
    server_ = std::make_unique<net::LiveServer>(router_);
    for (int i = 0; i < kReceivers; ++i) {
      clients_.push_back(std::make_unique<net::RawClient>(server_->port()));
      clients_.back()->open_websocket("/ws");
      EXPECT_NE(clients_.back()->handshake.find(" 101 "), std::string::npos);
    }
  }
  // Everybody has it before the next goes out.
  void rounds(const std::string& text, const std::string& expected) {
    for (int i = 0; i < kRounds; ++i) {
      clients_.front()->frame(0x81, text);
      for (auto& client : clients_)
        ASSERT_EQ(client->next_frame().payload, expected);
    }
  }
  std::uint64_t counted_rounds(const std::string& text, const std::string& expected) {
    rounds(text, expected);  // whatever is made once is made here
    allocations = 0;
    counting = true;
    rounds(text, expected);
    counting = false;
    return allocations;
  }

  SharedBytes prepared_{std::string(300, 'p')};
  hub::Hub hub_;
  net::Router router_;
  std::unique_ptr<net::LiveServer> server_;
  std::vector<std::unique_ptr<net::RawClient>> clients_;
};

TEST_F(Delivery_SteadyState, NothingIsAllocatedForADelivery) {
  EXPECT_EQ(counted_rounds("prepared", std::string(300, 'p')), 0U);
}

TEST_F(Delivery_SteadyState, AMessageIsOneAllocationForAllItsReceivers) {
  EXPECT_EQ(counted_rounds("hello", "hello"), static_cast<std::uint64_t>(kRounds));
}

}  // namespace
}  // namespace walkie
