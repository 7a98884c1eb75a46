#include "store/memory/memory_store.h"

#include <atomic>
#include <mutex>

#include "store/epoch.h"
#include "store/memory/memory_transaction.h"

namespace walkie {
namespace {

Error unavailable(const char* detail) {
  return {Code::unavailable, "store_unavailable", detail, "", 1};
}

}  // namespace

// `committed` is replaced, not changed, while a reader holds it: that reader's snapshot stands.
struct MemoryStore::Shared {
  std::mutex mutex;
  std::shared_ptr<MemoryState> committed = std::make_shared<MemoryState>();
  Environment environment;
  std::atomic<int> life = 0;  // + 1 with every crash
  bool writer_taken = false;

  std::optional<Error> ask(Moment moment) {
    return environment ? environment(moment) : std::nullopt;
  }
};

namespace {

template <class Shared>
class MemoryWriter final : public Writer {
 public:
  explicit MemoryWriter(std::shared_ptr<Shared> shared)
      : shared_(std::move(shared)),
        life_(shared_->life),
        working_(*shared_->committed),
        transaction_(working_) {}

  Result<std::vector<Result<void>>> commit(std::size_t count, const Steps& steps) override {
    if (life_ != shared_->life) return unavailable("this writer did not survive the crash");
    std::vector<Result<void>> results;
    for (std::size_t i = 0; i < count; ++i)
      results.push_back(run(i, steps));
    if (auto error = shared_->ask(MemoryStore::Moment::commit)) {
      transaction_.roll_back_to(0);
      return std::move(*error);
    }
    std::scoped_lock lock(shared_->mutex);
    if (shared_->committed.use_count() > 1) {
      shared_->committed = std::make_shared<MemoryState>(*shared_->committed);
    }
    transaction_.replay_on(*shared_->committed);
    return results;
  }

 private:
  Result<void> run(std::size_t index, const Steps& steps) {
    const std::size_t mark = transaction_.mark();
    Result<void> result = steps(index, transaction_);
    if (auto failure = transaction_.take_failure()) result = std::move(*failure);
    if (!result) transaction_.roll_back_to(mark);
    return result;
  }

  std::shared_ptr<Shared> shared_;
  const int life_;
  MemoryState working_;
  MemoryTransaction transaction_;
};

template <class Shared>
class MemoryReader final : public Reader {
 public:
  explicit MemoryReader(std::shared_ptr<Shared> shared) : shared_(std::move(shared)) {}

  Result<void> read(const Look& look) override {
    std::shared_ptr<const MemoryState> snapshot;
    {
      std::scoped_lock lock(shared_->mutex);
      snapshot = shared_->committed;
    }
    MemoryView<View> view(*snapshot);
    Result<void> result = look(view);
    {
      // Dropped under the lock, so that use_count() in commit() sees it or waits.
      std::scoped_lock lock(shared_->mutex);
      snapshot.reset();
    }
    if (auto error = shared_->ask(MemoryStore::Moment::read)) return std::move(*error);
    return result;
  }

 private:
  std::shared_ptr<Shared> shared_;
};

}  // namespace

MemoryStore::MemoryStore(Random& random) : shared_(std::make_shared<Shared>()) {
  shared_->committed->epoch = make_epoch(random);
}

MemoryStore::~MemoryStore() = default;

std::unique_ptr<Writer> MemoryStore::writer() {
  std::scoped_lock lock(shared_->mutex);
  WALKIE_ASSERT(!shared_->writer_taken);
  shared_->writer_taken = true;
  return std::make_unique<MemoryWriter<Shared>>(shared_);
}

std::unique_ptr<Reader> MemoryStore::reader() {
  return std::make_unique<MemoryReader<Shared>>(shared_);
}

void MemoryStore::on_moment(Environment environment) {
  shared_->environment = std::move(environment);
}

void MemoryStore::crash(const Backup& durable) {
  std::scoped_lock lock(shared_->mutex);
  if (durable != nullptr) shared_->committed = std::make_shared<MemoryState>(*durable);
  ++shared_->life;
  shared_->writer_taken = false;
}

MemoryStore::Backup MemoryStore::backup() const {
  std::scoped_lock lock(shared_->mutex);
  return shared_->committed;
}

void MemoryStore::restore(const Backup& backup, Random& random) {
  crash();
  auto restored = std::make_shared<MemoryState>(*backup);
  restored->epoch = make_epoch(random);
  for (const char* table : {"conversations", "messages"})
    restored->last_ids[table] += skipped_ids(restored->epoch);
  std::scoped_lock lock(shared_->mutex);
  shared_->committed = std::move(restored);
}

}  // namespace walkie
