"""RFC 9112 9, RFC 9110 7.6.1, 9.3.2: persistence, pipelining, HEAD, what every answer carries."""
import email.utils
import unittest

from wire import HOST, HttpCase, cases, relay, walkie


class PersistenceTest(HttpCase):
    def test_kept_alive(self):
        self.connection = self.connect(relay())
        for _ in range(50):
            self.assert_in_step()

    @cases("close", "Close", "keep-alive, close", "close, x", "x,close")
    def test_close_is_honoured(self, value):
        answer = self.ask(f"GET / HTTP/1.1\r\n{HOST}Connection: {value}\r\n\r\n")
        self.assertEqual((answer.status, answer["Connection"]), (200, "close"))
        self.assertEqual(self.connection.rest(), b"")

    def test_what_follows_a_close_is_not_served(self):
        self.connection = self.connect(relay())
        self.connection.send(f"GET / HTTP/1.1\r\n{HOST}Connection: close\r\n\r\n"
                             f"GET / HTTP/1.1\r\n{HOST}\r\n")
        self.assertEqual(self.connection.rest().count(b"HTTP/1.1 200"), 1)

    @cases(("plain", ""), ("close", "Connection: close\r\n"), ("both", "Connection: keep-alive, close\r\n"))
    def test_http_1_0_closes(self, fields):
        answer = self.ask(f"GET / HTTP/1.0\r\n{fields}\r\n")
        self.assertEqual(answer["Connection"], "close")
        self.assertEqual(self.connection.rest(), b"")

    def test_http_1_0_may_ask_to_be_kept(self):
        answer = self.ask("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n")
        self.assertEqual(answer["Connection"].lower(), "keep-alive")
        self.assert_in_step()

    def test_half_closed_clients_get_their_answers(self):
        self.connection = self.connect(relay())
        self.connection.send(f"GET / HTTP/1.1\r\n{HOST}\r\n" * 3)
        self.connection.socket.shutdown(1)
        self.assertEqual(self.connection.rest().count(b"HTTP/1.1 200"), 3)

    def test_an_unknown_upgrade_is_ignored(self):
        for protocol in ("h2c", "totally-made-up/1.0", "TLS/1.0"):
            answer = self.ask(f"GET / HTTP/1.1\r\n{HOST}Connection: Upgrade\r\nUpgrade: {protocol}\r\n\r\n")
            self.assertEqual(answer.status, 200)
            self.assert_in_step()

    def test_an_upgrade_where_there_is_no_websocket_is_ignored(self):
        answer = self.ask(f"GET / HTTP/1.1\r\n{HOST}Connection: Upgrade\r\nUpgrade: websocket\r\n"
                          "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\n\r\n")
        self.assertEqual(answer.status, 200)
        self.assert_in_step()


class PipelineTest(HttpCase):
    @cases(2, 10, 1000)
    def test_answers_in_order(self, count):
        self.connection = self.connect(relay())
        bodies = [f"request {i}" for i in range(count)]
        self.connection.send("".join(
            f"POST / HTTP/1.1\r\n{HOST}Content-Length: {len(body)}\r\n\r\n{body}" for body in bodies))
        for body in bodies:
            self.assertEqual(self.connection.response().body, body.encode())

    def test_byte_by_byte(self):
        self.connection = self.connect(relay())
        self.connection.send_slowly(
            (f"POST / HTTP/1.1\r\n{HOST}Content-Length: 1\r\n\r\na"
             f"POST / HTTP/1.1\r\n{HOST}Transfer-Encoding: chunked\r\n\r\n1\r\nb\r\n0\r\n\r\n") * 3)
        for body in (b"a", b"b") * 3:
            self.assertEqual(self.connection.response().body, body)

    def test_a_bad_request_ends_it_behind_the_good_ones(self):
        self.connection = self.connect(relay())
        good = f"GET / HTTP/1.1\r\n{HOST}\r\n"
        self.connection.send(good * 2 + "BAD\r\n\r\n" + good)
        statuses = [self.connection.response().status for _ in range(3)]
        self.assertEqual(statuses, [200, 200, 400])
        self.assertEqual(self.connection.rest(), b"")

    def test_an_empty_line_between(self):
        self.connection = self.connect(relay())
        self.connection.send(f"POST / HTTP/1.1\r\n{HOST}Content-Length: 1\r\n\r\na\r\n"
                             f"GET / HTTP/1.1\r\n{HOST}\r\n")
        self.assertEqual(self.connection.response().body, b"a")
        self.assertEqual(self.connection.response().status, 200)

    def test_other_methods_in_between(self):
        self.connection = self.connect(relay())
        self.connection.send("".join(f"{method} / HTTP/1.1\r\n{HOST}\r\n"
                                     for method in ("HEAD", "DELETE", "OPTIONS", "GET")))
        self.assertEqual(self.connection.response(head_only=True).status, 200)
        self.assertEqual([self.connection.response().status for _ in range(3)], [405, 204, 200])


class AnswerTest(HttpCase):
    @cases("/healthz", "/demo", "/widget.js", "/openapi.json", "/no/such")
    def test_head_is_get_without_the_body(self, path):
        got = self.ask(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n", walkie())
        head = self.connection.ask(f"HEAD {path} HTTP/1.1\r\nHost: a\r\n\r\n", head_only=True)
        self.assertEqual(head.status, got.status)
        self.assertEqual(head["Content-Length"], str(len(got.body)))
        self.assertEqual({name for name, _ in head.fields}, {name for name, _ in got.fields})
        again = self.connection.ask("GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n")
        self.assertEqual(again.status, 200)

    @cases(("200", "GET / HTTP/1.1"), ("404", "GET /no HTTP/1.1"), ("405", "PUT / HTTP/1.1"), ("400", "GET"))
    def test_date_and_length(self, line):
        answer = self.ask(f"{line}\r\n{HOST}\r\n")
        self.assertEqual(answer.version, "HTTP/1.1")
        when = email.utils.parsedate_to_datetime(answer["Date"])
        self.assertTrue(answer["Date"].endswith(" GMT"))
        self.assertGreater(when.year, 2020)
        self.assertIsNotNone(answer["Content-Length"])
        for name in ("Date", "Content-Length", "Content-Type"):
            self.assertEqual([key for key, _ in answer.fields].count(name.lower()), 1)

    def test_204_has_no_length_and_no_body(self):
        answer = self.ask(f"OPTIONS / HTTP/1.1\r\n{HOST}\r\n")
        self.assertEqual(answer.status, 204)
        self.assertIsNone(answer["Content-Length"])
        self.assertIsNone(answer["Transfer-Encoding"])
        self.assert_in_step()

    def test_http_1_0_gets_no_chunks(self):
        answer = self.ask("GET /metrics HTTP/1.0\r\nHost: localhost\r\n\r\n", walkie())
        self.assertIsNone(answer["Transfer-Encoding"])


if __name__ == "__main__":
    unittest.main()
