"""Errors of walkie, from before routing to behind it: all carry the headers that every answer has, a
program gets problem+json with a stable code, a person a page in the browser's language."""
import json

import unittest

from wire import HttpCase, cases, walkie

SECURITY = {
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}
BROWSER = "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
PAGES = {"en": "Start page", "zh-CN": "首页"}
# name, status, code, what stands before and after the fields that each test adds
ERRORS = (
    ("bad_target", 400, "bad_target", 'GET /a"b HTTP/1.1\r\nHost: {host}\r\n', "\r\n"),
    ("no_host", 400, "host_missing", "GET / HTTP/1.1\r\n", "\r\n"),
    ("bare_lf", 400, "bare_lf", "GET / HTTP/1.1\r\nHost: {host}\r\n", "X: y\n\r\n"),
    ("folded", 400, "bad_header", "GET / HTTP/1.1\r\nHost: {host}\r\n", " X: y\r\n\r\n"),
    ("two_types", 400, "duplicate_header", "POST /messages HTTP/1.1\r\nHost: {host}\r\n",
     "Content-Type: application/json\r\nContent-Type: text/plain\r\n\r\n"),
    ("two_lengths", 400, "ambiguous_length", "POST /messages HTTP/1.1\r\nHost: {host}\r\n",
     "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"),
    ("bad_chunk", 400, "bad_chunk", "POST /messages HTTP/1.1\r\nHost: {host}\r\n",
     "Transfer-Encoding: chunked\r\n\r\nx"),
    ("unknown", 404, "unknown_route", "GET /nothing HTTP/1.1\r\nHost: {host}\r\n", "\r\n"),
    ("method", 405, "method_not_allowed", "PUT /chat HTTP/1.1\r\nHost: {host}\r\nContent-Length: 0\r\n", "\r\n"),
    ("condition", 412, "precondition_failed", "GET /chat HTTP/1.1\r\nHost: {host}\r\n", 'If-Match: "x"\r\n\r\n'),
    ("body", 413, "body_too_large", "POST /messages HTTP/1.1\r\nHost: {host}\r\n",
     "Content-Length: 99999999\r\n\r\n"),
    ("target", 414, "target_too_long", "GET /?" + "a" * 8300 + " HTTP/1.1\r\nHost: {host}\r\n", "\r\n"),
    ("expectation", 417, "expectation_failed", "GET / HTTP/1.1\r\nHost: {host}\r\n", "Expect: more\r\n\r\n"),
    ("upgrade", 426, "websocket_only", "GET /ws HTTP/1.1\r\nHost: {host}\r\n", "\r\n"),
    ("fields", 431, "headers_too_large", "GET / HTTP/1.1\r\nHost: {host}\r\n",
     "Cookie: " + "a" * 70000 + "\r\n\r\n"),
    ("many_fields", 431, "too_many_headers", "GET / HTTP/1.1\r\nHost: {host}\r\n", "A: b\r\n" * 200 + "\r\n"),
    ("method_unknown", 501, "method_unknown", "FROB / HTTP/1.1\r\nHost: {host}\r\n", "\r\n"),
    ("coding", 501, "transfer_coding_unknown", "POST / HTTP/1.1\r\nHost: {host}\r\n",
     "Transfer-Encoding: gzip\r\n\r\n"),
    ("version", 505, "version_not_supported", "GET / HTTP/2.0\r\nHost: {host}\r\n", "\r\n"),
)
LONG = "X-" + "a" * 200
# name, status, code, the request without its Host, the header that is named, what else the detail says
NAMED = (
    ("twice", 400, "duplicate_header", "Origin: a\r\nORIGIN: b\r\n", "ORIGIN", "once"),
    ("largest", 431, "headers_too_large", "A: b\r\nCookie: " + "a" * 12000 + "\r\nX: " + "a" * 5000 + "\r\n",
     "Cookie", "16384 bytes"),
    ("too_many", 431, "too_many_headers", "A: b\r\n" * 99 + "X-Last: c\r\n", "X-Last", "100 header"),
    ("folded", 400, "bad_header", "X-One: a\r\n b\r\n", "X-One", "folding"),
    ("no_colon", 400, "bad_header", "X-One\r\n", "X-One", "colon"),
    ("space_in_name", 400, "bad_header", "X-One : a\r\n", "X-One", "character"),
    ("quote_in_name", 400, "bad_header", 'X-"One\\": a\r\n', "X-", "character"),
    ("control", 400, "control_character", "X-One: \x01\r\n", "X-One", "control"),
    ("bare_cr", 400, "bare_cr", "X-One: a\rb\r\n", "X-One", "LF"),
    ("bare_lf", 400, "bare_lf", "X-One: a\nX-Two: b\r\n", "X-One", "CR"),
    ("long_name", 400, "control_character", LONG + ": \x01\r\n", LONG[:40] + "...", "control"),
    ("underscore", 400, "bad_header", "Content_Length: 1\r\n", "Content_Length", "hyphen"),
    ("length", 400, "bad_content_length", "Content-Length: x\r\n", "Content-Length", "decimal"),
    ("coding", 501, "transfer_coding_unknown", "Transfer-Encoding: gzip\r\n", "Transfer-Encoding", "chunked"),
    ("expectation", 417, "expectation_failed", "Expect: tea\r\n", "Expect", "100-continue"),
)
# name, status, code, the request, the limit that the detail names
LIMITS = (
    ("target", 414, "target_too_long", "GET /" + "a" * 8192 + " HTTP/1.1\r\nHost: a\r\n\r\n", "8192 bytes"),
    ("endless_target", 414, "target_too_long", "GET /" + "a" * 9000, "8192 bytes"),
    ("body", 413, "body_too_large", "POST /messages HTTP/1.1\r\nHost: a\r\nContent-Length: 99999\r\n\r\n",
     "65536 bytes"),
    ("chunk", 413, "body_too_large",
     "POST /messages HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n", "65536 bytes"),
    ("chunk_line", 400, "bad_chunk", "POST /messages HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;a="
     + "a" * 2000, "1024 bytes"),
)
# What is not looked at to its end leaves no field to read.
WITHOUT_FIELDS = {"target"}


