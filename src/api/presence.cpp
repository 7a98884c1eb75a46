#include "api/presence.h"

#include "dispatch/channels.h"
#include "dispatch/dispatch.h"

namespace walkie::api {

std::string Presence::frame_of(ConversationId id, const Room& room) const {
  std::vector<wire::PresentAgent> agents;
  for (const auto& [agent, online] : room.agents)
    agents.push_back({agent, online.name});
  return wire::presence_frame(id, room.online, agents);
}

void Presence::publish(ConversationId id, const std::string& frame) {
  dispatch_.publish(conversation_channel(id), SharedBytes(frame));
}

bool Presence::enter(ConversationId id, const Principal& principal) {
  if (principal.kind == PrincipalKind::bot) return false;
  std::string changed;
  {
    const std::scoped_lock lock(mutex_);
    Room& room = rooms_[id];
    bool is_new = false;
    if (principal.kind == PrincipalKind::visitor) {
      ++room.visitors;
      ++room.generation;
      is_new = !room.online;
      room.online = true;
    } else {
      Room::OnlineAgent& online = room.agents[AgentId{principal.id}];
      online.name = principal.name;
      is_new = ++online.connections == 1;
    }
    if (is_new) changed = frame_of(id, room);
  }
  if (changed.empty()) return false;
  publish(id, changed);
  return true;
}

void Presence::exit(ConversationId id, const Principal& principal, Executor& loop) {
  if (principal.kind == PrincipalKind::bot) return;
  std::string changed;
  std::int64_t lingering = -1;
  {
    const std::scoped_lock lock(mutex_);
    const auto found = rooms_.find(id);
    if (found == rooms_.end()) return;
    Room& room = found->second;
    if (principal.kind == PrincipalKind::visitor) {
      if (--room.visitors == 0) lingering = room.generation;
    } else {
      const auto online = room.agents.find(AgentId{principal.id});
      if (online != room.agents.end() && --online->second.connections == 0) {
        room.agents.erase(online);
        changed = frame_of(id, room);
      }
    }
    if (room.empty()) rooms_.erase(found);
  }
  if (!changed.empty()) publish(id, changed);
  if (lingering < 0) return;
  loop.post_after(Duration(limits_.presence_linger_ms),
                  [this, id, lingering] { visitor_gone(id, lingering); });
}

void Presence::visitor_gone(ConversationId id, std::int64_t generation) {
  std::string changed;
  {
    const std::scoped_lock lock(mutex_);
    const auto found = rooms_.find(id);
    if (found == rooms_.end()) return;
    Room& room = found->second;
    if (room.visitors > 0 || room.generation != generation || !room.online) return;
    room.online = false;
    changed = frame_of(id, room);
    if (room.empty()) rooms_.erase(found);
  }
  publish(id, changed);
}

std::string Presence::frame(ConversationId id) const {
  const std::scoped_lock lock(mutex_);
  const auto found = rooms_.find(id);
  return frame_of(id, found == rooms_.end() ? Room() : found->second);
}

bool Presence::visitor_online(ConversationId id) const {
  const std::scoped_lock lock(mutex_);
  const auto found = rooms_.find(id);
  return found != rooms_.end() && found->second.online;
}

std::size_t Presence::conversations() const {
  const std::scoped_lock lock(mutex_);
  return rooms_.size();
}

}  // namespace walkie::api
