// The passwords that an attacker tries first.
#pragma once

#include <string_view>

namespace walkie {

// One of the commonest passwords, whatever its case and the digits or signs around it
// ("Password1234!"); digits or a row of the keyboard in order; one short piece over and over.
bool common_password(std::string_view password);

}  // namespace walkie
