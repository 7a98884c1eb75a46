// What holds for every field table, checked when the program is built.
#include "chat/conversation.h"
#include "chat/event.h"
#include "chat/message.h"
#include "chat/people.h"

namespace walkie {
namespace {

// Names are lower case and stand once; the id comes first; what an event tells can change, and
// somebody may see it; bytes that are no text have no JSON.
template <class Noun>
constexpr bool sound() {
  bool fine = true;
  std::size_t count = 0;
  each_field<Noun>([&](const auto& field) {
    std::size_t same = 0;
    each_field<Noun>([&](const auto& other) { same += field.name == other.name ? 1 : 0; });
    fine = fine && same == 1 && !field.name.empty();
    for (const char c : field.name)
      fine = fine && ((c >= 'a' && c <= 'z') || c == '_');
    const bool hidden = field.audience == Audience::nobody;
    // A log is read by visitors or by all staff: there is none for admins alone.
    fine = fine && !(field.is(tracked) && (field.is(fixed) || field.audience > Audience::staff));
    fine = fine && !(field.is(filter) && hidden);
    fine = fine && !(field.is(raw_bytes) && !hidden);
    fine = fine && (count++ > 0 || field.is(fixed));
  });
  return fine;
}

static_assert(sound<Conversation>());
static_assert(sound<Position>());
static_assert(sound<Message>());
static_assert(sound<Event>());
static_assert(sound<Inbox>());
static_assert(sound<Visitor>());
static_assert(sound<Agent>());
static_assert(sound<Bot>());
static_assert(sound<Session>());

}  // namespace
}  // namespace walkie
