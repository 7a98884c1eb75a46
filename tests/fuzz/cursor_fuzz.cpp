// Cursors as clients send them: query parameters of a target, `next` of a list, the since,
// staff_since and epoch of a subscribe frame. What is taken is a number that is written the same
// again.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "api/conversation_cursor.h"
#include "net/request_builder.h"
#include "wire/frames_in.h"

namespace {

void check(const std::string& text) {
  const auto cursor = walkie::api::cursor_from(text);
  if (!cursor) {
    if (cursor.error().field != "cursor") std::abort();
    return;
  }
  const auto again = walkie::api::cursor_from(walkie::api::cursor_text(*cursor));
  if (!again || again->before_at != cursor->before_at || again->before_id != cursor->before_id) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  check(text);
  const auto request = walkie::net::RequestBuilder().target("GET", "/conversations", text).take();
  for (const char* name : {"cursor", "after", "since", "staff_since", "epoch", "limit", "q"}) {
    const auto value = request.query(name);
    if (!value) continue;
    if (value->find('\0') != std::string::npos || value->size() > text.size()) std::abort();
    check(*value);
  }
  walkie::wire::FrameSubject subject;
  const auto frame = walkie::wire::parse_frame(
      R"({"type":"subscribe","conversation_id":1,"since":)" + text + "}", subject);
  if (frame) {
    const auto* subscribe = std::get_if<walkie::wire::SubscribeFrame>(&*frame);
    if (subscribe != nullptr && subscribe->since && *subscribe->since < 0) std::abort();
  }
  return 0;
}
