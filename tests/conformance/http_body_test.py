"""RFC 9112 6, 7; RFC 9110 8.6, 10.1.1: how a body is framed, and what smuggling lives on. Against
relay POST /, which echoes."""
import unittest

from wire import HOST, HttpCase, cases, relay, walkie

CHUNKED = "Transfer-Encoding: chunked\r\n"


def post(fields, body="", path="/"):
    return f"POST {path} HTTP/1.1\r\n{HOST}{fields}\r\n{body}"


class LengthTest(HttpCase):
    @cases(("zero", 0), ("one", 1), ("some", 500), ("64_KiB", 65536))
    def test_counted(self, size):
        body = "b" * size
        answer = self.ask(post(f"Content-Length: {size}\r\n", body))
        self.assertEqual((answer.status, answer.body), (200, body.encode()))
        self.assert_in_step()

    @cases(("tab_before", "Content-Length:\t2"), ("blank_after", "Content-Length: 2 \t"),
           ("no_blank", "Content-Length:2"))
    def test_blanks_around(self, field):
        self.assertEqual(self.ask(post(field + "\r\n", "hi")).body, b"hi")
        self.assert_in_step()

    def test_without_length_there_is_no_body(self):
        answer = self.ask(post(""))
        self.assertEqual((answer.status, answer.body), (200, b""))
        self.assert_in_step()

    @cases("GET", "HEAD", "OPTIONS", "DELETE")
    def test_a_body_of_any_method_is_taken(self, method):
        answer = self.ask(f"{method} / HTTP/1.1\r\n{HOST}Content-Length: 33\r\n\r\n"
                          "GET /smuggled HTTP/1.1\r\nHost: a\r\n", head_only=method == "HEAD")
        self.assertIn(answer.status, (200, 204, 405))
        self.assert_in_step()

    @cases(("negative", "-1"), ("plus", "+5"), ("word", "five"), ("hex", "0x5"), ("empty", ""),
           ("leading_zero", "05"), ("two_zeros", "00"), ("octal", "010"), ("fraction", "5.0"),
           ("exponent", "5e1"), ("space_within", "1 2"), ("tab_within", "1\t2"), ("list", "5, 5"),
           ("list_of_others", "5, 6"), ("comma", "5,"), ("underscore", "1_0"), ("quoted", '"5"'),
           ("overflow_64", "18446744073709551621"), ("overflow_63", "9223372036854775813"),
           ("huge", "9" * 100), ("arabic_digits", "\xd9\xa5"))
    def test_a_bad_length_is_400(self, value):
        self.assert_refused(post(f"Content-Length: {value}\r\n", "hello"), 400)

    @cases(("same", "Content-Length: 5\r\nContent-Length: 5\r\n"),
           ("other", "Content-Length: 5\r\nContent-Length: 6\r\n"),
           ("case", "Content-Length: 5\r\ncontent-length: 5\r\n"),
           ("underscore", "Content-Length: 5\r\nContent_Length: 50\r\n"))
    def test_two_lengths_are_400(self, fields):
        self.assert_refused(post(fields, "hello"), 400)

    @cases(("one_more", 65537), ("gigabytes", 10 ** 12), ("18_digits", 10 ** 17))
    def test_beyond_the_limit_is_413_before_it_came(self, size):
        self.assert_refused(post(f"Content-Length: {size}\r\n"), 413)

    def test_a_body_that_stops_has_no_answer(self):
        connection = self.connect(relay())
        connection.send(post("Content-Length: 10\r\n", "short"))
        connection.socket.shutdown(1)
        self.assertNotIn(b"200", connection.rest())

    @cases(1, 3, 64)
    def test_in_pieces(self, step):
        self.connection = self.connect(relay())
        self.connection.send_slowly(post("Content-Length: 11\r\n", "hello again"), step)
        self.assertEqual(self.connection.response().body, b"hello again")
        self.assert_in_step()


