// Config: everything that can be set, read once at start: DIR/walkie.toml, WALKIE_… variables,
// flags; the later wins. `walkie check-config` prints it all with where each value came from.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "chat/limits.h"
#include "node/settings.h"

namespace walkie {

struct Config {
  std::string data;  // the folder that holds everything
  std::string listen = "127.0.0.1:8080";
  std::string public_url;     // as browsers see it; empty: http://LISTEN
  std::int64_t threads = 0;   // event loops; 0: one per core
  std::int64_t readers = 2;   // store threads that only read
  bool behind_proxy = false;  // TLS ends at a proxy in front
  std::vector<std::string> trusted_proxies;
  std::vector<std::string> allowed_origins;  // more sites that may use the API and the socket
  std::string tls_certificate;
  std::string tls_key;
  bool deflate = false;
  std::string log_level = "info";
  std::string log_format = "text";
  bool demo = true;  // serve /demo
  std::int64_t backups_kept = 3;
  bool accept_loss = false;  // serve --accept-loss; no setting, so that it is not left on
  Limits limits;
};

// The table of settings that point into `config`; config must outlive it.
Settings settings_of(Config& config);

struct Address {
  std::string host;  // an IPv4 or IPv6 address, without brackets
  std::uint16_t port = 0;
};
// "127.0.0.1:8080", "[::1]:8080"; names are not looked up, but "localhost" is 127.0.0.1. An IPv6
// address needs its brackets.
Result<Address> parse_address(std::string_view text);

// What one setting alone cannot show wrong: a key without its certificate, a bad address … The
// error names the setting. Writes public_url and allowed_origins in canonical form (base/origin.h).
Result<void> check(Config& config);

// The address that people type: public_url, or one made from listen and TLS.
std::string base_url(const Config& config, std::uint16_t port);

// "127.0.0.1:8080", "[::1]:8080"; `port` is the one in use.
std::string socket_text(const Address& address, std::uint16_t port);

// The process answers to more than this machine.
bool beyond_loopback(const Address& address);

}  // namespace walkie
