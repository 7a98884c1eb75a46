// What holds for every field table, checked when the program is built.
#include "chat/conversation.h"
#include "chat/event.h"
#include "chat/message.h"
#include "chat/people.h"

namespace walkie {
namespace {

// Names are in lower case and unique; the id comes first; a tracked field can change and has an
// audience; raw bytes have no JSON.
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
    // There is a log for visitors and one for staff, but none for admins only.
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
