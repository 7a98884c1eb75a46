// TLS (security.md): handshake, HTTP and WebSocket over it, minimum version, reload of the files.
#include "net/tls.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <atomic>
#include <cstdio>
#include <filesystem>

#include "tests/unit/net/live_server.h"

namespace walkie::net {
namespace {

// A self-signed certificate and its key for `name`, as PEM files in a folder of the test's own.
struct Pair {
  explicit Pair(const std::string& name) {
    auto folder =
        std::filesystem::temp_directory_path() / ("walkie-tls-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    certificate_file = folder / "certificate.pem";
    key_file = folder / "key.pem";
    write(name);
  }
  ~Pair() { std::filesystem::remove_all(std::filesystem::path(key_file).parent_path()); }

  void write(const std::string& name) const {
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = X509_new();
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME* subject = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
    X509_set_issuer_name(certificate, subject);
    X509_sign(certificate, key, EVP_sha256());
    std::FILE* file = std::fopen(certificate_file.c_str(), "w");
    PEM_write_X509(file, certificate);
    std::fclose(file);
    file = std::fopen(key_file.c_str(), "w");
    PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(file);
    X509_free(certificate);
    EVP_PKEY_free(key);
  }
  std::string certificate_file, key_file;
};

// A blocking TLS client; the socket times out rather than hang a test.
class TlsClient {
 public:
  explicit TlsClient(std::uint16_t port, int most_version = TLS1_3_VERSION,
                     const char* groups = nullptr, const char* ciphers = nullptr) {
    socket_ = ::socket(AF_INET, SOCK_STREAM, 0);
    timeval patience{kPatienceMs / 1000, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
      std::abort();
    context_ = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_min_proto_version(context_, TLS1_VERSION);
    SSL_CTX_set_max_proto_version(context_, most_version);
    if (groups != nullptr && SSL_CTX_set1_groups_list(context_, groups) != 1) std::abort();
    if (ciphers != nullptr && SSL_CTX_set_cipher_list(context_, ciphers) != 1) std::abort();
    ssl_ = SSL_new(context_);
    SSL_set_fd(ssl_, socket_);
    connected = SSL_connect(ssl_) == 1;
  }
  ~TlsClient() {
    SSL_free(ssl_);
    SSL_CTX_free(context_);
    ::close(socket_);
  }
  TlsClient(const TlsClient&) = delete;

  void send(std::string_view bytes) {
    SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()));
  }
  std::string bytes(std::size_t count) {
    std::string got;
    char buffer[4096];
    while (got.size() < count) {
      auto most = static_cast<int>(std::min(sizeof buffer, count - got.size()));
      int size = SSL_read(ssl_, buffer, most);
      if (size <= 0) break;
      got.append(buffer, static_cast<std::size_t>(size));
    }
    return got;
  }
  std::string until(std::string_view end) {
    std::string got;
    while (!got.ends_with(end)) {
      std::string next = bytes(1);
      if (next.empty()) break;
      got += next;
    }
    return got;
  }
  std::string peer_name() const {
    X509* certificate = SSL_get1_peer_certificate(ssl_);
    char name[100] = "";
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name,
                              sizeof name);
    X509_free(certificate);
    return name;
  }
  bool connected = false;

 private:
  int socket_ = -1;
  SSL_CTX* context_ = nullptr;
  SSL* ssl_ = nullptr;
};

class Shout final : public WebSocketHandler {
 public:
  void on_open(std::shared_ptr<Connection> connection) override {
    connection_ = std::move(connection);
  }
  void on_message(std::string_view text) override {
    connection_->send(SharedBytes(text), Delivery::durable);
  }
  void on_close(int) override {}

