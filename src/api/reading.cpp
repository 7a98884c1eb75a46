#include "api/reading.h"

#include <functional>

#include "api/read_slots.h"
#include "base/address_key.h"

namespace walkie::api {

Result<void> enter_read(Call& call) {
  auto slot = call.api().reads().enter(call.principal(), call.request().peer_address());
  if (!slot) return slot.error();
  call.slot = std::move(slot).value();
  return {};
}

ReadOptions read_options(const Call& call) {
  ReadOptions options;
  options.client = call.responder().client();
  // Anonymous clients take turns by address.
  if (call.principal().kind == PrincipalKind::anonymous) {
    const std::string key = address_key(call.request().peer_address());
    options.source = std::hash<std::string>{}(key) | std::uint64_t{1} << 63;
  }
  return options;
}

}  // namespace walkie::api
