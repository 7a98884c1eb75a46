// Publisher: publishes what a commit changed.
//
// Events are encoded once for everybody. Inbox hints (L3) need the whole row. A reader thread
// fetches it, and only when somebody listens. After several changes of one conversation only the
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

  // Before the commit is answered. Afterwards a client with its answer can rely on this:
  // credentials that ended are forgotten, new events are in the ring.
  void prepare(const std::vector<actions::Outcome>& outcomes);
  // After it is answered (S3): everything prepared goes to the broker.
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
