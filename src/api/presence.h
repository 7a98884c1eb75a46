// Presence: who has a conversation open, over all loops of this process. A visitor is online until
// Limits::presence_linger_ms after its last connection closed. Changes are pushed as ephemeral
// frames. Called when a connection joins or leaves a conversation, never per message. Any thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/executor.h"
#include "chat/limits.h"
#include "chat/principal.h"
#include "wire/frames_out.h"

namespace walkie {
class Dispatch;
}

namespace walkie::api {

class Presence {
 public:
  Presence(Dispatch& dispatch, const Limits& limits) : dispatch_(dispatch), limits_(limits) {}

  // Each enter() is matched by one exit(). True: presence has changed, and a frame was published to
  // all listeners of the conversation, the new one included.
  bool enter(ConversationId id, const Principal& principal);
  // `loop` runs the timer of the visitor's grace period.
  void exit(ConversationId id, const Principal& principal, Executor& loop);

  // The presence frame of the current state.
  std::string frame(ConversationId id) const;
  bool visitor_online(ConversationId id) const;
  std::size_t conversations() const;

 private:
  struct Room {
    std::int64_t visitors = 0;    // connections
    std::int64_t generation = 0;  // grows with each enter(): older grace periods are void then
    bool online = false;
    struct OnlineAgent {
      std::string name;
      std::int64_t connections = 0;
    };
    std::map<AgentId, OnlineAgent> agents;
    bool empty() const { return !online && visitors == 0 && agents.empty(); }
  };
  std::string frame_of(ConversationId id, const Room& room) const;
  void visitor_gone(ConversationId id, std::int64_t generation);
  void publish(ConversationId id, const std::string& frame);

  Dispatch& dispatch_;
  const Limits& limits_;
  mutable std::mutex mutex_;
  std::unordered_map<ConversationId, Room> rooms_;
};

}  // namespace walkie::api
