// InboundStack: passes nodes from any thread to one owner, without a lock. The owner takes all
// nodes at once, the oldest first. A Node has a member `Node* next`, which the stack uses.
#pragma once

#include <atomic>
#include <memory>
#include <utility>

namespace walkie {

template <class Node>
class InboundStack {
 public:
  InboundStack() = default;
  ~InboundStack() { drop_all(); }
  InboundStack(const InboundStack&) = delete;
  InboundStack& operator=(const InboundStack&) = delete;

  // Any thread. True: it was empty, so the owner must be woken.
  bool push(std::unique_ptr<Node> node) {
    Node* const mine = node.release();
    Node* top = top_.load(std::memory_order_relaxed);
    do {
      mine->next = top;
    } while (!top_.compare_exchange_weak(top, mine, std::memory_order_acq_rel,
                                         std::memory_order_relaxed));
    return top == nullptr;
  }

  bool empty() const { return top_.load(std::memory_order_acquire) == nullptr; }

  // For the owner: calls visit(std::unique_ptr<Node>) for each node. Nodes that are pushed during
  // the calls stay for the next time.
  template <class Visit>
  void take_all(Visit visit) {
    Node* oldest = nullptr;
    for (Node* newest = take(); newest != nullptr;) {
      Node* const next = std::exchange(newest->next, oldest);
      oldest = std::exchange(newest, next);
    }
    while (oldest != nullptr) {
      std::unique_ptr<Node> node(std::exchange(oldest, oldest->next));
      visit(std::move(node));
    }
  }

  // For the owner. Also drops nodes that destructors push.
  void drop_all() {
    while (Node* node = take()) {
      while (node != nullptr)
        delete std::exchange(node, node->next);
    }
  }

 private:
  Node* take() { return top_.exchange(nullptr, std::memory_order_acq_rel); }

  std::atomic<Node*> top_{nullptr};
};

}  // namespace walkie
