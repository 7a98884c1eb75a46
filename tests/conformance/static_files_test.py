"""RFC 9110 8.4, 12.5.3, 13, 14: web files of walkie; codings, conditions, ranges."""
import gzip
import unittest

from wire import Case, cases, walkie

PATH = "/widget.js"


class FileCase(Case):
    @classmethod
    def setUpClass(cls):
        from wire import Wire
        with Wire(walkie()) as connection:
            cls.whole = connection.ask(f"GET {PATH} HTTP/1.1\r\nHost: a\r\n\r\n")

    def get(self, fields="", method="GET", path=PATH):
        connection = self.connect(walkie())
        return connection.ask(f"{method} {path} HTTP/1.1\r\nHost: a\r\n{fields}\r\n", method == "HEAD")


class CodingTest(FileCase):
    def test_identity_unless_asked(self):
        self.assertEqual(self.whole.status, 200)
        self.assertIsNone(self.whole["Content-Encoding"])
        self.assertIn("accept-encoding", ",".join(v for k, v in self.whole.fields if k == "vary").lower())

    @cases(("gzip", "gzip", "gzip"), ("br", "br", "br"), ("both", "gzip, br", "br"),
           ("weights", "br;q=0.1, gzip;q=0.9", "gzip"), ("star", "*", "br"), ("not_br", "br;q=0, gzip", "gzip"),
           ("case", "GZip", "gzip"), ("none", "identity", None), ("zero", "gzip;q=0, br;q=0.000", None),
           ("star_zero", "*;q=0, gzip", "gzip"), ("unknown", "zstd, compress", None), ("empty", "", None))
    def test_accept_encoding(self, accepted, coding):
        answer = self.get(f"Accept-Encoding: {accepted}\r\n")
        self.assertEqual(answer["Content-Encoding"], coding)
        if coding == "gzip":
            self.assertEqual(gzip.decompress(answer.body), self.whole.body)
        if coding is None:
            self.assertEqual(answer.body, self.whole.body)
        else:
            self.assertNotEqual(answer["ETag"], self.whole["ETag"])


class ConditionTest(FileCase):
    @cases(("same", "{etag}"), ("weak", "W/{etag}"), ("list", '"x", {etag}, "y"'), ("star", "*"),
           ("list_weak", '"x",W/{etag}'))
    def test_if_none_match_is_304(self, value):
        for method in ("GET", "HEAD"):
            answer = self.get(f"If-None-Match: {value.format(etag=self.whole['ETag'])}\r\n", method)
            self.assertEqual((answer.status, answer.body), (304, b""))
            self.assertEqual(answer["ETag"], self.whole["ETag"])
            self.assertEqual(answer["Cache-Control"], self.whole["Cache-Control"])

    @cases(("other", '"other"'), ("unquoted", "{bare}"), ("prefix", '"{bare}x"'), ("empty", ""))
    def test_another_tag_is_200(self, value):
        bare = self.whole["ETag"].strip('"')
        answer = self.get(f"If-None-Match: {value.format(bare=bare)}\r\n")
        self.assertEqual((answer.status, answer.body), (200, self.whole.body))

    def test_the_tag_of_another_coding_is_200(self):
        answer = self.get(f"If-None-Match: {self.whole['ETag']}\r\nAccept-Encoding: gzip\r\n")
        self.assertEqual(answer.status, 200)


