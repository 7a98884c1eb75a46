// A revocation as bytes for the channel of a principal. It is never sent to a client: connections
// of the principal decode it, and close when it concerns them (4506, 4501).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "actions/action.h"

namespace walkie {

std::string revocation_bytes(const actions::Revocation& revocation);
std::optional<actions::Revocation> revocation_from(std::string_view bytes);

// The revocation in `bytes`, if it is for this principal and its session; nullopt otherwise.
std::optional<actions::Revocation> revocation_for(const Principal& principal,
                                                  std::string_view bytes);

}  // namespace walkie
