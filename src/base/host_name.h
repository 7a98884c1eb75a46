// The host of a URL in the one form that browsers use (URL standard, "host parsing"): lower case,
// punycode (UTS 46 non-transitional, by libidn2), IPv4 dotted, IPv6 compressed in brackets.
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace walkie {

// The error's detail says what is wrong, without the host: "ends with a dot".
Result<std::string> canonical_host(std::string_view host);

}  // namespace walkie
