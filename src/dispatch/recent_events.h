// RecentEvents: a cache of the newest frames of recently used conversations. With it, many clients
// can reconnect at once without the store, or with one read for each conversation (C5a).
//
// The writer thread adds events before it answers a commit, so a client with its answer finds the
// event here or in the store. Reader threads add what they have read. Any thread may read. One
// mutex, held for microseconds, and not used for live delivery. Limited in events and bytes per
// log, in conversations, and in bytes in all.
#pragma once

#include <cstdint>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "actions/action.h"
#include "base/metrics.h"
#include "chat/limits.h"
#include "chat/permissions.h"
#include "dispatch/resume.h"

namespace walkie {

class RecentEvents {
 public:
  RecentEvents(const Limits& limits, Metrics& metrics);

  // `row`: the conversation's, with its heads after `event`'s commit.
  void add(const Event& event, const SharedBytes& frame, const actions::ChangedRow& row);

  // Keeps rows that were read from the store. Take a mark before the snapshot and pass it to keep()
  // with the result. Nothing is kept when an event that was added after the mark may have left the
  // ring already, because the result may lack it. `row` and `backlog` are of that snapshot.
  std::uint64_t mark();
  void keep(std::uint64_t mark, const actions::ChangedRow& row, const Backlog& backlog);

  // The whole answer. nullopt when the ring does not have it (not active, cursor too old, another
  // epoch), or the principal may not read the conversation; then read the store.
  std::optional<Backlog> after(const Principal& asker, const Cursor& cursor);

  // The frame of one event; empty when it is not in the ring.
  SharedBytes frame(ConversationId id, Channel channel, Seq seq);

  // Sets the epoch of the database. Before that there are no answers.
  void set_epoch(std::string epoch);

 private:
  // A vector with a moving front: most logs are empty, and an empty deque would own 576 bytes.
  class Frames {
   public:
    bool empty() const { return first_ == all_.size(); }
    std::size_t size() const { return all_.size() - first_; }
    const Frame* begin() const { return all_.data() + first_; }
    const Frame* end() const { return all_.data() + all_.size(); }
    const Frame& front() const { return *begin(); }
    const Frame& back() const { return all_.back(); }
    void push_back(const Frame& frame) { all_.push_back(frame); }
    void pop_front();
    void clear();

   private:
    std::vector<Frame> all_;
    std::uint32_t first_ = 0;
  };
  struct Log {
    Frames frames;  // gapless, the last one is the head
    std::int64_t bytes = 0;
    Seq head = 0;
  };
  struct Recent {
    ConversationOwners owners;
    Log logs[2];                 // by Channel
    std::uint64_t added_at = 0;  // the count of adds at its last; 0: only kept
    std::list<ConversationId>::iterator place;
  };

  Recent& touched(const actions::ChangedRow& row);
  void push(Log& log, const Event& event, const SharedBytes& frame);
  void append(Log& log, const Frame& frame);
  void drop_front(Log& log);
  void clear(Log& log);
  void evict();
  bool frames_after(const Log& log, std::optional<Seq> after, std::vector<Frame>& out) const;

  const Limits& limits_;
  Gauge& conversations_gauge_;
  Gauge& bytes_gauge_;
  std::mutex mutex_;
  std::string epoch_;
  std::unordered_map<ConversationId, Recent> recent_;
  std::list<ConversationId> order_;  // most recently active first
  std::int64_t total_bytes_ = 0;
  std::uint64_t adds_ = 0;
  std::uint64_t newest_left_ = 0;  // the latest `added_at` of a conversation that has left
};

}  // namespace walkie
