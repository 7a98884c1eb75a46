// Tokens and passwords. Pure computation with libsodium; no store. Any thread. hash_password and
// password_matches take a large part of a second and 64 MiB each: not on a loop or a store thread.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "chat/limits.h"

namespace walkie::actions {

// 256 random bits in base64url. An API key begins with "wk_".
std::string make_token(Random& random);
std::string make_key(Random& random);
bool is_key(std::string_view token);
// BLAKE2b-256, raw bytes. Only the hash is stored and looked up, so a look-up leaks nothing.
std::string token_hash(std::string_view token);
bool same_secret(std::string_view a, std::string_view b);  // in constant time

// BLAKE2b-128 with a secret key of 16 to 64 bytes: collisions cannot be found without the key.
using Digest = std::array<unsigned char, 16>;
Digest keyed_digest(std::string_view key, std::string_view text);
std::string digest_text(const Digest& digest);  // base64url, 22 characters

// Argon2id in libsodium's encoded form, with Limits::argon2_*.
std::string hash_password(std::string_view password, Random& random, const Limits& limits);
// An unmatched_hash never matches, and costs as much as another hash with its settings.
bool password_matches(std::string_view hash, std::string_view password, const Limits& limits);

// The same password, hashed with the current settings and the salt of `hash`: the salt changes only
// when the password does. Empty: `hash` has the current settings already, or has no salt.
std::string rehashed(std::string_view hash, std::string_view password, const Limits& limits);
// The salt as text; all of `hash` when it has another form.
std::string_view password_salt(std::string_view hash);

// The settings of a hash ("$argon2id$v=19$m=65536,t=3,p=1"); the current ones when it has none.
std::string hash_settings(std::string_view hash, const Limits& limits);
// A hash for an account that does not exist. No password matches it.
std::string unmatched_hash(std::string_view settings);

// A UUIDv7 for messages that came without a client_id.
std::string make_client_id(WallTime now, Random& random);

}  // namespace walkie::actions
