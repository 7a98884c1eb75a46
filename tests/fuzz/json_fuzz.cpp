// Bodies and frames: any bytes either become a struct or an error that says what is wrong.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/assert.h"
#include "base/utf8.h"
#include "wire/bodies.h"
#include "wire/errors.h"
#include "wire/frames_in.h"
#include "wire/frames_out.h"

namespace {

using namespace walkie;

void check(const Error& error) {
  WALKIE_ASSERT(error.code == Code::bad_request);
  WALKIE_ASSERT(!error.reason.empty() && !error.detail.empty());
  WALKIE_ASSERT(!wire::problem(error).empty());
}

template <class Parsed>
void check(const Result<Parsed>& parsed) {
  if (!parsed) check(parsed.error());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(wire::parse_create_visitor(text));
  check(wire::parse_open_conversation(text));
  check(wire::parse_change_conversation(text));
  check(wire::parse_edit_message(text));
  check(wire::parse_mark_read(text));
  check(wire::parse_sign_in(text));
  check(wire::parse_set_up(text));
  const auto body = wire::parse_post_message(text);
  check(body);
  if (body) WALKIE_ASSERT(utf8_valid(body->content) && body->conversation_id.value > 0);

  wire::FrameSubject subject;
  const auto frame = wire::parse_frame(text, subject);
  check(frame);
  if (!frame) {
    const std::string answer =
        wire::error_frame(frame.error(), subject.client_id, subject.conversation_id);
    WALKIE_ASSERT(utf8_valid(answer));
  }
  return 0;
}
