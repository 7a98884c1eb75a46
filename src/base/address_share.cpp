#include "base/address_share.h"

#include <cmath>
#include <cstddef>

namespace walkie {
namespace {

bool holds(const AddressBlock& outer, const AddressBlock& inner) {
  return outer.bits <= inner.bits && outer.contains(inner.first);
}

// Two blocks are apart, or one is in the other: then only the outer one counts, and of equal ones
// the first.
bool counts(const std::vector<AddressBlock>& blocks, std::size_t at) {
  for (std::size_t other = 0; other < blocks.size(); ++other) {
    if (other == at || !holds(blocks[other], blocks[at])) continue;
    if (blocks[other].bits < blocks[at].bits || other < at) return false;
  }
  return true;
}

double share_within(const AddressBlock& all, const std::vector<AddressBlock>& blocks) {
  double share = 0;
  for (std::size_t at = 0; at < blocks.size(); ++at) {
    if (holds(blocks[at], all)) return 1;
    if (!holds(all, blocks[at]) || !counts(blocks, at)) continue;
    share += std::ldexp(1.0, all.bits - blocks[at].bits);
  }
  return share;
}

}  // namespace

AddressShare share_of(const std::vector<AddressBlock>& blocks) {
  const AddressBlock v4{*IpAddress::parse("::ffff:0.0.0.0"), 96};
  const AddressBlock v6{*IpAddress::parse("2000::"), 3};
  return {share_within(v4, blocks), share_within(v6, blocks)};
}

}  // namespace walkie
