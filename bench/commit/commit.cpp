// Durable messages per second of the SQLite store alone: what post_message does to it, in group
// commits of 1, 16 and 256, spread over 1,000 conversations. One thread; checkpoints on another.
//
//   build/release/bench_commit [FOLDER]      a folder on the disk to measure; default: /tmp
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <mutex>
#include <thread>

#include "store/sqlite/sqlite_store.h"
#include "tests/support/fake_clock.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temp_folder.h"

namespace walkie {
namespace {

constexpr int conversations = 1000;
constexpr auto run_time = std::chrono::seconds(3);

struct Load {
  Writer& writer;
  Random& random;
  std::int64_t sent = 0;

  // UUIDv7: the time first, then chance.
  std::string client_id() {
    char text[40];
    std::snprintf(text, sizeof text, "%012llx-7%03llx-%016llx",
                  static_cast<unsigned long long>(1'795'374'300'000 + sent / 20),
                  static_cast<unsigned long long>(random.below(4096)),
                  static_cast<unsigned long long>(random.next()));
    return text;
  }

  Result<void> post(Transaction& t) {
    Message row;
    row.conversation_id = {static_cast<std::int64_t>(random.below(conversations)) + 1};
    row.sender = {PrincipalKind::visitor, 1, "Vera", ""};
    row.client_id = client_id();
    row.content = "Hello, is my order 4711 on its way? I have waited for a week now.";
    row.created_at = {1'795'374'300'000 + sent};
    auto conversation = t.conversation(row.conversation_id);
    if (t.message_by_client_id(row.conversation_id, row.sender.kind, row.sender.id,
                               row.client_id)) {
      return Error{Code::conflict, "repeated", "", "", 0};
    }
    row.seq = t.next_seq(row.conversation_id, row.channel);
    t.add_message(row);
    conversation->last_message_at = conversation->updated_at = row.created_at;
    conversation->last_message = row.content;
    t.save_conversation(*conversation);
    ++sent;
    return {};
  }

  bool batch(int size) {
    const auto results = writer.commit(static_cast<std::size_t>(size),
                                       [this](std::size_t, Transaction& t) { return post(t); });
    return results && std::all_of(results->begin(), results->end(),
                                  [](const Result<void>& result) { return result.ok(); });
  }
};

double cpu_seconds() {
  rusage used{};
  ::getrusage(RUSAGE_THREAD, &used);
  return static_cast<double>(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         static_cast<double>(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

bool measure(Load& load, int size) {
  using Clock = std::chrono::steady_clock;
  const auto start = Clock::now();
  const double cpu = cpu_seconds();
  const std::int64_t before = load.sent;
  while (Clock::now() - start < run_time) {
    if (!load.batch(size)) return false;
  }
  const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
  const auto count = static_cast<double>(load.sent - before);
  std::printf("%6d %14.0f %14.1f\n", size, count / seconds, (cpu_seconds() - cpu) / count * 1e6);
  return true;
}

int run(int argc, char** argv) {
  testing::TempFolder temporary;
  testing::FakeClock clock;
  testing::SeededRandom random;
  auto store = open_sqlite_store(argc > 1 ? argv[1] : temporary.path(), clock, random);
  if (!store) return std::fprintf(stderr, "%s\n", store.error().detail.c_str()), 1;
  auto writer = (*store)->writer();
  bool fine = writer
                  ->write([](Transaction& t) -> Result<void> {
                    const InboxId inbox = t.add_inbox({{}, "Shop", {}, {1}});
                    Conversation row;
                    row.inbox_id = inbox;
                    row.visitor_id = t.add_visitor({{}, inbox, "Vera", "", {1}});
                    for (int i = 0; i < conversations; ++i)
                      t.add_conversation(row);
                    return {};
                  })
                  .ok();

  std::mutex mutex;
  std::condition_variable ended;
  bool done = false;
  std::thread checkpointer([&] {
    std::unique_lock lock(mutex);
    while (!ended.wait_for(lock, std::chrono::milliseconds(200), [&] { return done; })) {
      (void)(*store)->maintain().ok();
    }
  });
  std::printf("%6s %14s %14s\n", "batch", "messages/s", "CPU us each");
  Load load{*writer, random};
  for (const int size : {1, 16, 256})
    fine = fine && measure(load, size);
  std::printf("WAL %.1f MiB after %lld messages\n",
              static_cast<double>((*store)->wal_bytes()) / (1 << 20),
              static_cast<long long>(load.sent));
  {
    std::scoped_lock lock(mutex);
    done = true;
  }
  ended.notify_one();
  checkpointer.join();
  return fine ? 0 : 1;
}

}  // namespace
}  // namespace walkie

int main(int argc, char** argv) { return walkie::run(argc, argv); }
