#include "net/responder.h"

#include "base/assert.h"

namespace walkie::net {

// What all copies of a Responder share.
struct Responder::Right {
  explicit Right(std::shared_ptr<Exchange> with) : exchange(std::move(with)) {}
  ~Right() {
    if (!used) exchange->abandoned();
  }
  Right(const Right&) = delete;

  std::shared_ptr<Exchange> exchange;
  bool used = false;
};

Responder::Responder(std::shared_ptr<Exchange> exchange)
    : right_(std::make_shared<Right>(std::move(exchange))) {}

void Responder::respond(Response response) const {
  if (answered()) return;
  right_->used = true;
  right_->exchange->respond(std::move(response));
}

std::shared_ptr<Stream> Responder::start_stream(Response head) const {
  if (answered()) return nullptr;
  right_->used = true;
  return right_->exchange->start_stream(std::move(head));
}

void Responder::upgrade(std::string_view subprotocol,
                        std::unique_ptr<WebSocketHandler> handler) const {
  if (answered()) return;
  right_->used = true;
  right_->exchange->upgrade(subprotocol, std::move(handler));
}

const Request& Responder::request() const {
  WALKIE_ASSERT(right_ != nullptr);
  return right_->exchange->request();
}

bool Responder::answered() const { return right_ == nullptr || right_->used; }

bool Responder::client_present() const {
  return right_ != nullptr && right_->exchange->client_present();
}

bool Responder::in_reserve() const { return right_ != nullptr && right_->exchange->in_reserve(); }

void Responder::protect(std::uint64_t holder) const {
  if (right_ != nullptr) right_->exchange->protect(holder);
}

std::shared_ptr<const ClientState> Responder::client() const {
  return right_ == nullptr ? nullptr : right_->exchange->client();
}

}  // namespace walkie::net