class ChunkedTest(HttpCase):
    @cases(("one", "5\r\nhello\r\n0\r\n\r\n", b"hello"), ("empty", "0\r\n\r\n", b""),
           ("two", "5\r\nhello\r\n6\r\n again\r\n0\r\n\r\n", b"hello again"),
           ("hex_lower", "a\r\n0123456789\r\n0\r\n\r\n", b"0123456789"),
           ("hex_upper", "A\r\n0123456789\r\n0\r\n\r\n", b"0123456789"),
           ("leading_zeros", "0005\r\nhello\r\n000\r\n\r\n", b"hello"),
           ("extension", "5;a\r\nhello\r\n0;b\r\n\r\n", b"hello"),
           ("extension_value", "5;a=b;c=d\r\nhello\r\n0\r\n\r\n", b"hello"),
           ("extension_quoted", '5;a="b;\\"c"\r\nhello\r\n0\r\n\r\n', b"hello"),
           ("extension_blanks", "5 ; a = b\r\nhello\r\n0\r\n\r\n", b"hello"),
           ("trailer", "5\r\nhello\r\n0\r\nX: y\r\nZ: w\r\n\r\n", b"hello"),
           ("crlf_within", "4\r\n\r\n\r\n\r\n0\r\n\r\n", b"\r\n\r\n"),
           ("zero_within", "7\r\n0\r\n\r\nab\r\n0\r\n\r\n", b"0\r\n\r\nab"))
    def test_taken(self, body, whole):
        answer = self.ask(post(CHUNKED, body))
        self.assertEqual((answer.status, answer.body), (200, whole))
        self.assert_in_step()
        self.connection = self.connect(relay())
        self.connection.send_slowly(post(CHUNKED, body))
        self.assertEqual(self.connection.response().body, whole)
        self.assert_in_step()

    @cases(("case", "Transfer-Encoding: CHUNKED"), ("mixed", "transfer-encoding: Chunked"),
           ("tab", "Transfer-Encoding:\tchunked"), ("blank_after", "Transfer-Encoding: chunked "))
    def test_the_name_in_any_case(self, field):
        self.assertEqual(self.ask(post(field + "\r\n", "2\r\nhi\r\n0\r\n\r\n")).body, b"hi")
        self.assert_in_step()

    def test_many_chunks(self):
        body = "".join(f"{len(piece):x}\r\n{piece}\r\n" for piece in ["0123456789" * 10] * 600)
        answer = self.ask(post(CHUNKED, body + "0\r\n\r\n"))
        self.assertEqual(len(answer.body), 60_000)
        self.assert_in_step()

    @cases(("word", "hello\r\n"), ("prefix", "0x5\r\nhello\r\n"), ("negative", "-5\r\nhello\r\n"),
           ("plus", "+5\r\nhello\r\n"), ("empty", "\r\nhello\r\n"), ("space_before", " 5\r\nhello\r\n"),
           ("space_after", "5 \r\nhello\r\n"), ("tab_before", "\t5\r\nhello\r\n"),
           ("underscore", "1_0\r\n0123456789abcdef\r\n"), ("bare_semicolon", "5;\r\nhello\r\n"),
           ("extension_without_name", "5;=b\r\nhello\r\n"), ("extension_open_quote", '5;a="b\r\nhello\r\n'),
           ("extension_no_value", "5;a=\r\nhello\r\n"), ("extension_space", "5 a\r\nhello\r\n"),
           ("extension_nul", "5;a\0\r\nhello\r\n"), ("extension_control", "5;a=\x01\r\nhello\r\n"),
           ("extension_cr", "5;a\rb\r\nhello\r\n"), ("extension_lf", "5;a\nb\r\nhello\r\n"),
           ("overflow_16_digits", "10000000000000005\r\nhello\r\n"), ("overflow_f", "f" * 16 + "\r\nhello\r\n"),
           ("overflow_long", "5" + "0" * 100 + "\r\nhello\r\n"), ("comma", "5,5\r\nhello\r\n"),
           ("lf_after_size", "5\nhello\r\n0\r\n\r\n"), ("cr_after_size", "5\rhello\r\n"),
           ("lf_after_chunk", "5\r\nhello\n0\r\n\r\n"), ("cr_after_chunk", "5\r\nhello\r0\r\n\r\n"),
           ("nothing_after_chunk", "5\r\nhello0\r\n\r\n"), ("too_long", "5\r\nhello!\r\n0\r\n\r\n"),
           ("too_short", "5\r\nhell\r\n0\r\n\r\n"), ("other_bytes_after_chunk", "5\r\nhelloXX0\r\n\r\n"),
           ("lf_trailer", "0\r\nX: y\n\r\n"), ("lf_end", "0\r\n\n"), ("lf_last", "0\n\r\n"),
           ("trailer_no_colon", "0\r\nXY\r\n\r\n"), ("trailer_space", "0\r\nX : y\r\n\r\n"),
           ("trailer_folded", "0\r\nX: y\r\n z\r\n\r\n"), ("trailer_empty_name", "0\r\n: y\r\n\r\n"),
           ("trailer_nul", "0\r\nX: \0\r\n\r\n"))
    def test_malformed_is_400(self, body):
        self.assert_refused(post(CHUNKED, body), 400)

    @cases(("size", "ffff0\r\n"), ("size_later", "8000\r\n" + "x" * 0x8000 + "\r\n8001\r\n"),
           ("15_digits", "f" * 15 + "\r\n"))
    def test_beyond_the_limit_is_413(self, body):
        self.assert_refused(post(CHUNKED, body), 413)

    @cases(("extension", "5;" + "a" * 65536 + "\r\nhello\r\n0\r\n\r\n"),
           ("extensions", ("1;" + "a" * 900 + "\r\nx\r\n") * 20 + "0\r\n\r\n"),
           ("trailers", "0\r\n" + "".join(f"X{i}: {'y' * 500}\r\n" for i in range(100)) + "\r\n"))
    def test_endless_overhead_is_refused(self, body):
        self.assert_refused(post(CHUNKED, body), 400, 413, 431)

    @cases("Content-Length: 50", "Transfer-Encoding: chunked", "Host: evil", "Authorization: x")
    def test_trailers_are_not_headers(self, field):
        answer = self.ask(post(CHUNKED, f"2\r\nhi\r\n0\r\n{field}\r\n\r\n"))
        self.assertIn(answer.status, (200, 400))
        if answer.status == 200:
            self.assertEqual(answer.body, b"hi")
            self.assert_in_step()


