// What one run is made of: everything is drawn from its seed.
#pragma once

#include <cstdint>
#include <string>

#include "chat/limits.h"

namespace walkie::sim {

// Per mille, each 0 unless the seed has that fault.
struct Faults {
  int lost_requests = 0;       // the server never sees it
  int lost_answers = 0;        // the server has done it, nobody hears (S1b)
  int doubled_requests = 0;    // a middle box sends it again
  int slow_packets = 0;        // seconds late: overtaken by what was sent after it
  int cuts = 0;                // a live connection ends on both sides
  int half_open = 0;           // one direction is dead and nobody is told
  int stalls = 0;              // a reader takes nothing for a while (H7)
  int broken_frames = 0;       // a middle box loses, doubles or swaps frames (H3)
  int crashes = 0;             // power is cut; only what is durable comes back
  int full_disk = 0;           // commits fail for a while
  int failed_reads = 0;        // a look at the store fails
  int clock_jumps = 0;         // the wall clock jumps, forwards or back
  int reloads = 0;             // a tab dies and comes back with its storage
  int closed_tabs = 0;         // and comes back much later
  int drains = 0;              // the server is stopped politely and started again (H8)
  int switches = 0;            // of the transport, with the same cursor (H5a)
  int lost_broadcasts = 0;     // N1
  int doubled_broadcasts = 0;  // N1
  int restores = 0;            // the database goes back to a backup, with a new epoch (L4)
  int sign_outs = 0;           // an agent's session ends while it is connected (C8)
};

// A deliberate bug in the simulation's own seams: the checker must catch it.
enum class Planted : std::uint8_t {
  nothing,
  no_dedupe,          // the server forgets client_ids
  early_answer,       // acknowledged before the commit is durable
  late_join,          // listens to the live channel after the backlog was read
  public_note,        // a note goes to the public log
  ignored_gaps,       // a client takes whatever comes next
  new_id_on_retry,    // a client makes a new client_id for each attempt
  forgotten_outbox,   // a client that keeps its outbox in memory only
  unbounded_queue,    // a slow reader's queue grows and grows
  silent_leave,       // the server is not told that a connection ended
  position_not_kept,  // a read position is answered and not saved
  other_history,      // some readers are shown another log
  cursor_by_ack,      // a client that takes its own answer's seq for its cursor
  forgotten_epoch,    // a client that names its seq and not its epoch
  lost_closures,      // nobody tells a connection that its session has ended
  early_hints,        // an inbox hint with a head that is not there yet
  lost_hints,         // no inbox hint arrives
};

struct Options {
  std::uint64_t seed = 0;
  Planted planted = Planted::nothing;
  bool traced = false;

  int visitors = 1;  // each with a conversation of its own
  int tabs = 1;      // of the first visitor
  int agents = 1;    // each follows every conversation
  int steps = 40;
  bool small_rings = false;    // resumes come from the store
  bool small_resumes = false;  // being far behind leads to `reset` (C6)
  bool small_queues = false;   // the broker's queue overflows
  Faults faults;

  std::string text() const;
};

Options options_from(std::uint64_t seed, Planted planted = Planted::nothing);
Limits limits_of(const Options& options);

}  // namespace walkie::sim
