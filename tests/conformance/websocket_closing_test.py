"""RFC 6455 7: closing handshake, close codes, reasons. Against relay /echo."""
import struct
import unittest

from wire import CLOSE, CONTINUATION, FIN, PING, TEXT, Case, cases, frame

PERMITTED = (1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014,
             3000, 3999, 4000, 4999)
FORBIDDEN = (0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 65535)


class CloseTest(Case):
    def test_without_code(self):
        connection = self.open()
        connection.put(FIN | CLOSE)
        self.assert_closes(connection, b"")

    @cases(*PERMITTED)
    def test_permitted_code_is_echoed(self, code):
        connection = self.open()
        connection.put(FIN | CLOSE, struct.pack("!H", code))
        self.assert_closes(connection, struct.pack("!H", code))

    @cases(*FORBIDDEN)
    def test_forbidden_code_is_1002(self, code):
        for reason in (b"", b"reason"):
            connection = self.open()
            connection.put(FIN | CLOSE, struct.pack("!H", code) + reason)
            self.assert_fails(connection, 1002)

    def test_one_byte_is_1002(self):
        connection = self.open()
        connection.put(FIN | CLOSE, b"\x03")
        self.assert_fails(connection, 1002)

    @cases(("short", "Hello World!"), ("utf8", "κόσμε 你好 😀"), ("of_123_bytes", "*" * 123))
    def test_reason(self, reason):
        connection = self.open()
        connection.put(FIN | CLOSE, b"\x03\xe8" + reason.encode())
        self.assert_closes(connection, b"\x03\xe8")

    def test_a_reason_of_124_bytes_is_1002(self):
        connection = self.open()
        connection.put(FIN | CLOSE, b"\x03\xe8" + b"*" * 124)
        self.assert_fails(connection, 1002)

    @cases(("surrogate", b"\xed\xa0\x80"), ("cut", b"\xce\xba\xe1\xbd"), ("lone", b"\x80"))
    def test_a_reason_that_is_not_utf8_is_1007(self, reason):
        connection = self.open()
        connection.put(FIN | CLOSE, b"\x03\xe8" + reason)
        self.assert_fails(connection, 1007)

    @cases(("text", frame(FIN | TEXT, "late")), ("ping", frame(FIN | PING, "late")),
           ("close", frame(FIN | CLOSE, b"\x03\xe8")), ("garbage", b"\xff" * 100),
           ("continuation", frame(FIN | CONTINUATION, "late")), ("much", b"x" * 200_000))
    def test_what_follows_a_close_is_ignored(self, late):
        connection = self.open()
        connection.send(frame(FIN | CLOSE, b"\x03\xe8") + late)
        self.assert_closes(connection, b"\x03\xe8")

    def test_a_large_message_before_the_close_is_answered_first(self):
        connection = self.open("--max-message", str(17 << 20), "--max-fragments", "1000000")
        connection.send(frame(FIN | TEXT, b"*" * 262144) + frame(FIN | CLOSE, b"\x03\xe8"))
        self.assert_message(connection, b"*" * 262144)
        self.assert_closes(connection, b"\x03\xe8")

    def test_byte_by_byte(self):
        connection = self.open()
        connection.send_slowly(frame(FIN | CLOSE, b"\x0f\xa0bye"))
        self.assert_closes(connection, b"\x0f\xa0")

    def test_the_end_of_the_stream_without_a_close_ends_it(self):
        connection = self.open()
        connection.socket.shutdown(1)
        self.assertEqual(connection.rest(), b"")


if __name__ == "__main__":
    unittest.main()
