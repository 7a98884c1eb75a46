"""RFC 6455 8.1, RFC 3629: text is UTF-8, and what is not fails as soon as it can be known."""
import unittest

from wire import CONTINUATION, FIN, TEXT, Case, cases, frame

VALID = {
    "two_bytes": b"\xc2\x80", "last_of_two": b"\xdf\xbf", "three_bytes": b"\xe0\xa0\x80",
    "before_surrogates": b"\xed\x9f\xbf", "after_surrogates": b"\xee\x80\x80",
    "replacement": b"\xef\xbf\xbd", "noncharacter_fffe": b"\xef\xbf\xbe",
    "noncharacter_ffff": b"\xef\xbf\xbf", "noncharacter_fdd0": b"\xef\xb7\x90",
    "four_bytes": b"\xf0\x90\x80\x80", "last": b"\xf4\x8f\xbf\xbf", "nul": b"\x00",
    "noncharacter_1fffe": b"\xf0\x9f\xbf\xbe", "kosme": "κόσμε".encode(),
    "mixed": "Hello-µ@ßöäüàá-UTF-8!! 你好 😀".encode(), "bom": b"\xef\xbb\xbfx",
}
INVALID = {
    "lone_continuation": b"\x80", "lone_last_continuation": b"\xbf", "two_continuations": b"\x80\xbf",
    "all_continuations": bytes(range(0x80, 0xc0)), "c0": b"\xc0\x80", "c1": b"\xc1\xbf",
    "overlong_slash_2": b"\xc0\xaf", "overlong_slash_3": b"\xe0\x80\xaf",
    "overlong_slash_4": b"\xf0\x80\x80\xaf", "overlong_slash_5": b"\xf8\x80\x80\x80\xaf",
    "overlong_slash_6": b"\xfc\x80\x80\x80\x80\xaf", "overlong_last_2": b"\xc1\xbf",
    "overlong_last_3": b"\xe0\x9f\xbf", "overlong_last_4": b"\xf0\x8f\xbf\xbf",
    "overlong_nul_3": b"\xe0\x80\x80", "surrogate_d800": b"\xed\xa0\x80",
    "surrogate_dbff": b"\xed\xaf\xbf", "surrogate_dc00": b"\xed\xb0\x80",
    "surrogate_dfff": b"\xed\xbf\xbf", "surrogate_pair": b"\xed\xa0\x80\xed\xb0\x80",
    "beyond_10ffff": b"\xf4\x90\x80\x80", "f5": b"\xf5\x80\x80\x80", "five_bytes": b"\xf8\x88\x80\x80\x80",
    "six_bytes": b"\xfc\x84\x80\x80\x80\x80", "fe": b"\xfe", "ff": b"\xff", "fe_ff": b"\xfe\xfe\xff\xff",
    "first_without_second_2": b"\xc0 \xc1 ", "first_without_second_3": b"\xe0 ",
    "first_without_second_4": b"\xf0 ", "cut_2": b"\xc2", "cut_3": b"\xe2\x82", "cut_4": b"\xf0\x9f\x98",
    "kosme_then_surrogate": "κόσμε".encode() + b"\xed\xa0\x80edited",
}


class ValidTest(Case):
    @cases(*VALID.items())
    def test_whole(self, text):
        self.assert_echoes(self.open(), text)

    @cases(*VALID.items())
    def test_behind_ascii_of_every_alignment(self, text):
        connection = self.open()
        for before in range(9):
            self.assert_echoes(connection, b"a" * before + text + b"z" * 9)

    @cases(*VALID.items())
    def test_a_frame_for_every_byte(self, text):
        connection = self.open()
        for byte in range(len(text)):
            connection.put(TEXT if byte == 0 else CONTINUATION, text[byte:byte + 1])
        connection.put(FIN | CONTINUATION)
        self.assert_message(connection, text)

    @cases(*VALID.items())
    def test_a_segment_for_every_byte(self, text):
        connection = self.open()
        connection.send_slowly(frame(FIN | TEXT, text))
        self.assert_message(connection, text)


class InvalidTest(Case):
    @cases(*INVALID.items())
    def test_whole(self, text):
        for before in (b"", b"a" * 13):
            connection = self.open()
            connection.put(FIN | TEXT, before + text)
            self.assert_fails(connection, 1007)

    @cases(*INVALID.items())
    def test_in_the_last_fragment(self, text):
        connection = self.open()
        connection.put(TEXT, "valid ")
        connection.put(FIN | CONTINUATION, text)
        self.assert_fails(connection, 1007)

    @cases(*INVALID.items())
    def test_a_frame_for_every_byte(self, text):
        connection = self.open()
        frames = [frame(TEXT if i == 0 else CONTINUATION, text[i:i + 1]) for i in range(len(text))]
        connection.send(b"".join(frames) + frame(FIN | CONTINUATION))
        self.assert_fails(connection, 1007)

    @cases(*INVALID.items())
    def test_binary_may_be_anything(self, text):
        self.assert_echoes(self.open(), text, 2)


class FailFastTest(Case):
    """The message never ends; what came is enough to know."""

    def test_in_an_unfinished_fragment(self):
        connection = self.open()
        connection.put(TEXT, "κόσμε".encode() + b"\xf4\x90")
        self.assert_fails(connection, 1007)

    def test_in_a_later_fragment(self):
        connection = self.open()
        connection.put(TEXT, "κόσμε".encode() + b"\xf4")
        connection.put(CONTINUATION, b"\x90")
        self.assert_fails(connection, 1007)

    @cases(("surrogate", b"\xed\xa0"), ("beyond", b"\xf4\x90"), ("overlong", b"\xe0\x80"), ("ff", b"\xff"))
    def test_in_a_frame_that_has_not_arrived_whole(self, begin):
        connection = self.open()
        connection.send(frame(FIN | TEXT, "κόσμε".encode() + begin + b"\x80" * 100)[:-100])
        self.assert_fails(connection, 1007)

    def test_a_character_cut_by_the_end_of_the_message(self):
        connection = self.open()
        connection.put(TEXT, b"\xf0\x9f")
        connection.put(FIN | CONTINUATION, b"\x98")
        self.assert_fails(connection, 1007)

    def test_the_next_message_starts_anew(self):
        connection = self.open()
        self.assert_echoes(connection, b"\xff\xfe", 2)
        self.assert_echoes(connection, "ä".encode())


if __name__ == "__main__":
    unittest.main()
