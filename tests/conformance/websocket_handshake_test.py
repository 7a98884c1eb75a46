"""RFC 6455 4.2: the opening handshake. Against relay /echo, and walkie's /ws where it matters."""
import unittest

from wire import ACCEPT, FIN, KEY, PING, PONG, TEXT, Case, accept_for, cases, frame, relay

FIELDS = {"Host": "relay.test", "Upgrade": "websocket", "Connection": "Upgrade",
          "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": KEY}


def request(line="GET /echo HTTP/1.1", without=(), more="", **changed):
    fields = {**FIELDS, **{name.replace("_", "-"): value for name, value in changed.items()}}
    return line + "\r\n" + "".join(
        f"{name}: {value}\r\n" for name, value in fields.items() if name not in without) + more + "\r\n"


class HandshakeTest(Case):
    def answer(self, text):
        self.connection = self.connect(relay())
        return self.connection.ask(text)

    def assert_upgraded(self, answer, key=KEY):
        self.assertEqual(answer.status, 101)
        self.assertEqual(answer["Upgrade"].lower(), "websocket")
        self.assertIn("upgrade", answer["Connection"].lower())
        self.assertEqual(answer["Sec-WebSocket-Accept"], accept_for(key))
        self.assertIsNone(answer["Content-Length"])
        self.assertIsNone(answer["Sec-WebSocket-Protocol"])
        self.connection.send(frame(FIN | PING, "up"))
        self.assertEqual(self.connection.exactly(4), bytes([FIN | PONG, 2]) + b"up")

    def test_upgrade(self):
        self.assert_upgraded(self.answer(request()))
        self.assertEqual(accept_for(KEY), ACCEPT)

    def test_the_key_of_the_rfc(self):
        answer = self.answer(request(Sec_WebSocket_Key="dGhlIHNhbXBsZSBub25jZQ=="))
        self.assertEqual(answer["Sec-WebSocket-Accept"], "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")

    @cases("keep-alive, Upgrade", "Upgrade, keep-alive", "upgrade", "UPGRADE", "a,b ,  uPgRaDe  , c",
           ",Upgrade,")
    def test_connection_is_a_list_in_any_case(self, value):
        self.assert_upgraded(self.answer(request(Connection=value)))

    def test_connection_in_two_fields(self):
        self.assert_upgraded(self.answer(request(Connection="keep-alive", more="Connection: Upgrade\r\n")))

    @cases("WebSocket", "WEBSOCKET", "foo, websocket", "websocket, h2c", "h2c , WebSocket")
    def test_upgrade_is_a_list_in_any_case(self, value):
        self.assert_upgraded(self.answer(request(Upgrade=value)))

    @cases(("names_in_lower_case", request().replace("Sec-WebSocket-Key", "sec-websocket-key")
            .replace("Upgrade:", "upgrade:").replace("Connection:", "connection:")),
           ("no_space_after_colon", request().replace(": ", ":")),
           ("blanks_around_values", request().replace(": ", ":\t  ").replace("\r\nUp", " \r\nUp")),
           ("query", request("GET /echo?a=b&c HTTP/1.1")),
           ("absolute_form", request("GET http://relay.test/echo HTTP/1.1")),
           ("empty_line_before", "\r\n" + request()))
    def test_spelling(self, text):
        self.assert_upgraded(self.answer(text))

    @cases(1, 7, 50)
    def test_in_pieces(self, step):
        self.connection = self.connect(relay())
        self.connection.send_slowly(request(), step)
        self.assert_upgraded(self.connection.response())

    def test_frames_right_behind_the_handshake(self):
        connection = self.connect(relay())
        connection.send(request().encode() + frame(FIN | TEXT, "early") + frame(FIN | TEXT, "bird"))
        self.assertEqual(connection.response().status, 101)
        self.assertEqual(connection.exactly(13), b"\x81\x05early\x81\x04bird")

    def test_behind_another_request(self):
        connection = self.connect(relay())
        connection.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n" + request())
        self.assertEqual(connection.response().status, 200)
        self.assertEqual(connection.response().status, 101)

    @cases("POST", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH")
    def test_method_must_be_get(self, method):
        answer = self.connect(relay()).ask(request(f"{method} /echo HTTP/1.1"), method == "HEAD")
        self.assertNotEqual(answer.status, 101)

    def test_http_1_0_is_too_old(self):
        self.assertGreaterEqual(self.answer(request("GET /echo HTTP/1.0")).status, 400)

    @cases("Host", "Upgrade", "Connection", "Sec-WebSocket-Version", "Sec-WebSocket-Key")
    def test_nothing_may_be_missing(self, name):
        answer = self.answer(request(without=(name,)))
        self.assertIn(answer.status, (400, 426))

    @cases(("upgrade", {"Upgrade": "h2c"}), ("upgrade_part", {"Upgrade": "websockets"}),
           ("connection", {"Connection": "keep-alive"}), ("connection_part", {"Connection": "Upgraded"}))
    def test_another_value_is_refused(self, fields):
        self.assertIn(self.answer(request(**fields)).status, (400, 426))

    @cases("0", "7", "8", "12", "14", "25", "013", "13.0", "-13", "thirteen", "255", "", "13, 8")
    def test_another_version_is_426_and_names_ours(self, version):
        answer = self.answer(request(Sec_WebSocket_Version=version))
        self.assertIn(answer.status, (400, 426))
        self.assertEqual(answer["Sec-WebSocket-Version"], "13")

    def test_two_versions_are_refused(self):
        answer = self.answer(request(more="Sec-WebSocket-Version: 8\r\n"))
        self.assertIn(answer.status, (400, 426))

    @cases(("short", "x3JJHMbDL1EzLkh9GBhX"), ("long", "x3JJHMbDL1EzLkh9GBhXDw==AAAA"),
           ("not_base64", "x3JJHMbDL1EzLkh9GBh!!w=="), ("no_padding", "x3JJHMbDL1EzLkh9GBhXDw"),
           ("15_bytes", "AAAAAAAAAAAAAAAAAAAA"), ("17_bytes", "AAAAAAAAAAAAAAAAAAAAAAA="),
           ("empty", ""), ("spaces_within", "x3JJHMbDL1Ez kh9GBhXDw=="))
    def test_a_key_that_is_not_16_bytes_is_400(self, key):
        self.assertEqual(self.answer(request(Sec_WebSocket_Key=key)).status, 400)

    def test_two_keys_are_400(self):
        self.assertEqual(self.answer(request(more=f"Sec-WebSocket-Key: {KEY}\r\n")).status, 400)

    def test_two_hosts_are_400(self):
        self.assertEqual(self.answer(request(more="Host: other\r\n")).status, 400)

    def test_a_subprotocol_that_is_not_spoken_is_not_answered(self):
        self.assert_upgraded(self.answer(request(more="Sec-WebSocket-Protocol: chat, superchat\r\n")))

    def test_unknown_extensions_are_not_answered(self):
        answer = self.answer(request(more="Sec-WebSocket-Extensions: x-foo; a=1, y-bar\r\n"))
        self.assertIsNone(answer["Sec-WebSocket-Extensions"])
        self.assert_upgraded(answer)

    def test_a_refusal_is_http_and_the_connection_goes_on(self):
        answer = self.answer(request(Sec_WebSocket_Version="8"))
        self.assertIsNotNone(answer["Content-Length"])
        self.assert_upgraded(self.connection.ask(request()))

    def test_a_plain_get_of_the_address_is_426_or_400(self):
        answer = self.answer("GET /echo HTTP/1.1\r\nHost: a\r\n\r\n")
        self.assertIn(answer.status, (400, 426))


if __name__ == "__main__":
    unittest.main()
