#include "actions/credentials.h"

#include <sodium.h>

#include <array>

#include "base/assert.h"

namespace walkie::actions {
namespace {

constexpr std::string_view kKeyPrefix = "wk_";
constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kTokenLength = 43;  // kTokenBytes in base64

std::string encoded(std::span<const unsigned char> bytes, int variant) {
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes.data(), bytes.size(), variant);
  text.pop_back();  // the terminating zero that sodium counts
  return text;
}

std::string argon2_text(std::string_view password, std::span<const unsigned char> salt,
                        const Limits& limits) {
  std::array<unsigned char, 32> hash{};
  const int failed = crypto_pwhash(
      hash.data(), hash.size(), password.data(), password.size(), salt.data(),
      static_cast<unsigned long long>(limits.argon2_passes),
      static_cast<std::size_t>(limits.argon2_memory_bytes), crypto_pwhash_ALG_ARGON2ID13);
  if (failed != 0) return {};
  return "$argon2id$v=19$m=" + std::to_string(limits.argon2_memory_bytes / 1024) +
         ",t=" + std::to_string(limits.argon2_passes) + ",p=1$" +
         encoded(salt, sodium_base64_VARIANT_ORIGINAL_NO_PADDING) + "$" +
         encoded(hash, sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
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
  if (hash.empty()) {
    const std::array<unsigned char, crypto_pwhash_SALTBYTES> salt{};
    argon2_text(password, salt, limits);
    return false;
  }
  return crypto_pwhash_str_verify(std::string(hash).c_str(), password.data(), password.size()) == 0;
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
