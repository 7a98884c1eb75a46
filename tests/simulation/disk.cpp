#include "tests/simulation/disk.h"

#include <utility>

namespace walkie::sim {
namespace {

// Answers "durable" and commits with the next batch, or never if the power goes before.
class EarlyWriter final : public Writer {
 public:
  EarlyWriter(std::unique_ptr<Writer> writer, std::function<void()>& settle)
      : writer_(std::move(writer)), settle_(settle) {
    settle_ = [this] { (void)settle_open(); };
  }
  ~EarlyWriter() override { settle_ = nullptr; }

  Result<void> begin(Undo undo) override {
    const Result<void> before = settle_open();
    if (!before) return before;
    const Result<void> begun = writer_->begin(undo);
    open_ = begun.ok();
    return begun;
  }
  Result<void> step(const Step& step) override { return writer_->step(step); }
  Result<void> commit() override { return {}; }

 private:
  Result<void> settle_open() {
    if (!std::exchange(open_, false)) return {};
    return writer_->commit();
  }

  std::unique_ptr<Writer> writer_;
  std::function<void()>& settle_;
  bool open_ = false;
};

}  // namespace

Disk::Disk(World& world, const Options& options, const Faults& faults)
    : world_(world), options_(options), faults_(faults), store_(world.random) {
  store_.on_moment([this](MemoryStore::Moment moment) -> std::optional<Error> {
    const bool commits = moment == MemoryStore::Moment::commit;
    if (commits && full_) {
      sighted("commit failed");
      return Error{.code = Code::storage_full, .reason = "storage_full"};
    }
    if (moment == MemoryStore::Moment::read && world_.chance(faults_.failed_reads)) {
      sighted("read failed");
      return Error{.code = Code::unavailable, .reason = "store_unavailable", .retry_after_s = 1};
    }
    return std::nullopt;
  });
}

void Disk::settle() {
  if (settle_) settle_();
}

std::unique_ptr<Writer> Disk::writer() {
  if (options_.planted != Planted::early_answer) return store_.writer();
  return std::make_unique<EarlyWriter>(store_.writer(), settle_);
}

}  // namespace walkie::sim
