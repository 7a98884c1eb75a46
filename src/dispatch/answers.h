// Answers: finished work on its way back to the loops that asked, one post per loop however many
// answers there are (a commit of 500 messages wakes each loop once).
#pragma once

#include <utility>
#include <vector>

#include "base/executor.h"

namespace walkie {

class Answers {
 public:
  void add(Executor& loop, Task answer) {
    for (auto& [executor, tasks] : loops_) {
      if (executor != &loop) continue;
      tasks.push_back(std::move(answer));
      return;
    }
    loops_.emplace_back(&loop, std::vector<Task>{});
    loops_.back().second.push_back(std::move(answer));
  }

  void post() {
    for (auto& [executor, tasks] : loops_) {
      executor->post([tasks = std::move(tasks)] {
        for (const Task& task : tasks)
          task();
      });
    }
    loops_.clear();
  }

 private:
  std::vector<std::pair<Executor*, std::vector<Task>>> loops_;  // few: a linear search is quickest
};

}  // namespace walkie
