#include "net/forwarded.h"

#include <gtest/gtest.h>

#include "net/forwarded_hops.h"
#include "net/request_builder.h"

namespace walkie::net {
namespace {

using Headers = std::vector<std::pair<const char*, std::string>>;

// "ADDRESS", and " tls" when the client has TLS.
std::string client(const Headers& headers, const char* peer = "10.9.9.9", bool peer_tls = false) {
  TrustedProxies proxies;
  EXPECT_TRUE(proxies.add("10.0.0.0/8"));
  EXPECT_TRUE(proxies.add("::1"));
  RequestBuilder builder("GET", "/");
  for (const auto& [name, value] : headers)
    builder.header(name, value);
  const auto seen = proxies.client_of(builder.peek(), peer, peer_tls);
  return seen.address + (seen.secure ? " tls" : "");
}

std::string client_for(const std::string& value) { return client({{"X-Forwarded-For", value}}); }

TEST(TrustedProxies, TheRightmostAddressThatIsNotAProxyIsTheClient) {
  EXPECT_EQ(client_for("1.2.3.4"), "1.2.3.4");
  EXPECT_EQ(client_for("6.6.6.6, 1.2.3.4, 10.1.1.1"), "1.2.3.4");
  EXPECT_EQ(client_for("6.6.6.6,1.2.3.4"), "1.2.3.4");
  EXPECT_EQ(client({{"X-Forwarded-For", "6.6.6.6"}, {"x-forwarded-for", "1.2.3.4"}}), "1.2.3.4");
  EXPECT_EQ(client_for("10.1.1.1, 10.2.2.2"), "10.1.1.1");
  EXPECT_EQ(client({{"X-Forwarded-For", "1.2.3.4"}}, "::1"), "1.2.3.4");
  EXPECT_EQ(client({}), "10.9.9.9");
}

TEST(TrustedProxies, OnlyHeadersOfTrustedProxiesCount) {
  const Headers all = {{"X-Forwarded-For", "1.2.3.4"},
                       {"Forwarded", "for=1.2.3.4;proto=https"},
                       {"X-Forwarded-Proto", "https"}};
  EXPECT_EQ(client(all, "11.0.0.1"), "11.0.0.1");
  EXPECT_EQ(client(all, "127.0.0.1"), "127.0.0.1");
  TrustedProxies none;
  RequestBuilder builder("GET", "/");
  builder.header("X-Forwarded-For", "1.2.3.4");
  EXPECT_EQ(none.client_of(builder.peek(), "10.9.9.9", false).address, "10.9.9.9");
}

TEST(TrustedProxies, EachWayToWriteAnAddressIsTheSameClient) {
  for (const char* written : {"203.0.113.5", "203.0.113.5:49152", "\"203.0.113.5:49152\"",
                              "  203.0.113.5 ", "::ffff:203.0.113.5", "[::ffff:203.0.113.5]:80",
                              "203.0.113.5:_port", "6.6.6.6, 203.0.113.5:1"}) {
    EXPECT_EQ(client_for(written), "203.0.113.5") << written;
  }
  for (const char* written :
       {"2001:db8::7", "2001:DB8:0::7", "[2001:db8::7]", "[2001:db8::7]:443",
        "\"[2001:db8::7]:443\"", "[2001:db8::7%eth0]:443", "2001:db8::7%1", "\"2001:db8::7\""}) {
    EXPECT_EQ(client_for(written), "2001:db8::7") << written;
  }
}

// What cannot be an address is not made one; the last good one stands.
TEST(TrustedProxies, AMalformedAddressIsCountedAsItsProxy) {
  for (const char* written : {"rubbish", "unknown", "_hidden", "", ",", "1.2.3.4:port",
                              "1.2.3.4:123456", "1.2.3.4:", "[::1", "[1.2.3.4]:80", "1.2.3.4/8",
                              "[2001:db8::7]443", "a:b", "6.6.6.6 1.2.3.4", "0x1.2.3.4"}) {
    EXPECT_EQ(client_for(written), "10.9.9.9") << written;
  }
  EXPECT_EQ(client_for("6.6.6.6, unknown, 10.1.1.1"), "10.1.1.1");
}

TEST(TrustedProxies, ForwardedOfRfc7239) {
  const auto forwarded = [](const std::string& value) { return client({{"Forwarded", value}}); };
  EXPECT_EQ(forwarded("for=1.2.3.4"), "1.2.3.4");
  EXPECT_EQ(forwarded("For=\"1.2.3.4:80\";PROTO=https;by=10.9.9.9"), "1.2.3.4 tls");
  EXPECT_EQ(forwarded("proto=http; for = \"[2001:db8::7]:4711\" ;host=a"), "2001:db8::7");
  EXPECT_EQ(forwarded("for=6.6.6.6;proto=https, for=1.2.3.4;proto=http"), "1.2.3.4");
  EXPECT_EQ(forwarded("for=1.2.3.4;proto=https, for=10.1.1.1;proto=http"), "1.2.3.4 tls");
  EXPECT_EQ(forwarded("for=unknown, for=10.1.1.1"), "10.1.1.1");
  EXPECT_EQ(forwarded("for=_SEVKISEK"), "10.9.9.9");
  EXPECT_EQ(forwarded("host=\"a,for=6.6.6.6;b\";for=1.2.3.4"), "1.2.3.4");
  // A client that leaves a quote open spoils nothing of what the proxy adds.
  EXPECT_EQ(forwarded("for=\"6.6.6.6, for=1.2.3.4"), "1.2.3.4");
  EXPECT_EQ(forwarded("for=\"a\\\", for=1.2.3.4;proto=https"), "1.2.3.4 tls");
  EXPECT_EQ(client({{"Forwarded", "for=\""}, {"Forwarded", "for=1.2.3.4"}}), "1.2.3.4");
}

// A proxy that writes one of the two passes the other on as the client sent it.
TEST(TrustedProxies, XForwardedForGoesBeforeForwarded) {
  EXPECT_EQ(client({{"Forwarded", "for=6.6.6.6"}, {"X-Forwarded-For", "1.2.3.4"}}), "1.2.3.4");
}

TEST(TrustedProxies, TheSchemeInAllItsForms) {
  const auto scheme = [](const std::string& value, const std::string& hops = "1.2.3.4") {
    return client({{"X-Forwarded-For", hops}, {"X-Forwarded-Proto", value}}) == "1.2.3.4 tls";
  };
  for (const char* tls :
       {"https", "HTTPS", "wss", "https,http", "https, https", " https ", "wss,ws", "\"https\""})
    EXPECT_TRUE(scheme(tls)) << tls;
  for (const char* plain : {"http", "ws", "http, https", "", "httpss", "on", ","})
    EXPECT_FALSE(scheme(plain)) << plain;
  // One for each address: what a client made up stands left of its own.
  EXPECT_FALSE(scheme("https, http", "6.6.6.6, 1.2.3.4"));
  EXPECT_TRUE(scheme("http, https", "6.6.6.6, 1.2.3.4"));
  EXPECT_TRUE(scheme("https, http", "1.2.3.4, 10.1.1.1"));
  EXPECT_EQ(client({{"X-Forwarded-Proto", "https"}}), "10.9.9.9 tls");
  EXPECT_EQ(client({}, "10.9.9.9", true), "10.9.9.9 tls");
  EXPECT_EQ(client({{"X-Forwarded-Proto", "http"}}, "10.9.9.9", true), "10.9.9.9");
}

TEST(TrustedProxies, BlocksThatMeanNothingAreRefused) {
  TrustedProxies proxies;
  for (const char* wrong : {"10.0.0.0/33", "nonsense", "", "0.0.0.0/0", "10.0.0.1/8"})
    EXPECT_FALSE(proxies.add(wrong)) << wrong;
  EXPECT_FALSE(proxies.trusts("10.0.0.1"));
  EXPECT_TRUE(proxies.add("10.0.0.0/8"));
  EXPECT_TRUE(proxies.trusts("::ffff:10.1.2.3"));
}

TEST(TrustedProxies, EightKilobytesOfCommasEndQuickly) {
  EXPECT_EQ(client_for(std::string(8'000, ',')), "10.9.9.9");
  EXPECT_EQ(client_for(std::string(8'000, '"')), "10.9.9.9");
  EXPECT_EQ(client_for(std::string(7'000, '\\') + "\", 1.2.3.4"), "1.2.3.4");
  std::string proxies;
  while (proxies.size() < 7'900)
    proxies += "10.1.1.1,";
  EXPECT_EQ(client_for(proxies), "10.1.1.1");
}

TEST(CameByProxy, IsWhatItsHeadersSay) {
  const auto came = [](const char* name) {
    RequestBuilder builder("GET", "/metrics");
    builder.header("Host", "127.0.0.1").header(name, "");
    return came_by_proxy(builder.peek());
  };
  for (const char* name : {"X-Forwarded-For", "x-forwarded-proto", "X-Forwarded-Host", "Forwarded",
                           "VIA", "X-Real-IP", "X-Forwarded-Port"})
    EXPECT_TRUE(came(name)) << name;
  for (const char* name : {"User-Agent", "X-Forwarded", "Accept"})
    EXPECT_FALSE(came(name)) << name;
}

}  // namespace
}  // namespace walkie::net
