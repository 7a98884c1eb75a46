// Config: all settings. Read once at the start from DIR/walkie.toml, WALKIE_… variables and flags;
// the later source wins. `walkie check-config` prints each value with its source.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "chat/limits.h"
#include "node/settings.h"

namespace walkie {

struct Config {
  std::string data;  // the data folder
  std::string listen = "127.0.0.1:8080";
  std::string public_url;     // the URL that browsers use; empty: http://LISTEN
  std::int64_t threads = 0;   // event loops; 0: one per core
  std::int64_t readers = 2;   // store threads that only read
  bool behind_proxy = false;  // a proxy in front terminates TLS
  std::vector<std::string> trusted_proxies;
  std::vector<std::string> allowed_origins;  // more origins that may use the API and the WebSocket
  std::string tls_certificate;
  std::string tls_key;
  bool deflate = false;
  std::string log_level = "info";
  std::string log_format = "text";
  bool demo = true;  // serve /demo
  std::int64_t backups_kept = 3;
  bool accept_loss = false;  // serve --accept-loss; only a flag, so that it cannot stay on
  Limits limits;
};

// The table of settings that point into `config`; config must outlive it.
Settings settings_of(Config& config);

struct Address {
  std::string host;  // an IPv4 or IPv6 address, without brackets
  std::uint16_t port = 0;
};
// Parses "127.0.0.1:8080" or "[::1]:8080". "localhost" is 127.0.0.1; other names are errors. An
// IPv6 address needs brackets.
Result<Address> parse_address(std::string_view text);

// Checks the settings together: a key without a certificate, an invalid address and others. The
// error names the setting. Changes public_url and allowed_origins to canonical form
// (base/origin.h).
Result<void> check(Config& config);

// The URL for people: public_url, or one made from listen and TLS.
std::string base_url(const Config& config, std::uint16_t port);

// "127.0.0.1:8080", "[::1]:8080"; `port` is the one in use.
std::string socket_text(const Address& address, std::uint16_t port);

// Whether other machines can connect.
bool beyond_loopback(const Address& address);

}  // namespace walkie
