// The SQL store on SQLite databases in memory, for tests and the simulation: the code of the
// product, without files. A test can make its commits and reads fail, cut the power and bring back
// a backup. What commit() has not answered with results is gone after crash().
//
// Threads as in store.h; the rest belongs to the test's own thread, while no batch runs elsewhere.
// There is no write-ahead log: a reader waits for the batch of a writer on another thread, and must
// not be asked within a batch on the same one. tests/contract/store holds what snapshots promise.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/random.h"
#include "store/sql/writer.h"
#include "store/store.h"

namespace walkie::testing {

class MemoryStore final : public Store {
 public:
  enum class Moment { commit, read };
  // Asked at each of these moments; an error is what the environment answers there.
  using Environment = std::function<std::optional<Error>(Moment)>;
  // A database by itself.
  struct Database;
  using Backup = std::shared_ptr<const Database>;

  explicit MemoryStore(Random& random);
  ~MemoryStore() override;
  MemoryStore(const MemoryStore&) = delete;
  MemoryStore& operator=(const MemoryStore&) = delete;

  std::unique_ptr<Writer> writer() override;
  std::unique_ptr<Reader> reader() override;
  Result<void> maintain() override { return {}; }
  void add_figures(Metrics&) override {}

  void on_moment(Environment environment) { environment_ = std::move(environment); }

  // What is durable right now.
  Backup backup() const;
  // Power is cut: the old writer answers `unavailable` for ever, and a new one may be taken. What
  // is left is `durable` where it is given, and every commit otherwise.
  void crash(const Backup& durable = nullptr);
  // A database as `walkie restore` leaves it: with another epoch (L4). Crashes first.
  void restore(const Backup& backup, Random& random);

 private:
  class Connection;
  // `store`: whose environment and crashes it feels; none for what nothing can make fail.
  std::unique_ptr<SqlWriter> make_writer(const MemoryStore* store) const;

  std::shared_ptr<const Database> database_;
  Environment environment_;
  std::atomic<int> life_ = 0;  // + 1 with every crash
  bool writer_taken_ = false;
};

}  // namespace walkie::testing
