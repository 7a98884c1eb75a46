// grow: is a large database as fast as a small one? Fills one with ten million messages. A second
// one holds only what fills a page of every list. Then asks both the same questions, by turns.
//
// No search is measured: Walkie has none.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <vector>

#include "bench/grow/sampling.h"
#include "tests/support/seeded_random.h"
#include "tests/support/temp_folder.h"

namespace {

using namespace walkie;
using namespace walkie::bench;

constexpr std::int64_t messages_each = 100;
constexpr std::int64_t conversations_of_the_small = 1'500;  // 150 open, 50 of them mine

Result<void> ask_both(Sampling& small, Sampling& grown, int samples) {
  for (int i = 0; i < samples; ++i) {
    for (int question = 0; question < static_cast<int>(Question::count); ++question) {
      for (Sampling* one : {&small, &grown}) {
        if (auto done = one->ask(static_cast<Question>(question)); !done) return done;
      }
    }
  }
  return {};
}

void print(const Sampling& small, const Sampling& grown, const Shape& shape, int samples) {
  std::printf(
      "{\"scenario\": \"grow\", \"messages\": %lld, \"conversations\": %lld, \"samples\": %d",
      static_cast<long long>(shape.messages), static_cast<long long>(shape.conversations), samples);
  for (int number = 0; number < static_cast<int>(Question::count); ++number) {
    const auto question = static_cast<Question>(number);
    std::printf(",\n \"%s\": {", name_of(question));
    for (const auto& [word, kind] :
         {std::pair{"", Sampling::Kind::elapsed}, {"cpu_", Sampling::Kind::cpu}}) {
      for (const auto& [name, q] : {std::pair{"p50", 0.5}, {"p99", 0.99}}) {
        const double before = small.quantile_us(question, kind, q);
        const double after = grown.quantile_us(question, kind, q);
        std::printf("%s\"small_%s%s_us\": %.1f, \"grown_%s%s_us\": %.1f, \"%s%s_ratio\": %.2f",
                    *word == 0 && q < 0.9 ? "" : ", ", word, name, before, word, name, after, word,
                    name, after / before);
      }
    }
    std::printf("}");
  }
  std::printf("}\n");
}

// Both are asked from the operating system's memory. Ten million messages take three gigabytes, and
// a machine for them has more. A disk's own p99 would hide what is measured.
void read_whole(const std::string& folder) {
  std::vector<char> block(1 << 20);
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(file.path(), std::ios::binary);
    while (in.read(block.data(), static_cast<std::streamsize>(block.size()))) {
    }
  }
}

int fail(const Error& error) {
  std::fprintf(stderr, "grow: %s\n", error.detail.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Measures a database that has grown against a small one.", "grow");
  std::int64_t messages = 10'000'000;
  int samples = 2'000;
  std::string folder;
  app.add_option("--messages", messages, "how many to fill in, a hundred for each conversation")
      ->check(CLI::Range(std::int64_t{messages_each}, std::int64_t{1'000'000'000}));
  app.add_option("--samples", samples, "of each question, in each database");
  app.add_option("--folder", folder,
                 "an empty one on the disk to measure; default: a temporary one");
  CLI11_PARSE(app, argc, argv);

  testing::SeededRandom random;
  const testing::TempFolder small_folder, temporary;
  const std::int64_t conversations = messages / messages_each;
  auto small =
      fill(small_folder.path(),
           {conversations_of_the_small * messages_each, conversations_of_the_small}, random, false);
  if (!small) return fail(small.error());
  auto grown = fill(folder.empty() ? temporary.path() : folder,
                    {conversations * messages_each, conversations}, random, true);
  if (!grown) return fail(grown.error());
  read_whole(small_folder.path());
  read_whole(folder.empty() ? temporary.path() : folder);
  Sampling of_small(*small, random), of_grown(*grown, random);
  if (auto warm = ask_both(of_small, of_grown, samples / 10); !warm) return fail(warm.error());
  Sampling measured_small(*small, random), measured_grown(*grown, random);
  if (auto done = ask_both(measured_small, measured_grown, samples); !done) {
    return fail(done.error());
  }
  print(measured_small, measured_grown, grown->shape, samples);
  return 0;
}
