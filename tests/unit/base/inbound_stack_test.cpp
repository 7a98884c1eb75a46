#include "base/inbound_stack.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace walkie {
namespace {

struct Node {
  explicit Node(int what, InboundStack<Node>* again = nullptr) : value(what), stack(again) {}
  ~Node() {
    if (stack != nullptr) stack->push(std::make_unique<Node>(value + 1));
  }
  Node* next = nullptr;
  int value;
  InboundStack<Node>* stack;
};

std::vector<int> taken(InboundStack<Node>& stack) {
  std::vector<int> values;
  stack.take_all([&values](std::unique_ptr<Node> node) { values.push_back(node->value); });
  return values;
}

TEST(InboundStack, GivesBackInTheOrderOfPushing) {
  InboundStack<Node> stack;
  EXPECT_TRUE(stack.empty());
  EXPECT_TRUE(stack.push(std::make_unique<Node>(1)));
  EXPECT_FALSE(stack.push(std::make_unique<Node>(2)));
  EXPECT_FALSE(stack.push(std::make_unique<Node>(3)));
  EXPECT_FALSE(stack.empty());
  EXPECT_EQ(taken(stack), (std::vector{1, 2, 3}));
  EXPECT_TRUE(stack.empty());
  EXPECT_TRUE(stack.push(std::make_unique<Node>(4)));
}

TEST(InboundStack, WhatIsPushedWhileTakingWaitsForTheNextTime) {
  InboundStack<Node> stack;
  stack.push(std::make_unique<Node>(1, &stack));
  EXPECT_EQ(taken(stack), std::vector{1});
  EXPECT_EQ(taken(stack), std::vector{2});
}

TEST(InboundStack, DropsWhatADestructorPushes) {
  InboundStack<Node> stack;
  stack.push(std::make_unique<Node>(1, &stack));
  stack.drop_all();
  EXPECT_TRUE(stack.empty());
}

TEST(InboundStack, ManyThreadsKeepTheirOwnOrder) {
  constexpr int kThreads = 4, kEach = 500;
  InboundStack<Node> stack;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&stack, thread] {
      for (int i = 0; i < kEach; ++i)
        stack.push(std::make_unique<Node>(thread * kEach + i));
    });
  }
  std::vector<int> seen(kThreads, 0);
  int all = 0;
  const auto take = [&] {
    for (const int value : taken(stack)) {
      ++all;
      EXPECT_EQ(value % kEach, seen[static_cast<std::size_t>(value / kEach)]++);
    }
  };
  take();
  for (std::thread& thread : threads)
    thread.join();
  take();
  EXPECT_EQ(all, kThreads * kEach);
}

}  // namespace
}  // namespace walkie