class ErrorTest(HttpCase):
    def meet(self, before, fields, after):
        self.host = f"127.0.0.1:{walkie()}"
        return self.ask(before.format(host=self.host) + fields + after, walkie())

    @cases(*ERRORS)
    def test_a_program_gets_a_problem_with_all_headers(self, status, code, before, after):
        answer = self.meet(before, "", after)
        self.assertEqual((answer.status, answer["Content-Type"]), (status, "application/problem+json"))
        problem = json.loads(answer.body)
        self.assertEqual((problem["status"], problem["code"]), (status, code))
        self.assertTrue(problem["detail"].endswith("."))
        for name, value in SECURITY.items():
            self.assertEqual(answer[name], value, name)
        self.assertIn("default-src 'none'", answer["Content-Security-Policy"])

    @cases(*NAMED)
    def test_what_is_wrong_with_a_header_names_it(self, status, code, fields, name, says):
        answer = self.ask(f"GET / HTTP/1.1\r\nHost: a\r\n{fields}\r\n", walkie())
        problem = json.loads(answer.body)
        self.assertEqual((answer.status, problem["code"], problem["field"]), (status, code, name))
        self.assertIn(says, problem["detail"])

    @cases(*LIMITS)
    def test_what_is_too_large_names_the_limit(self, status, code, request, limit):
        problem = json.loads(self.ask(request, walkie()).body)
        self.assertEqual((problem["status"], problem["code"]), (status, code))
        self.assertIn(limit, problem["detail"])

    @cases(*[case for case in ERRORS if case[0] not in {*WITHOUT_FIELDS, "no_host"}])
    def test_our_own_page_may_read_it(self, status, code, before, after):
        answer = self.meet(before, f"Origin: http://127.0.0.1:{walkie()}\r\n", after)
        self.assertEqual(answer.status, status)
        self.assertEqual(answer["Access-Control-Allow-Origin"], f"http://{self.host}")
        self.assertIn("Origin", answer["Vary"])

    @cases(*ERRORS)
    def test_another_page_may_not(self, status, code, before, after):
        answer = self.meet(before, "Origin: https://evil.example\r\n", after)
        self.assertEqual(answer.status, status)
        self.assertIsNone(answer["Access-Control-Allow-Origin"])

    @cases(*[case for case in ERRORS if case[0] not in WITHOUT_FIELDS])
    def test_a_person_gets_a_page(self, status, code, before, after):
        for language, words in PAGES.items():
            answer = self.meet(before, f"{BROWSER}Accept-Language: {language}\r\n", after)
            self.assertEqual((answer.status, answer["Content-Type"]), (status, "text/html; charset=utf-8"))
            self.assertEqual(answer["Content-Language"], language)
            page = answer.body.decode()
            self.assertIn(words, page)
            self.assertIn(f"{status} {code}", page)
            self.assertEqual(answer["Cross-Origin-Opener-Policy"], "same-origin")

    def test_a_refused_head_has_no_body(self):
        answer = self.ask("HEAD /x HTTP/1.1\r\n\r\n", walkie(), head_only=True)
        self.assertEqual(answer.status, 400)
        self.assertEqual(self.connection.rest(), b"")

    def test_too_many_cookies_of_other_sites_are_taken(self):
        cookies = "; ".join(f"cookie{n}={'x' * 1000}" for n in range(12))
        answer = self.ask(f"GET /chat HTTP/1.1\r\nHost: a\r\nCookie: {cookies}\r\n\r\n", walkie())
        self.assertEqual(answer.status, 200)

    def test_head_of_the_socket_is_refused_like_get(self):
        for fields in ("", "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                           "Sec-WebSocket-Key: x3JJHMbDL1EzLkh9GBhXDw==\r\n"):
            answer = self.ask(f"HEAD /ws HTTP/1.1\r\nHost: a\r\n{fields}\r\n", walkie(), head_only=True)
            self.assertEqual((answer.status, answer["Upgrade"]), (426, "websocket"))


class IsolationTest(HttpCase):
    """Which answers a page of another site that is cross-origin isolated may load."""

    @cases(("loader", "/widget.js", "cross-origin", None, None),
           ("icon", "/favicon.ico", "cross-origin", None, None),
           ("frame", "/frame?inbox=1", "cross-origin", "require-corp", None),
           ("chat", "/chat", "same-origin", None, "same-origin"),
           ("inbox", "/agent", "same-origin", None, "same-origin"),
           ("api", "/healthz", "same-origin", None, None),
           ("contract", "/openapi.json", "same-origin", None, None))
    def test_policies(self, path, resource, embedder, opener):
        for condition in ("", "If-None-Match: *\r\n"):
            answer = self.ask(f"GET {path} HTTP/1.1\r\nHost: a\r\n{condition}\r\n", walkie())
            self.assertIn(answer.status, (200, 304))
            self.assertEqual((answer["Cross-Origin-Resource-Policy"], answer["Cross-Origin-Embedder-Policy"],
                              answer["Cross-Origin-Opener-Policy"]), (resource, embedder, opener))

    def test_an_error_in_the_frame_may_be_shown_there(self):
        answer = self.ask(f"GET /frame/nothing HTTP/1.1\r\nHost: a\r\n{BROWSER}\r\n", walkie())
        self.assertEqual((answer.status, answer["Cross-Origin-Embedder-Policy"]), (404, "require-corp"))
        self.assertIn("frame-ancestors 'self'", answer["Content-Security-Policy"])


if __name__ == "__main__":
    unittest.main()