class RangeTest(FileCase):
    @cases(("first_ten", "bytes=0-9", 0, 10), ("one", "bytes=5-5", 5, 6), ("open", "bytes=100-", 100, None),
           ("suffix", "bytes=-7", -7, None), ("beyond_the_end", "bytes=10-99999999", 10, None),
           ("suffix_beyond", "bytes=-99999999", 0, None), ("all", "bytes=0-", 0, None),
           ("unit_in_upper_case", "BYTES=0-1", 0, 2), ("blanks", "bytes= 0-1", 0, 2))
    def test_206(self, value, first, end):
        answer = self.get(f"Range: {value}\r\n")
        expected = self.whole.body[first:end]
        self.assertEqual((answer.status, answer.body), (206, expected))
        start = self.whole.body.index(expected) if first is None else first % len(self.whole.body)
        self.assertEqual(answer["Content-Range"],
                         f"bytes {start}-{start + len(expected) - 1}/{len(self.whole.body)}")

    @cases("bytes=99999999-", "bytes=99999999-100000000", "bytes=-0")
    def test_416(self, value):
        answer = self.get(f"Range: {value}\r\n")
        self.assertEqual(answer.status, 416)
        self.assertEqual(answer["Content-Range"], f"bytes */{len(self.whole.body)}")

    @cases("bytes=9-1", "bytes=a-b", "bytes=", "bytes=-", "bytes", "0-9", "lines=0-9", "bytes=0-1,3-4",
           "bytes=0-1, 1-2, -5", "bytes=--1", "bytes=1-2-3", "bytes=+1-2", "bytes=0x1-2",
           "bytes=99999999999999999999999-")
    def test_invalid_or_several_are_ignored(self, value):
        answer = self.get(f"Range: {value}\r\n")
        self.assertIn(answer.status, (200, 416) if "99999" in value else (200,))
        if answer.status == 200:
            self.assertEqual(answer.body, self.whole.body)

    def test_ranges_are_of_the_file_as_it_is(self):
        answer = self.get("Range: bytes=0-9\r\nAccept-Encoding: gzip, br\r\n")
        self.assertEqual((answer.status, answer.body), (206, self.whole.body[:10]))
        self.assertIsNone(answer["Content-Encoding"])

    def test_head_has_no_ranges(self):
        answer = self.get("Range: bytes=0-9\r\n", "HEAD")
        self.assertEqual((answer.status, answer["Content-Length"]), (200, str(len(self.whole.body))))

    def test_the_whole_says_that_ranges_are_taken(self):
        self.assertEqual(self.whole["Accept-Ranges"], "bytes")

    def test_if_range_with_the_same_tag(self):
        answer = self.get(f"Range: bytes=0-9\r\nIf-Range: {self.whole['ETag']}\r\n")
        self.assertEqual(answer.status, 206)

    @cases(("other", '"other"'), ("weak", "W/{etag}"), ("date", "Sun, 22 Nov 2026 19:00:00 GMT"))
    def test_if_range_otherwise_is_the_whole(self, value):
        answer = self.get(f"Range: bytes=0-9\r\nIf-Range: {value.format(etag=self.whole['ETag'])}\r\n")
        self.assertEqual((answer.status, answer.body), (200, self.whole.body))

    def test_a_condition_goes_before_a_range(self):
        answer = self.get(f"Range: bytes=0-9\r\nIf-None-Match: {self.whole['ETag']}\r\n")
        self.assertEqual(answer.status, 304)




class MethodTest(Case):
    """RFC 9110 9.1, 15.5.6: pages and files have GET, HEAD and OPTIONS, and say so."""

    def ask(self, method, path, fields=""):
        connection = self.connect(walkie())
        return connection.ask(f"{method} {path} HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n{fields}\r\n",
                              method == "HEAD")

    @cases("/", "/chat", "/frame", "/demo", "/agent", "/agent/c/1", "/docs/", PATH, "/favicon.ico")
    def test_another_method_is_405_with_allow(self, path):
        self.assertEqual(self.ask("GET", path).status, 200)
        self.assertEqual(self.ask("HEAD", path).status, 200)
        for method in ("POST", "PUT", "PATCH", "DELETE", "TRACE"):
            answer = self.ask(method, path)
            self.assertEqual((answer.status, answer["Allow"]), (405, "GET, HEAD, OPTIONS"), method)
        answer = self.ask("OPTIONS", path)
        self.assertEqual((answer.status, answer["Allow"]), (204, "GET, HEAD, OPTIONS"))

    @cases("GET", "POST", "PUT", "DELETE", "OPTIONS")
    def test_what_is_not_there_is_404_whatever_the_method(self, method):
        self.assertEqual(self.ask(method, "/nothing").status, 404)

    @cases(("chat", "/chat/", "/chat"), ("demo", "/demo/", "/demo"), ("frame", "/frame/?inbox=1", "/frame?inbox=1"),
           ("agent", "/agent/", "/agent"), ("deep", "/agent/c/1/", "/agent/c/1"),
           ("several", "/chat///?a=b|c&d=%", "/chat?a=b|c&d=%"),
           ("a folder lacks its slash", "/docs", "/docs/"), ("a folder below", "/docs/zh", "/docs/zh/"))
    def test_a_slash_too_many_is_a_redirect(self, path, target):
        answer = self.ask("GET", path)
        self.assertEqual((answer.status, answer["Location"]), (308, target))
        self.assertEqual(self.ask("GET", target).status, 200)

    @cases("//", "//evil.example/", "/%2Fevil.example/", "/\t/", "//chat/", "/nothing/", "/agent/../x/")
    def test_a_slash_too_many_leads_nowhere_else(self, path):
        self.assertIsNone(self.ask("GET", path)["Location"])


class OpenApiTest(FileCase):
    """R5: the contract is a file like others: conditional and compressed."""

    def test_etag_and_codings(self):
        plain = self.get(path="/openapi.json")
        self.assertEqual((plain.status, plain["Content-Type"]), (200, "application/json"))
        for coding in ("gzip", "br"):
            answer = self.get(f"Accept-Encoding: {coding}\r\n", path="/openapi.json")
            self.assertEqual(answer["Content-Encoding"], coding)
            self.assertLess(len(answer.body), len(plain.body) / 2)
            again = self.get(f"Accept-Encoding: {coding}\r\nIf-None-Match: {answer['ETag']}\r\n",
                             path="/openapi.json")
            self.assertEqual((again.status, again.body), (304, b""))
        self.assertEqual(gzip.decompress(self.get("Accept-Encoding: gzip\r\n", path="/openapi.json").body),
                         plain.body)
        self.assertEqual(self.get('If-Match: "old"\r\n', path="/openapi.json").status, 412)


if __name__ == "__main__":
    unittest.main()
