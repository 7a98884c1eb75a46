"""RFC 9112 2, 3; RFC 9110 9: the request line. Against relay / and walkie."""
import unittest

from wire import HOST, HttpCase, cases, relay, walkie


class RequestLineTest(HttpCase):
    @cases(("bare", "GET / HTTP/1.1"), ("query", "GET /?a=b&c=%20 HTTP/1.1"),
           ("absolute", "GET http://relay.test/ HTTP/1.1"),
           ("absolute_upper", "GET HTTP://RELAY.TEST/ HTTP/1.1"),
           ("absolute_without_path", "GET http://relay.test HTTP/1.1"),
           ("absolute_query", "GET http://relay.test?a=b HTTP/1.1"),
           ("absolute_port", "GET http://relay.test:8080/ HTTP/1.1"),
           ("later_minor", "GET / HTTP/1.2"), ("post", "POST / HTTP/1.1"))
    def test_well_formed(self, line):
        self.assert_served(f"{line}\r\n{HOST}\r\n")

    @cases(1, 2, 5)
    def test_in_pieces(self, step):
        self.connection = self.connect(relay())
        self.connection.send_slowly(f"GET / HTTP/1.1\r\n{HOST}X: y\r\n\r\n", step)
        self.assertEqual(self.connection.response().status, 200)
        self.assert_in_step()

    @cases(("no_version", "GET /"), ("http_0_9", "GET / "), ("no_target", "GET HTTP/1.1"),
           ("two_spaces", "GET  / HTTP/1.1"), ("two_spaces_later", "GET /  HTTP/1.1"),
           ("trailing_space", "GET / HTTP/1.1 "), ("leading_space", " GET / HTTP/1.1"),
           ("tab", "GET\t/\tHTTP/1.1"), ("tab_after_method", "GET\t/ HTTP/1.1"),
           ("vertical_tab", "GET\x0b/ HTTP/1.1"), ("form_feed", "GET\x0c/ HTTP/1.1"),
           ("space_in_target", "GET /a b HTTP/1.1"), ("empty_method", " / HTTP/1.1"),
           ("method_not_token", "GE(T / HTTP/1.1"), ("method_with_colon", "GET: / HTTP/1.1"),
           ("non_ascii_method", "G\xc9T / HTTP/1.1"), ("nul_in_method", "G\0ET / HTTP/1.1"),
           ("nul_in_target", "GET /\0 HTTP/1.1"), ("control_in_target", "GET /\x01 HTTP/1.1"),
           ("del_in_target", "GET /\x7f HTTP/1.1"), ("non_ascii_target", "GET /\xc3\xa9 HTTP/1.1"),
           ("backslash", "GET /a\\b HTTP/1.1"), ("quote", 'GET /a"b HTTP/1.1'),
           ("angle", "GET /<a> HTTP/1.1"), ("fragment", "GET /#top HTTP/1.1"),
           ("quote_in_query", 'GET /?a"b HTTP/1.1'), ("angle_in_query", "GET /?<a> HTTP/1.1"),
           ("space_in_query", "GET /?a b HTTP/1.1"), ("fragment_in_query", "GET /?a#b HTTP/1.1"),
           ("control_in_query", "GET /?a\x01 HTTP/1.1"), ("non_ascii_query", "GET /?\xc3\xa9 HTTP/1.1"),
           ("caret_in_host", "GET http://a^b/ HTTP/1.1"), ("lone_percent_in_host", "GET http://a%/ HTTP/1.1"),
           ("escaped_nul", "GET /%00 HTTP/1.1"), ("escaped_crlf", "GET /%0d%0aX:y HTTP/1.1"),
           ("relative", "GET index.html HTTP/1.1"), ("other_scheme", "GET ftp://relay.test/ HTTP/1.1"),
           ("no_authority", "GET http:/// HTTP/1.1"), ("user_in_authority", "GET http://u:p@h/ HTTP/1.1"),
           ("asterisk_with_get", "GET * HTTP/1.1"), ("asterisk_with_post", "POST * HTTP/1.1"),
           ("asterisk_and_more", "OPTIONS *a HTTP/1.1"),
           ("lower_version", "GET / http/1.1"), ("version_word", "GET / HTTP/one"),
           ("version_without_minor", "GET / HTTP/1"), ("version_two_digits", "GET / HTTP/01.1"),
           ("version_minor_two_digits", "GET / HTTP/1.10"), ("version_space", "GET / HTTP/ 1.1"),
           ("version_comma", "GET / HTTP/1,1"), ("version_other", "GET / HTTPS/1.1"),
           ("version_sign", "GET / HTTP/+1.1"), ("version_dot", "GET / HTTP/1."))
    def test_malformed_is_400(self, line):
        self.assert_refused(f"{line}\r\n{HOST}\r\n", 400)

    @cases(("pipe", "/?utm=a|b"), ("caret", "/?a^b"), ("braces", "/?{a}"), ("backslash", "/?a\\b"),
           ("backquote", "/?a`b"), ("apostrophe", "/?a'b"), ("lone_percent", "/?100%"),
           ("percent_and_text", "/?a=%zz&b=%"), ("half_escape", "/?%2"), ("escaped_line_break", "/?a%0D%0Ab"),
           ("escaped_nul", "/?a%00b"), ("question_marks", "/??a=/?b"), ("brackets", "/?a[]=1"))
    def test_a_query_as_browsers_send_it(self, target):
        """The URL Standard's query percent-encode set leaves these alone."""
        self.assert_served(f"GET {target} HTTP/1.1\r\n{HOST}\r\n")

    @cases(("caret", "/^"), ("pipe", "/a|b"), ("braces", "/{a}"), ("backquote", "/`"), ("half_escape", "/%2"),
           ("bad_escape", "/%zz"), ("lone_percent", "/100%"))
    def test_a_path_as_browsers_send_it_is_only_unknown(self, target):
        self.assert_served(f"GET {target} HTTP/1.1\r\n{HOST}\r\n", 404)

    @cases("0.9", "2.0", "3.0", "9.9")
    def test_another_major_version_is_505(self, version):
        self.assert_refused(f"GET / HTTP/{version}\r\n{HOST}\r\n", 505)

    def test_the_preface_of_http_2_is_refused(self):
        self.assert_refused("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, 505)

    @cases(("unknown", "FROB"), ("lower_case", "get"), ("mixed", "Get"), ("symbols", "!#$%&'*+-.^_`|~"),
           ("connect", "CONNECT"), ("long", "X" * 500))
    def test_unknown_method_is_501(self, method):
        self.assert_refused(f"{method} / HTTP/1.1\r\n{HOST}\r\n", 501)

    def test_connect_is_501(self):
        self.assert_refused(f"CONNECT relay.test:443 HTTP/1.1\r\n{HOST}\r\n", 400, 501)

    @cases("PUT", "PATCH", "DELETE", "TRACE")
    def test_known_but_not_there_is_405_with_allow(self, method):
        answer = self.ask(f"{method} / HTTP/1.1\r\n{HOST}\r\n")
        self.assertEqual(answer.status, 405)
        self.assertEqual({item.strip() for item in answer["Allow"].split(",")},
                         {"GET", "HEAD", "POST", "OPTIONS"})
        self.assert_in_step()

    @cases(("path", "/"), ("server", "*"), ("absolute_server", "http://relay.test"))
    def test_options_names_the_methods(self, target):
        answer = self.ask(f"OPTIONS {target} HTTP/1.1\r\n{HOST}\r\n")
        self.assertIn(answer.status, (200, 204))
        self.assertIn("GET", answer["Allow"])
        self.assert_in_step()

    def test_no_such_address_is_404(self):
        self.assert_served(f"GET /no/such HTTP/1.1\r\n{HOST}\r\n", 404)

    @cases(1000, 4096, 7900, 8000, 8100)
    def test_long_targets_are_taken(self, size):
        line = "GET /?" + "q" * (size - len("GET /? HTTP/1.1")) + " HTTP/1.1"
        self.assertEqual(len(line), size)
        self.assert_served(f"{line}\r\n{HOST}\r\n")

    @cases(8300, 9000, 16384, 100_000, 1_000_000)
    def test_longer_ones_are_414(self, size):
        self.assert_refused(f"GET /{'a' * size} HTTP/1.1\r\n{HOST}\r\n", 414)

    def test_an_endless_line_is_414_before_it_ends(self):
        self.assert_refused("GET /" + "a" * 9000, 414)

    @cases(9000, 100_000)
    def test_an_endless_word_is_no_request_line(self, size):
        self.assert_refused("A" * size + f" / HTTP/1.1\r\n{HOST}\r\n", 400)

    def test_garbage_is_400(self):
        self.assert_refused(bytes(range(0x80, 0x100)) * 2, 400)

    def test_a_tls_hello_is_refused(self):
        self.assert_refused(bytes([22, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]) + bytes(range(60)), 400)

    @cases(("one", "\r\n"), ("three", "\r\n\r\n\r\n"))
    def test_empty_lines_before_a_request_are_ignored(self, lines):
        self.assert_served(f"{lines}GET / HTTP/1.1\r\n{HOST}\r\n")


class LineEndTest(HttpCase):
    """RFC 9112 2.2: bare CR and bare LF."""

    @cases(("lf_after_request_line", "GET / HTTP/1.1\nHost: a\r\n\r\n"),
           ("lf_after_header", "GET / HTTP/1.1\r\nHost: a\nX: y\r\n\r\n"),
           ("lf_at_the_end", "GET / HTTP/1.1\r\nHost: a\r\n\n"),
           ("only_lf", "GET / HTTP/1.1\nHost: a\n\n"), ("only_cr", "GET / HTTP/1.1\rHost: a\r\r"),
           ("cr_in_request_line", "GET /\r HTTP/1.1\r\nHost: a\r\n\r\n"),
           ("cr_in_value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n"),
           ("cr_in_name", "GET / HTTP/1.1\r\nHost: a\r\nX\rY: b\r\n\r\n"),
           ("cr_cr_lf", "GET / HTTP/1.1\r\nHost: a\r\r\n\r\n"), ("lf_cr", "GET / HTTP/1.1\n\rHost: a\n\r\n\r"),
           ("lf_before", "\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"))
    def test_refused(self, text):
        self.assert_refused(text, 400)


class HostTest(HttpCase):
    """RFC 9112 3.2: exactly one valid Host."""

    @cases(("missing", ""), ("empty", "Host:\r\n"), ("blank", "Host:   \r\n"),
           ("twice", "Host: a\r\nHost: b\r\n"), ("twice_the_same", "Host: a\r\nHost: a\r\n"),
           ("twice_in_other_case", "Host: a\r\nhOST: a\r\n"), ("list", "Host: a, b\r\n"),
           ("path", "Host: a/b\r\n"), ("user", "Host: u@a\r\n"), ("query", "Host: a?b\r\n"),
           ("fragment", "Host: a#b\r\n"), ("space", "Host: a b\r\n"), ("port_word", "Host: a:http\r\n"),
           ("port_huge", "Host: a:99999\r\n"), ("port_negative", "Host: a:-1\r\n"),
           ("two_ports", "Host: a:1:2\r\n"), ("scheme", "Host: http://a\r\n"), ("only_port", "Host: :80\r\n"),
           ("open_bracket", "Host: [::1\r\n"), ("bracket_word", "Host: [xyz]\r\n"),
           ("after_bracket", "Host: [::1]x\r\n"), ("non_ascii", "Host: \xe9\r\n"),
           ("backslash", "Host: a\\b\r\n"), ("tab_within", "Host: a\tb\r\n"))
    def test_refused(self, field):
        self.assert_refused(f"GET / HTTP/1.1\r\n{field}\r\n", 400)

    @cases("a", "a.b.example", "a:80", "127.0.0.1", "127.0.0.1:8080", "[::1]", "[::1]:8080", "a-b_c", "a:",
           "xn--caf-dma.example")
    def test_served(self, value):
        self.assert_served(f"GET / HTTP/1.1\r\nHost: {value}\r\n\r\n")

    def test_it_may_come_last(self):
        self.assert_served("GET / HTTP/1.1\r\nA: b\r\nC: d\r\nHost: a\r\n\r\n")

    def test_http_1_0_needs_none(self):
        self.assertEqual(self.ask("GET / HTTP/1.0\r\n\r\n").status, 200)

    def test_an_absolute_target_does_not_excuse_a_bad_host(self):
        self.assert_refused("GET http://a/ HTTP/1.1\r\nHost: b/c\r\n\r\n", 400)
        self.assert_refused("GET http://a/ HTTP/1.1\r\n\r\n", 400)


class WalkieTest(HttpCase):
    """The product's own routes give the same answers."""

    @cases(("no_host", "GET /healthz HTTP/1.1\r\n\r\n", 400), ("bare_lf", "GET /healthz HTTP/1.1\nHost: a\n\n", 400),
           ("unknown_method", "FROB /healthz HTTP/1.1\r\nHost: a\r\n\r\n", 501),
           ("version", "GET /healthz HTTP/3.0\r\nHost: a\r\n\r\n", 505),
           ("escape", "GET /assets/%00 HTTP/1.1\r\nHost: a\r\n\r\n", 400))
    def test_refused(self, text, status):
        self.assert_refused(text, status, port=walkie())

    def test_405_names_the_methods(self):
        answer = self.ask("DELETE /visitors HTTP/1.1\r\nHost: a\r\n\r\n", walkie())
        self.assertEqual(answer.status, 405)
        self.assertIn("POST", answer["Allow"])

    @cases("/../etc/passwd", "/assets/../walkie.db", "/assets/..%2f..%2fetc/passwd", "//etc/passwd",
           "/%2e%2e/%2e%2e/etc/passwd", "/assets/%2e%2e/x")
    def test_no_path_leaves_the_web_files(self, path):
        answer = self.ask(f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n", walkie())
        self.assertIn(answer.status, (400, 404))


if __name__ == "__main__":
    unittest.main()
