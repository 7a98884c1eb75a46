"""RFC 6455 10.4: what a peer may make us hold. The relay's flags set the bounds."""
import unittest

from wire import (BINARY_FRAME, CONTINUATION, FIN, PING, TEXT, Case, cases, deflated, frame)

DEFAULT = 64 * 1024


class MessageSizeTest(Case):
    @cases(("64_KiB", (), DEFAULT), ("1000", ("--max-message", "1000"), 1000),
           ("1_MiB", ("--max-message", str(1 << 20)), 1 << 20),
           ("16_MiB", ("--max-message", str(16 << 20)), 16 << 20),
           ("32_MiB", ("--max-message", str(32 << 20)), 32 << 20))
    def test_the_limit_itself_passes_and_one_more_is_1009(self, flags, most):
        connection = self.open(*flags)
        self.assert_echoes(connection, b"*" * most)
        # Only the header: it is refused before a byte of it was taken.
        connection.send(frame(FIN | TEXT, b"*" * (most + 1))[:14])
        self.assert_fails(connection, 1009)

    def test_fragments_count_together(self):
        connection = self.open("--max-message", "1000")
        connection.put(BINARY_FRAME, b"*" * 600)
        connection.put(CONTINUATION, b"*" * 400)
        connection.put(FIN | CONTINUATION)
        self.assert_message(connection, b"*" * 1000, BINARY_FRAME)
        connection.put(BINARY_FRAME, b"*" * 600)
        connection.put(CONTINUATION, b"*" * 401)
        self.assert_fails(connection, 1009)


class FragmentCountTest(Case):
    @cases(("64", (), 64), ("3", ("--max-fragments", "3"), 3),
           ("100000", ("--max-fragments", "100000", "--max-message", "200000"), 100_000))
    def test_the_limit_itself_passes_and_one_more_is_1008(self, flags, most):
        connection = self.open(*flags)
        middle = frame(CONTINUATION, "x") * (most - 2)
        connection.send(frame(TEXT, "x") + middle + frame(FIN | CONTINUATION, "x"))
        self.assert_message(connection, "x" * most)
        connection.send(frame(TEXT, "x") + middle + frame(CONTINUATION, "x") * 2)
        self.assert_fails(connection, 1008)

    def test_empty_fragments_count(self):
        connection = self.open("--max-fragments", "3")
        connection.send(frame(TEXT) + frame(CONTINUATION) * 3)
        self.assert_fails(connection, 1008)

    def test_endless_fragments_end(self):
        connection = self.open()
        connection.send_slowly(frame(TEXT, "x") + frame(CONTINUATION, "x") * 5000, 4096)
        self.assert_fails(connection, 1008)


class FloodTest(Case):
    def test_a_flood_of_pings_ends_with_1008(self):
        connection = self.open()
        connection.send_slowly(frame(FIN | PING) * 20_000, 65536)
        codes = set()
        while True:
            first_byte, payload = connection.next()
            if first_byte != 0x8a:
                codes.add((first_byte, payload[:2]))
                break
        self.assertEqual(codes, {(0x88, b"\x03\xf0")})


class BombTest(Case):
    """RFC 7692 8: a small frame that inflates to a large message is refused at the limit."""

    @cases(("16_MiB", 16 << 20), ("just_over", DEFAULT + 1))
    def test_inflated_beyond_the_limit_is_1009(self, size):
        connection = self.open("--deflate", headers="Sec-WebSocket-Extensions: permessage-deflate\r\n")
        connection.put(FIN | 0x40 | TEXT, deflated(b"*" * size, level=9))
        self.assert_fails(connection, 1009)

    def test_inflated_to_the_limit_passes(self):
        connection = self.open("--deflate", headers="Sec-WebSocket-Extensions: permessage-deflate\r\n")
        connection.put(FIN | 0x40 | TEXT, deflated(b"*" * DEFAULT))
        first_byte, _ = connection.next()
        self.assertEqual(first_byte & 0x8f, FIN | TEXT)


if __name__ == "__main__":
    unittest.main()
