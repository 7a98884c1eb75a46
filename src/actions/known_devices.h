// Known devices: a browser that has signed in to an account before carries a signed cookie that
// says so. It opens nothing. It only gives the browser a budget of its own for failed sign-ins, so
// that strangers who guess cannot lock its owner out (decision 0093).
//
// The cookie holds up to four marks "NONCE.MAC", one for each account, joined by "~". The MAC
// covers the account's address and the salt of its password: a new password makes strangers of
// all devices. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "actions/action.h"

namespace walkie::actions {

// The installation's key for the marks; empty when none was ever made.
std::string device_key(View& store);
std::string ensure_device_key(Transaction& store, Random& random);

// The nonce of the mark that is good for this account. `cookie` is whatever a client sent.
std::optional<std::string> known_device(std::string_view key, std::string_view cookie,
                                        const Agent& agent);

// The cookie for a browser that has just signed in: a mark for this account (with its old nonce
// if it had one), then the marks of other accounts that it brought.
std::string device_cookie(std::string_view key, std::string_view brought, const Agent& agent,
                          Random& random);

}  // namespace walkie::actions
