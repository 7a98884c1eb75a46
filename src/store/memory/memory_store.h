// A store in memory, for tests and the simulation. It keeps the port's promises, those about
// failure included: what commit() has not answered ok for is gone after crash().
//
// Threads as in store.h. on_moment and crash belong to the test's own thread, while no batch runs
// elsewhere.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "base/random.h"
#include "store/store.h"

namespace walkie {

struct MemoryState;

class MemoryStore final : public Store {
 public:
  enum class Moment { commit, read };
  // Asked at each of these moments; an error is what the environment answers there.
  using Environment = std::function<std::optional<Error>(Moment)>;

  explicit MemoryStore(Random& random);
  ~MemoryStore() override;
  MemoryStore(const MemoryStore&) = delete;
  MemoryStore& operator=(const MemoryStore&) = delete;

  std::unique_ptr<Writer> writer() override;
  std::unique_ptr<Reader> reader() override;
  Result<void> maintain() override { return {}; }
  void add_figures(Metrics&) override {}

  void on_moment(Environment environment);
  // What is durable right now.
  using Backup = std::shared_ptr<const MemoryState>;
  // Power is cut: the old writer answers `unavailable` for ever, and a new one may be taken. What
  // is left is `durable` where it is given, and every commit otherwise.
  void crash(const Backup& durable = nullptr);

  // A database as `walkie restore` leaves it: with another epoch (L4). Crashes first.
  Backup backup() const;
  void restore(const Backup& backup, Random& random);

 private:
  struct Shared;
  std::shared_ptr<Shared> shared_;
};

}  // namespace walkie
