// simulation [--seed N [--trace] [--planted K]]: one run; without --seed: the GoogleTest suite.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "tests/simulation/scenario.h"

namespace {

int one_run(std::uint64_t seed, bool traced, int planted) {
  walkie::sim::Options options =
      walkie::sim::options_from(seed, static_cast<walkie::sim::Planted>(planted));
  options.traced = traced;
  std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed), options.text().c_str());
  const walkie::sim::Verdict verdict = walkie::sim::run_seed(options);
  std::printf("%zu said, %zu acknowledged, %zu deliveries, %zu crashes, %llu steps\n", verdict.said,
              verdict.acknowledged, verdict.delivered, verdict.crashes,
              static_cast<unsigned long long>(verdict.happened));
  for (const std::string& wrong : verdict.wrongs)
    std::printf("WRONG: %s\n", wrong.c_str());
  return verdict.good() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t seed = 0;
  bool traced = false;
  int planted = 0;
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--trace") traced = true;
    if (word == "--seed" && i + 1 < argc) seed = std::strtoull(argv[i + 1], nullptr, 10);
    if (word == "--planted" && i + 1 < argc) planted = std::atoi(argv[i + 1]);
  }
  if (seed != 0) return one_run(seed, traced, planted);
  ::testing::InitGoogleTest(&argc, argv);
  return RUN_ALL_TESTS();
}
