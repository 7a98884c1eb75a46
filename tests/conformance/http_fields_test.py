"""RFC 9110 5, RFC 9112 5: header fields. Against relay /."""
import unittest

from wire import HOST, HttpCase, cases, relay


class FieldTest(HttpCase):
    @cases(("empty_value", "X:"), ("blank_value", "X: \t "), ("no_blank", "X:y"), ("tab_before", "X:\ty"),
           ("blanks_after", "X: y \t "), ("tab_within", "X: a\tb"), ("obs_text", "X: \xe9\xff"),
           ("colons", "X: a:b:c"), ("token_name", "!#$%&'*+-.^_`|~09Az: y"), ("same_twice", "X: a\r\nX: b"),
           ("quoted", 'X: "a\\"b"'), ("underscore", "X_Y: z"), ("accept_list", "Accept: */*;q=0.1, a/b"))
    def test_served(self, field):
        self.assert_served(f"GET / HTTP/1.1\r\n{HOST}{field}\r\n\r\n")

    @cases(("no_colon", "X y"), ("empty_name", ": y"), ("space_before_colon", "X : y"),
           ("tab_before_colon", "X\t: y"), ("space_in_name", "X Y: z"), ("paren_in_name", "X(y): z"),
           ("slash_in_name", "X/Y: z"), ("bracket_in_name", "[X]: z"), ("quote_in_name", '"X": y'),
           ("non_ascii_name", "X\xe9: y"), ("nul_in_name", "X\0: y"), ("nul_in_value", "X: a\0b"),
           ("control_in_value", "X: a\x01b"), ("bell", "X: \x07"), ("del_in_value", "X: a\x7fb"),
           ("vertical_tab", "X: a\x0bb"), ("form_feed", "X:\x0cb"), ("escape", "X: \x1b[0m"),
           ("folded_space", "X: a\r\n b"), ("folded_tab", "X: a\r\n\tb"), ("folded_empty", "X: a\r\n \r\nY: b"),
           ("folded_framing", "Transfer-Encoding:\r\n chunked"), ("blank_line_of_space", " "),
           ("semicolon_name", "X;: y"), ("at_name", "X@: y"), ("equals_name", "X=y: z"))
    def test_malformed_is_400(self, field):
        self.assert_refused(f"GET / HTTP/1.1\r\n{HOST}{field}\r\n\r\n", 400)

    @cases((" a", " X: y"), ("tab", "\tX: y"))
    def test_a_first_line_that_is_folded_is_400(self, field):
        self.assert_refused(f"GET / HTTP/1.1\r\n{field}\r\n{HOST}\r\n", 400)

    def test_names_in_any_case(self):
        answer = self.ask("POST / HTTP/1.1\r\nhOsT: a\r\ncOnTeNt-LeNgTh: 2\r\n\r\nhi")
        self.assertEqual(answer.body, b"hi")


class SizeTest(HttpCase):
    """RFC 9110 5.4, RFC 6585 5: a limit is told with 431."""

    @cases(("16000_in_one", "X: " + "y" * 16_000), ("99_fields", "\r\n".join(f"X{i}: y" for i in range(98))))
    def test_served(self, fields):
        self.assert_served(f"GET / HTTP/1.1\r\n{HOST}{fields}\r\n\r\n")

    @cases(("value", "X: " + "y" * 17_000), ("name", "X" * 17_000 + ": y"), ("huge", "X: " + "y" * 200_000),
           ("101_fields", "\r\n".join(f"X{i}: y" for i in range(101))),
           ("10000_fields", "\r\n".join(f"X{i}: y" for i in range(10_000))),
           ("together", "\r\n".join(f"X{i}: {'y' * 200}" for i in range(90))))
    def test_more_is_431(self, fields):
        self.assert_refused(f"GET / HTTP/1.1\r\n{HOST}{fields}\r\n\r\n", 431)

    def test_endless_fields_are_431_before_they_end(self):
        self.connection = self.connect(relay())
        self.connection.send_slowly(f"GET / HTTP/1.1\r\n{HOST}" + "X: y\r\n" * 3000, 1000)
        self.assertEqual(self.connection.response().status, 431)


if __name__ == "__main__":
    unittest.main()
