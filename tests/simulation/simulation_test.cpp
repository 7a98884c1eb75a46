// Seeds by the thousand, each a whole run (README.md). What the checker says about a failing one is
// printed with its options; `simulation --seed N --trace` shows it again, step by step.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

#include "tests/simulation/scenario.h"

namespace walkie::sim {
namespace {

#if defined(__SANITIZE_ADDRESS__)
constexpr int kSeeds = 400;
#else
constexpr int kSeeds = 5'000;
#endif
constexpr int kBlocks = 20;

int seeds() {
  const char* text = std::getenv("WALKIE_SIMULATION_SEEDS");
  return text == nullptr ? kSeeds : std::atoi(text);
}

std::string told(const Options& options, const Verdict& verdict) {
  std::string text = "seed " + std::to_string(options.seed) + " (" + options.text() + ")\n";
  for (const std::string& wrong : verdict.wrongs)
    text += "  " + wrong + "\n";
  return text + "again: simulation --seed " + std::to_string(options.seed) + " --trace\n";
}

struct Totals {
  std::size_t said = 0, acknowledged = 0, delivered = 0, crashes = 0;
  void add(const Verdict& verdict) {
    said += verdict.said;
    acknowledged += verdict.acknowledged;
    delivered += verdict.delivered;
    crashes += verdict.crashes;
  }
};

void expect_good(std::uint64_t seed, Totals& totals) {
  const Options options = options_from(seed);
  const Verdict verdict = run_seed(options);
  totals.add(verdict);
  EXPECT_TRUE(verdict.good()) << told(options, verdict);
}

// Seeds that have shown a bug once, by name: they always run.
TEST(Regressions, keep_the_promise) {
  std::ifstream file(WALKIE_SOURCE_DIR "/tests/simulation/seeds.txt");
  ASSERT_TRUE(file.good());
  Totals totals;
  std::string line;
  while (std::getline(file, line)) {
    std::istringstream words(line);
    std::uint64_t seed = 0;
    if (line.starts_with('#') || !(words >> seed)) continue;
    SCOPED_TRACE(line);
    expect_good(seed, totals);
  }
}

// What a thousand runs must have come by, or the faults have lost their teeth.
TEST(Coverage, every_way_is_taken) {
  std::map<std::string, std::size_t> sightings;
  for (std::uint64_t seed = 1; seed <= 300; ++seed) {
    for (const auto& [what, times] : run_seed(options_from(seed)).sightings)
      sightings[what] += times;
  }
  for (const char* what : {"message repeated",
                           "message moved",
                           "answered 429",
                           "answered 503",
                           "answered 507",
                           "reset by a frame",
                           "reset by a page",
                           "gap fetched",
                           "slow reader closed",
                           "bye heard",
                           "socket opened",
                           "stream opened",
                           "page polled",
                           "commit failed",
                           "read failed",
                           "power cut",
                           "drained",
                           "resumed from the ring",
                           "resumed from the store",
                           "reader repaired",
                           "restored",
                           "signed out",
                           "broadcast lost by a full queue"}) {
    EXPECT_GT(sightings[what], 0U) << what;
  }
}

class Seeds : public ::testing::TestWithParam<int> {};

TEST_P(Seeds, keep_the_promise) {
  const int each = std::max(1, seeds() / kBlocks);
  Totals totals;
  for (int i = 0; i < each && !HasFailure(); ++i)
    expect_good(static_cast<std::uint64_t>(GetParam() * each + i + 1), totals);
  // A run in which nothing happens proves nothing.
  EXPECT_GT(totals.delivered, totals.acknowledged);
  EXPECT_GT(totals.acknowledged, totals.said / 2);
}

INSTANTIATE_TEST_SUITE_P(Block, Seeds, ::testing::Range(0, kBlocks));

// The checker bites: each deliberate bug is caught within a few seeds.
struct Plant {
  Planted planted;
  const char* name;
  const char* sentence;  // what the checker must say
};
void PrintTo(const Plant& plant, std::ostream* out) { *out << plant.name; }

class PlantedBug : public ::testing::TestWithParam<Plant> {};

bool says(const Verdict& verdict, const char* sentence) {
  return std::any_of(verdict.wrongs.begin(), verdict.wrongs.end(), [&](const std::string& wrong) {
    return wrong.find(sentence) != std::string::npos;
  });
}

TEST_P(PlantedBug, is_caught) {
  constexpr std::uint64_t kWithin = 200;
  for (std::uint64_t seed = 1; seed <= kWithin; ++seed) {
    const Verdict verdict = run_seed(options_from(seed, GetParam().planted));
    if (!says(verdict, GetParam().sentence)) continue;
    RecordProperty("seed", std::to_string(seed));
    return;
  }
  FAIL() << "not caught within " << kWithin << " seeds";
}

INSTANTIATE_TEST_SUITE_P(
    Checker, PlantedBug,
    ::testing::Values(
        Plant{Planted::no_dedupe, "no_dedupe", "is twice in"},
        Plant{Planted::early_answer, "answer_before_commit", "acknowledged and missing"},
        Plant{Planted::late_join, "live_join_after_backlog", " ends at seq "},
        Plant{Planted::public_note, "note_in_the_public_log", "a note was sent to visitor"},
        Plant{Planted::ignored_gaps, "client_that_ignores_gaps", " was given seq "},
        Plant{Planted::new_id_on_retry, "ack_lost_then_new_id", "is twice in"},
        Plant{Planted::forgotten_outbox, "outbox_in_memory_only", " messages were said and "},
        Plant{Planted::unbounded_queue, "queue_without_a_bound", "queue was too long"},
        Plant{Planted::silent_leave, "connection_that_never_leaves", "believes that it lives"},
        Plant{Planted::position_not_kept, "position_answered_and_not_saved", "is not durable"},
        Plant{Planted::other_history, "another_log_for_some", " has seen '"},
        Plant{Planted::cursor_by_ack, "cursor_moved_by_an_ack", " was given seq "},
        Plant{Planted::forgotten_epoch, "cursor_without_its_epoch", "was not reset by a restore"},
        Plant{Planted::lost_closures, "session_that_does_not_end", "after signing out"},
        Plant{Planted::early_hints, "hint_before_the_commit", "is ahead of what is committed"},
        Plant{Planted::lost_hints, "hints_that_nobody_gets", "shows another row"}),
    [](const auto& instance) { return std::string(instance.param.name); });

// WALKIE_LONG (./walkie test --long): new seeds for an hour.
TEST(Long, fresh_seeds_keep_the_promise) {
  if (std::getenv("WALKIE_LONG") == nullptr) return;
  const char* minutes = std::getenv("WALKIE_SIMULATION_MINUTES");
  const auto end = std::chrono::steady_clock::now() +
                   std::chrono::minutes(minutes == nullptr ? 60 : std::atoi(minutes));
  // More than it runs in a second: a run that begins later has others.
  constexpr std::uint64_t seeds_a_second = 1'000;
  const auto now = std::chrono::system_clock::now().time_since_epoch() / std::chrono::seconds(1);
  std::uint64_t seed = static_cast<std::uint64_t>(now) * seeds_a_second;
  Totals totals;
  while (std::chrono::steady_clock::now() < end && !HasFailure())
    expect_good(++seed, totals);
  std::printf("%zu messages said, %zu acknowledged, %zu deliveries, %zu crashes; last seed %llu\n",
              totals.said, totals.acknowledged, totals.delivered, totals.crashes,
              static_cast<unsigned long long>(seed));
}

}  // namespace
}  // namespace walkie::sim
