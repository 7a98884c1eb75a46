#include "net/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <array>
#include <climits>

#include "base/assert.h"

namespace walkie::net {

namespace {

Error tls_error(const std::string& what) {
  std::array<char, 256> text{};
  ERR_error_string_n(ERR_get_error(), text.data(), text.size());
  ERR_clear_error();
  Error error;
  error.code = Code::unavailable;
  error.reason = "tls";
  error.detail = what + ": " + text.data();
  return error;
}

}  // namespace

TlsContext::TlsContext(std::string certificate_file, std::string key_file)
    : certificate_file_(std::move(certificate_file)), key_file_(std::move(key_file)) {}

TlsContext::~TlsContext() = default;

Result<std::unique_ptr<TlsContext>> TlsContext::load(std::string certificate_file,
                                                     std::string key_file) {
  std::unique_ptr<TlsContext> context(
      new TlsContext(std::move(certificate_file), std::move(key_file)));
  if (auto loaded = context->reload(); !loaded) return loaded.error();
  return context;
}

Result<ssl_ctx_st*> TlsContext::make() const {
  std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> made(SSL_CTX_new(TLS_server_method()),
                                                         &SSL_CTX_free);
  if (!made) return tls_error("cannot set up TLS");
  SSL_CTX* context = made.get();
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_cipher_list(context, "ECDHE+AESGCM:ECDHE+CHACHA20");
  // No finite-field groups: by default OpenSSL offers ffdhe2048 to ffdhe8192 in TLS 1.3. Then one
  // replayed ClientHello costs up to 184 ms of the loop (CVE-2002-20001, CVE-2022-40735).
  if (SSL_CTX_set1_groups_list(context, "X25519:P-256:P-384") != 1) {
    return tls_error("cannot set the key exchange groups of TLS");
  }
  SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                   SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA |
                                   SSL_OP_IGNORE_UNEXPECTED_EOF);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  // Resumption by ticket, so the server keeps no state for each client.
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context, 1);
  if (SSL_CTX_use_certificate_chain_file(context, certificate_file_.c_str()) != 1) {
    return tls_error("cannot use the certificate " + certificate_file_);
  }
  if (SSL_CTX_use_PrivateKey_file(context, key_file_.c_str(), SSL_FILETYPE_PEM) != 1) {
    return tls_error("cannot use the key " + key_file_);
  }
  if (SSL_CTX_check_private_key(context) != 1) {
    return tls_error("the key " + key_file_ + " does not belong to the certificate");
  }
  return made.release();
}

Result<void> TlsContext::reload() {
  auto made = make();
  if (!made) return made.error();
  std::shared_ptr<ssl_ctx_st> fresh(*made, &SSL_CTX_free);
  std::lock_guard lock(mutex_);
  context_ = std::move(fresh);
  return {};
}

std::shared_ptr<ssl_ctx_st> TlsContext::current() const {
  std::lock_guard lock(mutex_);
  return context_;
}

TlsSession::TlsSession(TlsContext& context, int descriptor) {
  ssl_ = SSL_new(context.current().get());  // holds its own reference to the context
  WALKIE_ASSERT(ssl_ != nullptr);
  SSL_set_fd(ssl_, descriptor);
  SSL_set_accept_state(ssl_);
}

TlsSession::~TlsSession() { SSL_free(ssl_); }

Io TlsSession::failure(int returned, bool reading) {
  switch (SSL_get_error(ssl_, returned)) {
    case SSL_ERROR_WANT_READ:
      return {Io::State::wait_read, 0};
    case SSL_ERROR_WANT_WRITE:
      return {Io::State::wait_write, 0};
    case SSL_ERROR_ZERO_RETURN:
      return {reading ? Io::State::ended : Io::State::failed, 0};
    default:
      break;
  }
  ERR_clear_error();
  return {Io::State::failed, 0};
}

Io TlsSession::read(std::span<char> into) {
  ERR_clear_error();
  // Reads all records: the kernel does not report bytes that OpenSSL holds.
  std::size_t total = 0;
  while (total < into.size()) {
    auto room = static_cast<int>(std::min<std::size_t>(into.size() - total, INT_MAX));
    int got = SSL_read(ssl_, into.data() + total, room);
    if (got <= 0) {
      if (total > 0) break;
      return failure(got, true);
    }
    total += static_cast<std::size_t>(got);
    if (SSL_pending(ssl_) == 0 && SSL_has_pending(ssl_) == 0) break;
  }
  return {Io::State::done, total};
}

Io TlsSession::write(std::string_view bytes) {
  ERR_clear_error();
  auto size = static_cast<int>(std::min<std::size_t>(bytes.size(), INT_MAX));
  int put = SSL_write(ssl_, bytes.data(), size);
  if (put <= 0) return failure(put, false);
  return {Io::State::done, static_cast<std::size_t>(put)};
}

void TlsSession::finish() {
  ERR_clear_error();
  if (SSL_is_init_finished(ssl_) != 0) SSL_shutdown(ssl_);
  ERR_clear_error();
}

}  // namespace walkie::net