class SmugglingTest(HttpCase):
    """RFC 9112 6.1, 6.3, 11.2: two ways to read it means one answer, and the end."""

    HIDDEN = "0\r\n\r\nGET /hidden HTTP/1.1\r\nHost: a\r\n\r\n"

    @cases(("cl_te", f"Content-Length: 6\r\n{CHUNKED}"), ("te_cl", f"{CHUNKED}Content-Length: 6\r\n"),
           ("cl_0_te", f"Content-Length: 0\r\n{CHUNKED}"), ("te_twice", CHUNKED * 2),
           ("te_twice_other", CHUNKED + "Transfer-Encoding: identity\r\n"),
           ("te_space_before_colon", "Transfer-Encoding : chunked\r\n"),
           ("te_underscore", "Transfer_Encoding: chunked\r\n"), ("te_empty", "Transfer-Encoding:\r\n"),
           ("te_chunked_chunked", "Transfer-Encoding: chunked, chunked\r\n"),
           ("te_chunked_identity", "Transfer-Encoding: chunked, identity\r\n"),
           ("te_chunked_gzip", "Transfer-Encoding: chunked, gzip\r\n"),
           ("te_quoted", 'Transfer-Encoding: "chunked"\r\n'),
           ("te_parameter", "Transfer-Encoding: chunked;a=b\r\n"),
           ("te_vertical_tab", "Transfer-Encoding: \x0bchunked\r\n"),
           ("te_nul", "Transfer-Encoding: chunked\0\r\n"),
           ("te_cr", "Transfer-Encoding: chunked\r \r\n"),
           ("te_folded", "Transfer-Encoding:\r\n chunked\r\n"),
           ("te_hidden_in_x", f"X: y\nTransfer-Encoding: chunked\r\nContent-Length: 6\r\n"),
           ("te_leading_space", " Transfer-Encoding: chunked\r\nContent-Length: 6\r\n"))
    def test_ambiguous_is_400(self, fields):
        self.assert_refused(post(fields, self.HIDDEN), 400)

    def test_identity_beside_a_length_is_refused(self):
        fields = "Transfer-Encoding: identity\r\nContent-Length: 6\r\n"
        self.assert_refused(post(fields, self.HIDDEN), 400, 501)

    @cases(("unknown", "xchunked"), ("gzip", "gzip"), ("identity", "identity"),
           ("gzip_chunked", "gzip, chunked"), ("chunk", "chunk"), ("dotted", "chunked."))
    def test_an_unknown_coding_is_501(self, coding):
        self.assert_refused(post(f"Transfer-Encoding: {coding}\r\n", self.HIDDEN), 400, 501)

    @cases(("leading_comma", ", chunked"), ("trailing_comma", "chunked,"))
    def test_chunked_among_empty_list_items_is_400(self, coding):
        self.assert_refused(post(f"Transfer-Encoding: {coding}\r\n", self.HIDDEN), 400)
        self.assert_refused(
            post(f"Transfer-Encoding: {coding}\r\nContent-Length: 5\r\n", "hello"), 400)

    def test_http_1_0_has_no_chunked(self):
        self.assert_refused(f"POST / HTTP/1.0\r\n{HOST}{CHUNKED}\r\n{self.HIDDEN}", 400)

    def test_a_hidden_request_is_a_body(self):
        hidden = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n"
        answer = self.ask(post(f"Content-Length: {len(hidden)}\r\n", hidden))
        self.assertEqual(answer.body, hidden.encode())
        self.assert_in_step()

    @cases("cl_te", "te_cl")
    def test_the_product_refuses_both_at_once(self, order):
        fields = ["Content-Length: 4\r\n", CHUNKED]
        fields = "".join(fields if order == "cl_te" else fields[::-1])
        self.assert_refused(post(fields, "0\r\n\r\n", "/visitors"), 400, port=walkie())


