// Tokens and passwords. Pure computation over libsodium; no store. Any thread; hash_password and
// password_matches take a good part of a second and 64 MiB each: never on a loop or store thread.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "chat/limits.h"

namespace walkie::actions {

// 256 random bits, base64url. A program's key has "wk_" before them.
std::string make_token(Random& random);
std::string make_key(Random& random);
bool is_key(std::string_view token);
// BLAKE2b-256, raw bytes. What is stored, and what is looked up: comparing hashes leaks nothing.
std::string token_hash(std::string_view token);
bool same_secret(std::string_view a, std::string_view b);  // in constant time

// Argon2id in libsodium's encoded form, with Limits::argon2_*.
std::string hash_password(std::string_view password, Random& random, const Limits& limits);
// An empty hash (no such account) costs the same and never matches.
bool password_matches(std::string_view hash, std::string_view password, const Limits& limits);

// A UUIDv7 for messages that came without a client_id.
std::string make_client_id(WallTime now, Random& random);

}  // namespace walkie::actions
