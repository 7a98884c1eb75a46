// TLS over OpenSSL: 1.3, and 1.2 with AEAD and ECDHE only; groups X25519, P-256 and P-384 only.
//
// One TlsContext serves all loops. reload() replaces certificate and key for new connections; open
// ones keep theirs (SIGHUP). Idle connections hold no record buffers.
#pragma once

#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/socket.h"

struct ssl_ctx_st;
struct ssl_st;

namespace walkie::net {

class TlsContext {
 public:
  // PEM files: the certificate with its chain, and its key.
  static Result<std::unique_ptr<TlsContext>> load(std::string certificate_file,
                                                  std::string key_file);
  ~TlsContext();
  TlsContext(const TlsContext&) = delete;

  // Reads the files again, any thread. On failure the old certificate stays in use.
  Result<void> reload();

 private:
  friend class TlsSession;
  TlsContext(std::string certificate_file, std::string key_file);
  Result<ssl_ctx_st*> make() const;
  std::shared_ptr<ssl_ctx_st> current() const;

  std::string certificate_file_, key_file_;
  mutable std::mutex mutex_;  // taken once for each new connection
  std::shared_ptr<ssl_ctx_st> context_;
};

class TlsSession {
 public:
  TlsSession(TlsContext& context, int descriptor);
  ~TlsSession();
  TlsSession(const TlsSession&) = delete;

  Io read(std::span<char> into);
  Io write(std::string_view bytes);
  void finish();

 private:
  Io failure(int returned, bool reading);
  ssl_st* ssl_ = nullptr;
};

}  // namespace walkie::net
