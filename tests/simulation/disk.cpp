#include "tests/simulation/disk.h"

#include <utility>

namespace walkie::sim {
namespace {

// Remembers what was durable before its newest commit: a crash brings that back.
class EarlyWriter final : public Writer {
 public:
  EarlyWriter(std::unique_ptr<Writer> writer, const testing::MemoryStore& store,
              testing::MemoryStore::Backup& durable)
      : writer_(std::move(writer)), store_(store), durable_(durable) {}

  Result<std::vector<Result<void>>> commit(std::size_t count, const Steps& steps) override {
    testing::MemoryStore::Backup before = store_.backup();
    auto results = writer_->commit(count, steps);
    if (results) durable_ = std::move(before);
    return results;
  }

 private:
  std::unique_ptr<Writer> writer_;
  const testing::MemoryStore& store_;
  testing::MemoryStore::Backup& durable_;
};

}  // namespace

Disk::Disk(World& world, const Options& options, const Faults& faults)
    : world_(world), options_(options), faults_(faults), store_(world.random) {
  store_.on_moment([this](testing::MemoryStore::Moment moment) -> std::optional<Error> {
    const bool commits = moment == testing::MemoryStore::Moment::commit;
    if (commits && full_) {
      sighted("commit failed");
      return Error{.code = Code::storage_full, .reason = "storage_full"};
    }
    if (moment == testing::MemoryStore::Moment::read && world_.chance(faults_.failed_reads)) {
      sighted("read failed");
      return Error{.code = Code::unavailable, .reason = "store_unavailable", .retry_after_s = 1};
    }
    return std::nullopt;
  });
}

void Disk::crash() { store_.crash(std::exchange(durable_, nullptr)); }

std::unique_ptr<Writer> Disk::writer() {
  if (options_.planted != Planted::early_answer) return store_.writer();
  return std::make_unique<EarlyWriter>(store_.writer(), store_, durable_);
}

}  // namespace walkie::sim
