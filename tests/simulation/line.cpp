#include "tests/simulation/line.h"

#include <algorithm>

#include "base/close_codes.h"
#include "tests/simulation/network.h"

namespace walkie::sim {
namespace {

// H1: who has sent nothing for so long is dropped.
constexpr Duration kSilence(60'000);

}  // namespace

Line::Line(Network& network, const Person& person, std::int64_t id, Callbacks callbacks)
    : network_(network),
      world_(network.world()),
      person_(person),
      token_(person.token),
      id_(id),
      callbacks_(std::move(callbacks)) {}

std::string Line::state() const {
  const char* const names[] = {"waiting", "open", "closed"};
  std::string text = person_.name + ", line " + std::to_string(id_);
  text += std::string(", client ") + names[static_cast<int>(client_)];
  text += std::string(", server ") + names[static_cast<int>(server_)];
  if (stalled_) text += ", stalled";
  if (down_dead_) text += ", down dead";
  if (up_dead_) text += ", up dead";
  return text;
}

void Line::later_down(Task happening) {
  last_down_ = std::max(last_down_, world_.clock.now() + network_.delay());
  world_.after(last_down_ - world_.clock.now(), std::move(happening));
}

void Line::send_up(std::string text) {
  if (client_ != End::open || up_dead_) return;
  last_up_ = std::max(last_up_, world_.clock.now() + network_.delay());
  world_.after(last_up_ - world_.clock.now(), [self = shared_from_this(), text = std::move(text)] {
    if (self->server_ != End::open || self->up_dead_) return;
    self->loop_->post([self, text] {
      if (self->server_ == End::open && self->handler_) self->handler_->on_message(text);
    });
  });
}

void Line::hang_up() {
  if (client_ == End::closed) return;
  client_ = End::closed;
  callbacks_ = {};
  if (network_.options().planted == Planted::silent_leave) return;
  lose_server(1001, up_dead_ ? kSilence : network_.delay());
}

void Line::cut() {
  end_client(1006);
  lose_server(close::lost.number, Duration(world_.between(0, 2000)));
}

void Line::kill_down() { down_dead_ = true; }

void Line::kill_up() {
  up_dead_ = true;
  world_.after(kSilence, [self = shared_from_this()] {
    self->end_client(close::no_pong.number);
    self->lose_server(close::no_pong.number, Duration(0));
  });
}

void Line::stall(Duration span) {
  stalled_ = true;
  world_.after(span, [self = shared_from_this()] {
    self->stalled_ = false;
    self->pump();
  });
}

void Line::end_client(int code) {
  if (client_ == End::closed || down_dead_) return;
  later_down([self = shared_from_this(), code] {
    if (self->client_ == End::closed) return;
    self->client_ = End::closed;
    const Callbacks callbacks = std::exchange(self->callbacks_, {});
    if (callbacks.ended) callbacks.ended(code);
  });
}

void Line::lose_server(int code, Duration delay) {
  world_.after(delay, [self = shared_from_this(), code] {
    // Still on its way to the server: it finds nobody when it arrives.
    if (self->server_ == End::waiting) self->server_ = End::closed;
    if (self->server_ != End::open) return;
    self->loop_->post([self, code] { self->server_gone(code); });
  });
}

void Line::server_gone(int code) {
  server_ = End::closed;
  queue_.clear();
  queued_ = 0;
  if (const auto handler = std::move(handler_)) handler->on_close(code);
  if (const auto gone = std::exchange(gone_, nullptr)) gone();
}

void Line::server_died() {
  server_ = End::closed;
  queue_.clear();
  queued_ = 0;
  handler_.reset();
  gone_ = nullptr;
  end_client(1006);
}

void Line::begin_socket(SimExecutor& loop, std::unique_ptr<net::WebSocketHandler> handler) {
  if (!begin_stream(loop)) return;
  handler_ = std::move(handler);
  handler_->on_open(shared_from_this());
}

bool Line::begin_stream(SimExecutor& loop) {
  if (server_ == End::closed) return false;
  loop_ = &loop;
  server_ = End::open;
  later_down([self = shared_from_this()] {
    if (self->client_ != End::waiting || self->down_dead_) return;
    self->client_ = End::open;
    self->heard_at_ = self->world_.clock.now();
  });
  return true;
}

void Line::refuse(int status) {
  if (server_ != End::waiting) return;
  server_ = End::closed;
  end_client(status);
}

bool Line::write(SharedBytes bytes, Delivery delivery) {
  if (server_ != End::open) return false;
  const Limits& limits = network_.limits();
  if (delivery == Delivery::ephemeral &&
      queued_ > static_cast<std::size_t>(limits.slow_ephemeral_bytes)) {
    return false;
  }
  network_.witness(person_, token_, bytes.view());
  queued_ += bytes.size();
  queue_.push_back(std::move(bytes));
  network_.longest_queue = std::max(network_.longest_queue, queued_);
  pump();
  if (queued_ <= static_cast<std::size_t>(limits.slow_queue_bytes)) return true;
  if (network_.options().planted == Planted::unbounded_queue) return true;
  network_.sighted("slow reader closed");
  queue_.clear();
  queued_ = 0;
  stalled_ = false;
  end_client(close::too_slow.number);
  lose_server(close::too_slow.number, Duration(0));
  return false;
}

void Line::pump() {
  while (!stalled_ && !queue_.empty()) {
    const SharedBytes bytes = std::move(queue_.front());
    queue_.pop_front();
    queued_ -= bytes.size();
    send_down(std::string(bytes.view()));
  }
}

void Line::send_down(const std::string& text) {
  if (down_dead_) return;
  const auto arrive = [self = shared_from_this(), text] {
    if (self->client_ != End::open || self->down_dead_) return;
    self->heard_at_ = self->world_.clock.now();
    const auto received = self->callbacks_.received;  // it may hang up
    received(text);
  };
  if (world_.chance(network_.faults().broken_frames)) {
    const std::uint64_t how = world_.random.below(3);
    if (how == 0) return;              // lost
    if (how == 1) later_down(arrive);  // and once more below
    if (how == 2) {                    // overtaken
      world_.after(Duration(world_.between(50, 1500)), arrive);
      return;
    }
  }
  later_down(arrive);
}

void Line::close(int code, std::string_view) {
  if (server_ != End::open) return;
  pump();
  server_ = End::closed;
  end_client(code);
  loop_->post_after(Duration(50), [self = shared_from_this(), code] { self->server_gone(code); });
}

void Line::close() {
  if (server_ != End::open) return;
  pump();
  server_ = End::closed;
  gone_ = nullptr;
  end_client(0);
}

}  // namespace walkie::sim