 private:
  std::shared_ptr<Connection> connection_;
};

struct Tls : ::testing::Test {
  Tls() : pair("one.example") {
    auto loaded = TlsContext::load(pair.certificate_file, pair.key_file);
    if (!loaded) std::abort();
    context = std::move(*loaded);
    router.post("/echo", [](const Request& request, const Responder& responder) {
      responder.respond(text_response(request.secure() ? 200 : 500, request.body()));
    });
    router.websocket("/ws", [](const Request&, const Responder& responder) {
      responder.upgrade("", std::make_unique<Shout>());
    });
  }
  Pair pair;
  std::unique_ptr<TlsContext> context;
  Router router;
};

TEST_F(Tls, CarriesHttpWithBodiesLargerThanARecord) {
  ServerLimits limits;
  limits.http.body_bytes = 1 << 20;
  LiveServer server(router, limits, 1, context.get());
  TlsClient client(server.port());
  ASSERT_TRUE(client.connected);
  std::string body(700'000, 'x');
  std::thread sender([&] {
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 700000\r\n\r\n" + body);
  });
  sender.join();
  EXPECT_TRUE(client.until("\r\n\r\n").starts_with("HTTP/1.1 200"));
  EXPECT_EQ(client.bytes(body.size()), body);
}

TEST_F(Tls, CarriesWebSockets) {
  LiveServer server(router, {}, 1, context.get());
  TlsClient client(server.port());
  ASSERT_TRUE(client.connected);
  client.send(
      "GET /ws HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\n\r\n");
  EXPECT_TRUE(client.until("\r\n\r\n").starts_with("HTTP/1.1 101"));
  client.send(std::string("\x81\x82\0\0\0\0hi", 8) + std::string("\x81\x82\0\0\0\0ho", 8));
  EXPECT_EQ(client.bytes(8), "\x81\x02hi\x81\x02ho");
}

TEST_F(Tls, SpeaksNothingBelow12) {
  LiveServer server(router, {}, 1, context.get());
  EXPECT_TRUE(TlsClient(server.port(), TLS1_2_VERSION).connected);
  EXPECT_FALSE(TlsClient(server.port(), TLS1_1_VERSION).connected);
}

// CVE-2002-20001, CVE-2022-40735: a key exchange over a finite field costs the server far more than
// the client, which may replay one ClientHello.
TEST_F(Tls, KeysAreExchangedOverSmallCurvesOnly) {
  LiveServer server(router, {}, 1, context.get());
  for (const char* group : {"X25519", "P-256", "P-384"}) {
    EXPECT_TRUE(TlsClient(server.port(), TLS1_3_VERSION, group).connected) << group;
    // TLS 1.2 wants the certificate's own curve among the groups, too.
    const bool own = std::string_view(group) == "P-256";
    const std::string groups = own ? group : std::string(group) + ":P-256";
    EXPECT_TRUE(TlsClient(server.port(), TLS1_2_VERSION, groups.c_str()).connected) << group;
  }
  for (const char* group : {"ffdhe2048", "ffdhe3072", "ffdhe4096", "ffdhe6144", "ffdhe8192",
                            "P-521", "X448", "ffdhe2048:ffdhe8192"}) {
    EXPECT_FALSE(TlsClient(server.port(), TLS1_3_VERSION, group).connected) << group;
  }
  for (const char* group : {"P-521", "X448"})
    EXPECT_FALSE(TlsClient(server.port(), TLS1_2_VERSION, group).connected) << group;
  EXPECT_FALSE(TlsClient(server.port(), TLS1_2_VERSION, nullptr, "DHE").connected);
  // Offered beside a curve, they are passed over.
  EXPECT_TRUE(TlsClient(server.port(), TLS1_3_VERSION, "ffdhe8192:X25519").connected);
}

TEST_F(Tls, HandshakesOfOneAddressAreFewAtOnce) {
  ServerLimits limits;
  limits.admission.tls_handshakes_at_once = 2;
  LiveServer server(router, limits, 1, context.get(), true);
  RawClient first(server.port()), second(server.port());
  EXPECT_EQ(RawClient(server.port()).rest(), "") << "closed at once";
  EXPECT_EQ(server.server().figures().refused, 1U);
}

TEST_F(Tls, ReloadServesTheNewCertificateAndABadOneChangesNothing) {
  LiveServer server(router, {}, 1, context.get());
  EXPECT_EQ(TlsClient(server.port()).peer_name(), "one.example");
  pair.write("two.example");
  EXPECT_TRUE(context->reload().ok());
  EXPECT_EQ(TlsClient(server.port()).peer_name(), "two.example");
  std::filesystem::resize_file(pair.certificate_file, 40);
  auto failed = context->reload();
  ASSERT_FALSE(failed.ok());
  EXPECT_NE(failed.error().detail.find("certificate.pem"), std::string::npos);
  EXPECT_EQ(TlsClient(server.port()).peer_name(), "two.example");
}

}  // namespace
}  // namespace walkie::net
