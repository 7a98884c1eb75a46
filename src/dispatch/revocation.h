// A revocation on its way through the broker: bytes for a principal's channel, never sent to a
// client. The owner of the connections decodes it and closes those that it concerns (4506, 4501 …).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "actions/action.h"

namespace walkie {

std::string revocation_bytes(const actions::Revocation& revocation);
std::optional<actions::Revocation> revocation_from(std::string_view bytes);

// The revocation in `bytes` if it concerns this principal with its session; nullopt otherwise.
std::optional<actions::Revocation> revocation_for(const Principal& principal,
                                                  std::string_view bytes);

}  // namespace walkie
