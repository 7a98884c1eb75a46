// RFC 6455 4.2 and RFC 7692 5, 7.1; product.md point 1; protocol C3.
#include "net/websocket_handshake.h"

#include <gtest/gtest.h>

#include "net/request_builder.h"

namespace walkie::net {
namespace {

RequestBuilder upgrade() {
  RequestBuilder builder("GET", "/ws");
  builder.header("Upgrade", "WebSocket")
      .header("Connection", "keep-alive, Upgrade")
      .header("Sec-WebSocket-Version", "13");
  return builder;
}

TEST(WebSocketHandshake, AcceptOfProductPoint1) {
  EXPECT_EQ(websocket_accept("x3JJHMbDL1EzLkh9GBhXDw=="), "HSmrc0sMlYUkAGmm5OPpG2HaGWk=");
  EXPECT_EQ(websocket_accept("dGhlIHNhbXBsZSBub25jZQ=="), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST(WebSocketHandshake, RefusalsSayWhy_C3) {
  auto status = [](Request request) {
    auto refusal = refuse_handshake(request);
    return refusal ? refusal->status : 0;
  };
  const char* key = "x3JJHMbDL1EzLkh9GBhXDw==";
  EXPECT_EQ(status(upgrade().header("Sec-WebSocket-Key", key).take()), 0);
  EXPECT_EQ(status(upgrade().take()), 400);
  EXPECT_EQ(status(upgrade().header("Sec-WebSocket-Key", "short").take()), 400);
  EXPECT_EQ(
      status(upgrade().header("Sec-WebSocket-Key", key).header("Sec-WebSocket-Key", key).take()),
      400);
  EXPECT_EQ(status(RequestBuilder("GET", "/ws").take()), 426);
  RequestBuilder no_connection("GET", "/ws");
  no_connection.header("Upgrade", "websocket").header("Sec-WebSocket-Key", key);
  EXPECT_EQ(status(no_connection.take()), 426);
  RequestBuilder old("GET", "/ws");
  old.header("Upgrade", "websocket").header("Connection", "Upgrade");
  old.header("Sec-WebSocket-Version", "8").header("Sec-WebSocket-Key", key);
  auto refusal = refuse_handshake(old.peek());
  ASSERT_TRUE(refusal);
  EXPECT_EQ(refusal->status, 426);
  EXPECT_EQ(refusal->header("sec-websocket-version"), "13");
  EXPECT_EQ(status(upgrade().header("Sec-WebSocket-Version", "8").take()), 426);
}

TEST(WebSocketHandshake, SubprotocolsInTheClientsOrder_C2) {
  Request request =
      upgrade().header("Sec-WebSocket-Protocol", "walkie.v1, walkie.token.abc").take();
  EXPECT_EQ(request.websocket_protocols(),
            (std::vector<std::string_view>{"walkie.v1", "walkie.token.abc"}));
}

TEST(WebSocketHandshake, DeflateOffers_Rfc7692_7_1) {
  auto agree = [](const char* offers) {
    return agree_deflate(upgrade().header("Sec-WebSocket-Extensions", offers).take());
  };
  auto agreed = agree("permessage-deflate; client_max_window_bits");
  ASSERT_TRUE(agreed);
  EXPECT_EQ(agreed->server_window_bits, 15);
  EXPECT_EQ(agreed->answer,
            "permessage-deflate; server_no_context_takeover; client_no_context_takeover");
  EXPECT_EQ(agree("permessage-deflate; server_max_window_bits=10")->server_window_bits, 10);
  EXPECT_EQ(agree("x, permessage-deflate; server_max_window_bits=\"9\"")->server_window_bits, 9);
  EXPECT_EQ(agree("permessage-deflate; server_max_window_bits=8")->server_window_bits, 8);
  EXPECT_EQ(agree("permessage-deflate; nope, permessage-deflate")->server_window_bits, 15);
  for (const char* bad :
       {"", "x-webkit-deflate-frame", "permessage-deflate; nope",
        "permessage-deflate; server_max_window_bits",
        "permessage-deflate; server_max_window_bits=7",
        "permessage-deflate; server_max_window_bits=16",
        "permessage-deflate; server_max_window_bits=010",
        "permessage-deflate; client_max_window_bits=7",
        "permessage-deflate; server_no_context_takeover=1",
        "permessage-deflate; server_no_context_takeover; server_no_context_takeover"}) {
    EXPECT_FALSE(agree(bad)) << bad;
  }
}

}  // namespace
}  // namespace walkie::net
