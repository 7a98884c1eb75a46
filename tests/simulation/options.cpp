#include "tests/simulation/options.h"

#include <utility>

#include "tests/support/seeded_random.h"

namespace walkie::sim {
namespace {

struct Named {
  const char* name;
  int Faults::*fault;
  int most;  // per mille
};

// How often is too often: above it a run shows nothing but retries.
constexpr Named kFaults[] = {
    {"lost_requests", &Faults::lost_requests, 200},
    {"lost_answers", &Faults::lost_answers, 250},
    {"doubled_requests", &Faults::doubled_requests, 200},
    {"slow_packets", &Faults::slow_packets, 150},
    {"cuts", &Faults::cuts, 250},
    {"half_open", &Faults::half_open, 150},
    {"stalls", &Faults::stalls, 200},
    {"broken_frames", &Faults::broken_frames, 150},
    {"crashes", &Faults::crashes, 150},
    {"full_disk", &Faults::full_disk, 100},
    {"failed_reads", &Faults::failed_reads, 60},
    {"clock_jumps", &Faults::clock_jumps, 100},
    {"reloads", &Faults::reloads, 150},
    {"closed_tabs", &Faults::closed_tabs, 100},
    {"drains", &Faults::drains, 60},
    {"switches", &Faults::switches, 250},
    {"lost_broadcasts", &Faults::lost_broadcasts, 250},
    {"doubled_broadcasts", &Faults::doubled_broadcasts, 250},
    {"restores", &Faults::restores, 60},
    {"sign_outs", &Faults::sign_outs, 120},
};

// Faults without which a planted bug would seldom show.
void provoke(Options& options) {
  Faults& faults = options.faults;
  switch (options.planted) {
    case Planted::no_dedupe:
    case Planted::new_id_on_retry:
      faults.lost_answers = 250;
      break;
    case Planted::early_answer:
      faults.crashes = 150;
      break;
    case Planted::late_join:
      break;  // it shows when everybody comes back at once
    case Planted::ignored_gaps:
      faults.broken_frames = 150;
      break;
    case Planted::forgotten_outbox:
      faults.reloads = 150;
      faults.lost_requests = 200;
      break;
    case Planted::unbounded_queue:
      faults.stalls = 500;
      break;
    case Planted::silent_leave:
      faults.reloads = 150;
      break;
    case Planted::forgotten_epoch:
      faults.restores = 100;
      break;
    case Planted::lost_closures:
      faults.sign_outs = 200;
      break;
    case Planted::early_hints:
    case Planted::lost_hints:
    case Planted::position_not_kept:
    case Planted::other_history:
    case Planted::nothing:
    case Planted::public_note:
    case Planted::cursor_by_ack:
      break;
  }
}

}  // namespace

Options options_from(std::uint64_t seed, Planted planted) {
  // Not the world's own numbers: a new option must not change what the old ones lead to.
  testing::SeededRandom random(seed ^ 0x5eed'0f'a11'0b71U);
  Options options;
  options.seed = seed;
  options.planted = planted;
  options.visitors = 1 + static_cast<int>(random.below(2));
  options.tabs = 1 + static_cast<int>(random.below(2));
  options.agents = 1 + static_cast<int>(random.below(2));
  options.steps = 20 + static_cast<int>(random.below(41));
  options.small_rings = random.below(3) == 0;
  options.small_resumes = random.below(4) == 0;
  options.small_queues = random.below(8) == 0;
  for (const Named& named : kFaults) {
    const auto drawn = static_cast<int>(random.below(static_cast<std::uint64_t>(named.most)));
    if (random.below(5) < 2) options.faults.*named.fault = 1 + drawn;
  }
  provoke(options);
  return options;
}

Limits limits_of(const Options& options) {
  Limits limits;
  limits.argon2_memory_bytes = 8192;
  limits.argon2_passes = 1;
  // Small bounds, so that small runs reach them.
  limits.slow_ephemeral_bytes = 1024;
  limits.slow_queue_bytes = 3 * 1024;
  limits.page_default = 200;
  limits.drain_spread_min_ms = 50;
  limits.drain_spread_max_ms = 1500;
  limits.loop_queue_bytes = options.small_queues ? 200 : 1 << 20;
  if (options.small_rings) limits.ring_events = 3;
  if (options.small_resumes) limits.resume_events = 6;
  return limits;
}

std::string Options::text() const {
  std::string text = "visitors=" + std::to_string(visitors) + " tabs=" + std::to_string(tabs) +
                     " agents=" + std::to_string(agents) + " steps=" + std::to_string(steps);
  if (small_rings) text += " small_rings";
  if (small_resumes) text += " small_resumes";
  if (small_queues) text += " small_queues";
  for (const Named& named : kFaults) {
    if (faults.*named.fault == 0) continue;
    text += std::string(" ") + named.name + "=" + std::to_string(faults.*named.fault);
  }
  return text;
}

}  // namespace walkie::sim
