// How much of all addresses some blocks hold together. Pure; any thread. For settings that mean "a
// few addresses": a list of blocks can hold everything, though none of them does alone.
#pragma once

#include <vector>

#include "base/ip_address.h"

namespace walkie {

struct AddressShare {  // from 0 to 1; an address that two blocks hold counts once
  double v4 = 0;
  double v6 = 0;  // of 2000::/3, from which all public addresses come
};

AddressShare share_of(const std::vector<AddressBlock>& blocks);

}  // namespace walkie
