// The HTTP reader: scan, parse, body. It must not crash, must not read outside its text, and must
// say the same however the bytes are split. What it takes must be unambiguous. What is salvaged of
// a head that is refused stays within the limits.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "net/http_body.h"
#include "net/http_head.h"
#include "net/http_salvage.h"

namespace {

using namespace walkie::net;

struct Outcome {
  int status = 0;
  bool complete = false;
  std::string body;
  bool operator==(const Outcome&) const = default;
};

Outcome run(std::string_view text, std::size_t step) {
  Outcome outcome;
  HttpLimits limits;
  limits.body_bytes = 4096;
  HeadScanner scanner;
  HttpRefusal refusal;
  bool found = false;
  std::size_t have = 0;
  while (have < text.size() && !found && !refusal) {
    have = std::min(text.size(), have + step);
    found = scanner.scan(text.substr(0, have), limits, refusal);
  }
  HttpHead head;
  if (found) refusal = parse_http_head(text.substr(0, scanner.size()), limits, head);
  BodyReader reader;
  if (found && !refusal) {
    if (head.chunked && head.has_length) std::abort();
    if (head.version_minor > 0 && head.host.empty()) std::abort();
    refusal = reader.start(head, limits.body_bytes);
    std::size_t at = scanner.size();
    while (!refusal && !reader.done() && at < text.size()) {
      at += reader.feed(text.substr(at, step), outcome.body, refusal);
    }
    if (outcome.body.size() > limits.body_bytes) std::abort();
    outcome.complete = !refusal && reader.done();
  }
  outcome.status = refusal.status;
  return outcome;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  if (text.empty()) return 0;
  Outcome whole = run(text, text.size());
  const HttpLimits limits;
  const Request salvaged = salvage_request(text, limits).take();
  if (salvaged.header_count() > limits.head_fields || salvaged.path().empty()) std::abort();
  for (std::size_t step : {1, 2, 7}) {
    Outcome split = run(text, step);
    if (split.status != whole.status || split.complete != whole.complete) std::abort();
    if (whole.complete && split.body != whole.body) std::abort();
  }
  return 0;
}
