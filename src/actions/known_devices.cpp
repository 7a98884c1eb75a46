#include "actions/known_devices.h"

#include <algorithm>
#include <vector>

#include "actions/credentials.h"

namespace walkie::actions {
namespace {

constexpr std::string_view kSetting = "device_key";
constexpr std::size_t kPart = 22;  // a nonce or a MAC: 16 bytes in base64url
constexpr std::size_t kMark = 2 * kPart + 1;
constexpr std::size_t kMostMarks = 4;

// Those of the right shape, at most kMostMarks.
std::vector<std::string_view> marks_in(std::string_view cookie) {
  std::vector<std::string_view> marks;
  while (cookie.size() >= kMark && marks.size() < kMostMarks) {
    const std::string_view mark = cookie.substr(0, kMark);
    const bool ends = cookie.size() == kMark || cookie[kMark] == '~';
    if (!ends || mark[kPart] != '.') break;
    marks.push_back(mark);
    cookie.remove_prefix(std::min(cookie.size(), kMark + 1));
  }
  return marks;
}

std::string mac_of(std::string_view key, std::string_view nonce, const Agent& agent) {
  std::string text(nonce);
  text.append("\n").append(agent.email).append("\n").append(password_salt(agent.password_hash));
  return digest_text(keyed_digest(key, text));
}

bool good(std::string_view key, std::string_view mark, const Agent& agent) {
  return same_secret(mac_of(key, mark.substr(0, kPart), agent), mark.substr(kPart + 1));
}

std::string new_nonce(Random& random) {
  Digest bytes{};
  random.fill(bytes);
  return digest_text(bytes);
}

}  // namespace

std::string device_key(View& store) { return store.setting(kSetting).value_or(std::string()); }

std::string ensure_device_key(Transaction& store, Random& random) {
  std::string key = device_key(store);
  if (!key.empty()) return key;
  key = make_token(random);
  store.save_setting(kSetting, key);
  return key;
}

std::optional<std::string> known_device(std::string_view key, std::string_view cookie,
                                        const Agent& agent) {
  if (key.empty()) return std::nullopt;
  for (const std::string_view mark : marks_in(cookie)) {
    if (good(key, mark, agent)) return std::string(mark.substr(0, kPart));
  }
  return std::nullopt;
}

std::string device_cookie(std::string_view key, std::string_view brought, const Agent& agent,
                          Random& random) {
  const std::string nonce = known_device(key, brought, agent).value_or(new_nonce(random));
  std::string cookie = nonce + "." + mac_of(key, nonce, agent);
  std::size_t count = 1;
  for (const std::string_view mark : marks_in(brought)) {
    if (count == kMostMarks || good(key, mark, agent)) continue;
    cookie += "~";
    cookie += mark;
    ++count;
  }
  return cookie;
}

}  // namespace walkie::actions