class ExpectTest(HttpCase):
    """RFC 9110 10.1.1."""

    def test_100_before_the_body(self):
        self.connection = self.connect(relay())
        self.connection.send(post("Expect: 100-continue\r\nContent-Length: 2\r\n"))
        self.assertEqual(self.connection.response().status, 100)
        self.connection.send("hi")
        self.assertEqual(self.connection.response().body, b"hi")
        self.assert_in_step()

    @cases("100-Continue", "100-CONTINUE")
    def test_in_any_case_and_chunked(self, value):
        self.connection = self.connect(relay())
        self.connection.send(post(f"Expect: {value}\r\n{CHUNKED}"))
        self.assertEqual(self.connection.response().status, 100)
        self.connection.send("2\r\nhi\r\n0\r\n\r\n")
        self.assertEqual(self.connection.response().body, b"hi")
        self.assert_in_step()

    @cases(("no_body", ""), ("zero", "Content-Length: 0\r\n"))
    def test_no_100_when_nothing_is_to_come(self, fields):
        self.assertEqual(self.ask(post(f"Expect: 100-continue\r\n{fields}")).status, 200)
        self.assert_in_step()

    def test_no_100_when_the_body_is_there_already(self):
        answer = self.ask(post("Expect: 100-continue\r\nContent-Length: 2\r\n", "hi"))
        self.assertEqual((answer.status, answer.body), (200, b"hi"))
        self.assert_in_step()

    def test_no_100_for_http_1_0(self):
        self.connection = self.connect(relay())
        self.connection.send("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi")
        self.assertEqual(self.connection.response().status, 200)

    @cases(("too_large", "Content-Length: 99999\r\n", "/", 413),
           ("no_such_address", "Content-Length: 5\r\n", "/nowhere", 404))
    def test_the_final_answer_instead_of_100(self, fields, path, status):
        answer = self.ask(post("Expect: 100-continue\r\n" + fields, path=path))
        self.assertEqual(answer.status, status)
        self.assertEqual(answer["Connection"], "close")
        self.assertEqual(self.connection.rest(), b"")

    @cases("200-ok", "100-continued", "nonsense", "100-continue, x")
    def test_another_expectation_is_417(self, value):
        self.assert_refused(post(f"Expect: {value}\r\nContent-Length: 2\r\n", "hi"), 417)


if __name__ == "__main__":
    unittest.main()
