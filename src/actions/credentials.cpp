#include "actions/credentials.h"

#include <sodium.h>

#include <array>

#include "base/assert.h"

namespace walkie::actions {
namespace {

constexpr std::string_view kKeyPrefix = "wk_";
constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kTokenLength = 43;  // kTokenBytes in base64
constexpr std::size_t kHashBytes = 32;

std::string encoded(std::span<const unsigned char> bytes, int variant) {
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
  text.pop_back();  // the terminating zero that sodium counts
  return text;
}

std::string settings_text(const Limits& limits) {
  return "$argon2id$v=19$m=" + std::to_string(limits.argon2_memory_bytes / 1024) +
         ",t=" + std::to_string(limits.argon2_passes) + ",p=1";
}

std::string argon2_text(std::string_view password, std::span<const unsigned char> salt,
                        const Limits& limits) {
  std::array<unsigned char, kHashBytes> hash{};
  const int failed = crypto_pwhash(
      hash.data(), hash.size(), password.data(), password.size(), salt.data(),
      static_cast<unsigned long long>(limits.argon2_passes),
      static_cast<std::size_t>(limits.argon2_memory_bytes), crypto_pwhash_ALG_ARGON2ID13);
  if (failed != 0) return {};
  return settings_text(limits) + "$" + encoded(salt, sodium_base64_VARIANT_ORIGINAL_NO_PADDING) +
         "$" + encoded(hash, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
}

void start_sodium() {
  static const int started = sodium_init();
  WALKIE_ASSERT(started >= 0);
}

}  // namespace

std::string make_token(Random& random) {
  std::array<unsigned char, kTokenBytes> bytes{};
  random.fill(bytes);
  return encoded(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string make_key(Random& random) { return std::string(kKeyPrefix) + make_token(random); }

// Of 262,144 tokens one begins like a key: the length tells them apart.
bool is_key(std::string_view token) {
  return token.size() == kKeyPrefix.size() + kTokenLength && token.starts_with(kKeyPrefix);
}

std::string token_hash(std::string_view token) {
  start_sodium();
  std::string hash(32, '\0');
  crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                     reinterpret_cast<const unsigned char*>(token.data()), token.size(), nullptr,
                     0);
  return hash;
}

Digest keyed_digest(std::string_view key, std::string_view text) {
  start_sodium();
  Digest digest{};
  crypto_generichash(digest.data(), digest.size(),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size(),
                     reinterpret_cast<const unsigned char*>(key.data()), key.size());
  return digest;
}

std::string digest_text(const Digest& digest) {
  return encoded(digest, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string hash_password(std::string_view password, Random& random, const Limits& limits) {
  start_sodium();
  std::array<unsigned char, crypto_pwhash_SALTBYTES> salt{};
  random.fill(salt);
  return argon2_text(password, salt, limits);
}

bool password_matches(std::string_view hash, std::string_view password, const Limits& limits) {
  start_sodium();
  const std::string stored(hash.empty() ? unmatched_hash(settings_text(limits)) : hash);
  return crypto_pwhash_str_verify(stored.c_str(), password.data(), password.size()) == 0;
}

std::string rehashed(std::string_view hash, std::string_view password, const Limits& limits) {
  start_sodium();
  if (hash_settings(hash, limits) == settings_text(limits)) return {};
  const std::string_view text = password_salt(hash);
  std::array<unsigned char, crypto_pwhash_SALTBYTES> salt{};
  std::size_t size = 0;
  const int failed = sodium_base642bin(salt.data(), salt.size(), text.data(), text.size(), nullptr,
                                       &size, nullptr, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
  return failed == 0 && size == salt.size() ? argon2_text(password, salt, limits) : std::string();
}

std::string_view password_salt(std::string_view hash) {
  const std::size_t end = hash.rfind('$');
  if (!hash.starts_with("$argon2id$") || end == hash.npos) return hash;
  const std::size_t begin = hash.rfind('$', end - 1);
  return hash.substr(begin + 1, end - begin - 1);
}

std::string hash_settings(std::string_view hash, const Limits& limits) {
  const std::size_t salt = hash.starts_with("$argon2id$v=19$m=") ? hash.find('$', 17) : hash.npos;
  return salt == hash.npos ? settings_text(limits) : std::string(hash.substr(0, salt));
}

// Salt and hash of zero bytes: finding a password for it is as hard as inverting Argon2id.
std::string unmatched_hash(std::string_view settings) {
  const std::array<unsigned char, crypto_pwhash_SALTBYTES> salt{};
  const std::array<unsigned char, kHashBytes> hash{};
  std::string text(settings);
  text += "$" + encoded(salt, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
  return text + "$" + encoded(hash, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
}

std::string make_client_id(WallTime now, Random& random) {
  std::array<unsigned char, 16> bytes{};
  random.fill(bytes);
  for (int i = 0; i < 6; ++i) {
    bytes[static_cast<std::size_t>(i)] = static_cast<unsigned char>(now.ms >> (40 - 8 * i));
  }
  bytes[6] = static_cast<unsigned char>(0x70 | (bytes[6] & 0x0F));  // version 7
  bytes[8] = static_cast<unsigned char>(0x80 | (bytes[8] & 0x3F));  // RFC 9562's variant
  static constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  text.reserve(36);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kHex[bytes[i] >> 4];
    text += kHex[bytes[i] & 0x0F];
  }
  return text;
}

}  // namespace walkie::actions
