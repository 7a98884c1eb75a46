// The simulated world: one clock, one source of chance, one agenda of what happens when. Threads
// are executors whose next task is picked by chance, so that one seed is one interleaving.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "base/executor.h"
#include "tests/support/fake_clock.h"
#include "tests/support/seeded_random.h"

namespace walkie::sim {

class SimExecutor;

class World {
 public:
  // Traced runs print every line of trace() to standard output as it happens.
  World(std::uint64_t seed, bool traced) : random(seed), traced_(traced) {}

  testing::FakeClock clock;
  testing::SeededRandom random;

  using Appointment = std::pair<std::int64_t, std::uint64_t>;  // when, and in which order
  Appointment after(Duration delay, Task happening);
  void cancel(const Appointment& appointment) { agenda_.erase(appointment); }

  bool chance(int per_mille) { return static_cast<int>(random.below(1000)) < per_mille; }
  std::int64_t between(std::int64_t least, std::int64_t most) {
    return least +
           static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(most - least + 1)));
  }

  // Lets things happen until `span` has passed. `then` is asked after each thing.
  void run(Duration span);
  std::function<void()> after_each;

  // Lazy: the text is only made when somebody reads it.
  template <class Text>
  void trace(const Text& text) const {
    if (traced_) print(text());
  }
  std::uint64_t happened() const { return happened_; }

 private:
  friend class SimExecutor;
  void print(const std::string& line) const;
  bool one(Instant end);
  void next_of_agenda();

  std::map<Appointment, Task> agenda_;
  std::vector<SimExecutor*> executors_;
  std::vector<SimExecutor*> ready_;
  std::uint64_t last_order_ = 0;
  std::uint64_t happened_ = 0;
  const bool traced_;
};

class SimExecutor final : public Executor {
 public:
  explicit SimExecutor(World& world);
  ~SimExecutor() override;
  SimExecutor(const SimExecutor&) = delete;

  void post(Task task) override { tasks_.emplace_back(0, std::move(task)); }
  TimerId post_after(Duration delay, Task task) override;
  void cancel(TimerId timer) override;

  bool ready() const { return !tasks_.empty(); }
  void run_one();
  // The machine stops: nothing of this runs any more.
  void forget();

 private:
  World& world_;
  std::deque<std::pair<TimerId, Task>> tasks_;  // 0: posted without a delay
  std::map<TimerId, World::Appointment> timers_;
  TimerId last_timer_ = 0;
};

}  // namespace walkie::sim
