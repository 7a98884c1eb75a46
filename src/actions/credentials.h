// Tokens and passwords. Pure computation over libsodium; no store. Any thread; hash_password and
// password_matches take a good part of a second and 64 MiB each: never on a loop or store thread.
#pragma once

#include <array>
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

// BLAKE2b-128 under a secret key of 16 to 64 bytes: nobody without the key can make two texts meet.
using Digest = std::array<unsigned char, 16>;
Digest keyed_digest(std::string_view key, std::string_view text);
std::string digest_text(const Digest& digest);  // base64url, 22 characters

// Argon2id in libsodium's encoded form, with Limits::argon2_*.
std::string hash_password(std::string_view password, Random& random, const Limits& limits);
// A hash that matches nothing (unmatched_hash) costs as much as one of its settings.
bool password_matches(std::string_view hash, std::string_view password, const Limits& limits);

// The same password hashed with the settings in force and the salt of `hash`, so that one salt
// stands for one choice of password. Empty: `hash` has those settings, or no salt.
std::string rehashed(std::string_view hash, std::string_view password, const Limits& limits);
// The salt as text; all of `hash` when it has another form.
std::string_view password_salt(std::string_view hash);

// The settings that a hash was made with ("$argon2id$v=19$m=65536,t=3,p=1"); of those in force when
// `hash` has none.
std::string hash_settings(std::string_view hash, const Limits& limits);
// A stand-in for the hash of an account that does not exist. No password matches it.
std::string unmatched_hash(std::string_view settings);

// A UUIDv7 for messages that came without a client_id.
std::string make_client_id(WallTime now, Random& random);

}  // namespace walkie::actions
