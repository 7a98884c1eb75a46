// Known devices: a browser that has signed in to an account has a signed cookie that proves it. The
// cookie gives no access. It gives the browser its own limit of failed sign-ins, so that strangers
// cannot lock it out by guessing (decision 0093).
//
// The cookie has up to four marks "NONCE.MAC", one for each account, joined by "~". The MAC covers
// the e-mail address of the account and the salt of its password, so a new password makes all marks
// invalid. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "actions/action.h"

namespace walkie::actions {

// The key of this installation for the marks; empty when there is none yet.
std::string device_key(View& store);
std::string ensure_device_key(Transaction& store, Random& random);

// The nonce of the valid mark for this account. `cookie`: as the client sent it.
std::optional<std::string> known_device(std::string_view key, std::string_view cookie,
                                        const Agent& agent);

// The cookie for a browser that has just signed in: a mark for this account, with its old nonce if
// it had one, then the marks of other accounts from its old cookie.
std::string device_cookie(std::string_view key, std::string_view brought, const Agent& agent,
                          Random& random);

}  // namespace walkie::actions
