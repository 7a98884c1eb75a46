// Delivery: what may happen to bytes on the way to a slow reader (protocol H7).
#pragma once

#include <cstdint>

namespace walkie {

enum class Delivery : std::uint8_t {
  durable,    // an event of a log: delivered in order, or the connection closes and resumes
  ephemeral,  // typing, presence: dropped first when a reader is slow
};

}  // namespace walkie
