// Answers: collects finished work for each loop, and posts it once per loop: a commit of 500
// messages wakes each loop once.
#pragma once

#include <utility>
#include <vector>

#include "dispatch/jobs.h"

namespace walkie {

class Answers {
 public:
  // most: the largest number of answers for one loop.
  explicit Answers(std::size_t most) : most_(most) {}

  void add(Executor& loop, Finish finish, Result<void> result) {
    Answer answer{std::move(finish), std::move(result)};
    for (auto& [executor, answers] : loops_) {
      if (executor == &loop) return answers.push_back(std::move(answer));
    }
    auto& answers = loops_.emplace_back(&loop, std::vector<Answer>{}).second;
    answers.reserve(most_);
    answers.push_back(std::move(answer));
  }

  void post() {
    for (auto& [executor, answers] : loops_) {
      executor->post([answers = std::move(answers)]() mutable {
        for (Answer& answer : answers)
          answer.finish(std::move(answer.result));
      });
    }
    loops_.clear();
  }

 private:
  struct Answer {
    Finish finish;
    Result<void> result;
  };

  std::size_t most_;
  // There are few loops, so a linear search is fastest.
  std::vector<std::pair<Executor*, std::vector<Answer>>> loops_;
};

}  // namespace walkie
