// Publisher: publishes what a commit changed.
//
// Events are encoded once for all readers. An inbox hint (L3) needs the whole row. A reader thread
// reads it, and only when a loop has subscribed. After several changes of one conversation only the
// newest row is sent. prepare and publish: the writer's thread.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/log.h"
#include "base/metrics.h"
#include "broker/broker.h"
#include "dispatch/known_credentials.h"
#include "dispatch/read_queue.h"
#include "dispatch/recent_events.h"

namespace walkie {

class Publisher {
 public:
  struct Parts {
    Broker& broker;
    const Limits& limits;
    Log& log;
    Metrics& metrics;
    RecentEvents& recent;
    KnownCredentials& known;
    ReadQueue& reads;
  };
  explicit Publisher(const Parts& parts);

  // Called before the answers are sent: ended credentials are forgotten, and new events are in the
  // ring, when a client gets its answer.
  void prepare(const std::vector<actions::Outcome>& outcomes);
  // Called after the answers were sent (S3): publishes what was prepared.
  void publish();

  bool knows_epoch() const { return knows_epoch_; }
  void set_epoch(const std::string& epoch);

 private:
  void prepare_events(const actions::Outcome& outcome);
  void prepare_hint(const actions::ChangedRow& row);
  void want_hint(ConversationId id, Seq heads);
  void send_hints(const actions::Context& context, View& view);

  const Parts parts_;
  bool knows_epoch_ = false;
  std::vector<Broadcast> prepared_;
  struct Saved {
    MessageId message_id;
    ConversationId conversation_id;
    Seq seq = 0;
  };
  std::vector<Saved> saved_;  // for the log

  std::mutex hints_mutex_;
  std::map<ConversationId, Seq> hints_;  // rows to send, and the sum of heads they must have

  Counter& events_;
  Counter& hints_sent_;
};

}  // namespace walkie
