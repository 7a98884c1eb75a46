// The simulated disk: the SQL store in memory, which forgets what was not committed, with failures
// by chance. With a bug planted it says "durable" before it is.
#pragma once

#include <functional>
#include <memory>

#include "tests/simulation/options.h"
#include "tests/simulation/world.h"
#include "tests/support/memory_store.h"

namespace walkie::sim {

class Disk final : public Store {
 public:
  Disk(World& world, const Options& options, const Faults& faults);

  std::unique_ptr<Writer> writer() override;
  std::unique_ptr<Reader> reader() override { return store_.reader(); }
  Result<void> maintain() override { return store_.maintain(); }
  void add_figures(Metrics& metrics) override { store_.add_figures(metrics); }

  void crash();
  void back_up() { backup_ = store_.backup(); }
  void restore() { store_.restore(backup_, world_.random); }
  bool backed_up() const { return backup_ != nullptr; }
  void settle() { durable_ = nullptr; }  // an early answer's batch becomes durable after all
  void fill(bool full) { full_ = full; }
  bool full() const { return full_; }
  std::function<void(const char*)> sighted = [](const char*) {};

 private:
  World& world_;
  const Options& options_;
  const Faults& faults_;
  testing::MemoryStore store_;
  testing::MemoryStore::Backup backup_;
  testing::MemoryStore::Backup durable_;  // with a bug planted: what a crash leaves
  bool full_ = false;
};

}  // namespace walkie::sim
