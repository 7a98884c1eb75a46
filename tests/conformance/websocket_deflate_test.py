"""RFC 7692: permessage-deflate, its negotiation and its messages. Against relay --deflate /echo."""
import random
import unittest
import zlib

from wire import (BINARY_FRAME, CLOSE, CONTINUATION, DEFLATE, FIN, PING, PONG, RSV1, RSV2, TEXT, Case,
                  cases, deflated, frame, inflated)

FLAGS = ("--deflate", "--max-message", str(17 << 20), "--max-fragments", "1000000")
BITS = tuple(range(8, 16))


def parameters(value):
    """{name: value or None} of the only extension in an answer."""
    name, *rest = [part.strip() for part in value.split(";")]
    assert name == "permessage-deflate", value
    return {key: text or None for key, _, text in (part.partition("=") for part in rest)}


class NegotiationTest(Case):
    """5, 7.1: the first offer that can be kept is agreed; nothing is answered that was not offered."""

    def agreed(self, offer, flags=FLAGS):
        connection = self.open(*flags, headers=f"Sec-WebSocket-Extensions: {offer}\r\n" if offer else "")
        return connection, connection.answer["Sec-WebSocket-Extensions"]

    @cases(("plain", "permessage-deflate"), ("client_bits", "permessage-deflate; client_max_window_bits"),
           ("server_takeover", "permessage-deflate; server_no_context_takeover"),
           ("client_takeover", "permessage-deflate; client_no_context_takeover"),
           ("both", "permessage-deflate; client_no_context_takeover; server_no_context_takeover"),
           ("no_space", "permessage-deflate;client_max_window_bits;server_max_window_bits=10"),
           ("spaces", "  permessage-deflate ; client_max_window_bits ; server_max_window_bits = 10 "),
           ("quoted", 'permessage-deflate; server_max_window_bits="12"'),
           ("case", "Permessage-Deflate"),
           *((f"server_bits_{n}", f"permessage-deflate; server_max_window_bits={n}") for n in BITS),
           *((f"client_bits_{n}", f"permessage-deflate; client_max_window_bits={n}")
             for n in range(8, 16)))
    def test_offer_is_agreed(self, offer):
        connection, answer = self.agreed(offer)
        found = parameters(answer)
        self.assertLessEqual(set(found), {"server_no_context_takeover", "client_no_context_takeover",
                                          "server_max_window_bits", "client_max_window_bits"})
        wanted = offer.replace(" ", "").replace('"', "").lower().split(";")
        for part in wanted:
            name, _, value = part.partition("=")
            if name == "server_max_window_bits":
                self.assertLessEqual(int(found[name]), int(value))
            elif name in ("server_no_context_takeover",):
                self.assertIn(name, found)
        if not any(part.startswith("client_max_window_bits") for part in wanted):
            self.assertNotIn("client_max_window_bits", found)
        text = b"a text that repeats itself. " * 200
        bits = int(found.get("server_max_window_bits") or 15)
        for _ in range(3):
            connection.put(FIN | RSV1 | TEXT, deflated(text))
            first_byte, payload = connection.next()
            self.assertEqual(first_byte, FIN | RSV1 | TEXT)
            self.assertEqual(inflated(payload, bits), text)

    @cases(("unknown", "permessage-deflate; unknown"), ("unknown_value", "permessage-deflate; x=1"),
           ("value_for_flag", "permessage-deflate; server_no_context_takeover=1"),
           ("server_bits_without_value", "permessage-deflate; server_max_window_bits"),
           *((f"server_bits_{label}", f"permessage-deflate; server_max_window_bits={value}")
             for label, value in (("7", "7"), ("16", "16"), ("0", "0"), ("leading_zero", "09"),
                                  ("signed", "+9"), ("negative", "-9"), ("word", "nine"), ("empty", ""),
                                  ("hex", "0xa"), ("fraction", "10.0"), ("huge", "9" * 30))),
           *((f"client_bits_{label}", f"permessage-deflate; client_max_window_bits={value}")
             for label, value in (("7", "7"), ("16", "16"), ("leading_zero", "010"), ("word", "x"))),
           ("server_twice", "permessage-deflate; server_max_window_bits=10; server_max_window_bits=11"),
           ("takeover_twice",
            "permessage-deflate; client_no_context_takeover; client_no_context_takeover"),
           ("client_bits_twice", "permessage-deflate; client_max_window_bits; client_max_window_bits"),
           ("other_extension", "permessage-bzip2"), ("x_webkit", "x-webkit-deflate-frame"),
           ("none", ""))
    def test_offer_is_declined(self, offer):
        connection, answer = self.agreed(offer)
        self.assertIsNone(answer)
        self.assert_echoes(connection, b"plain " * 500)
        connection.put(FIN | RSV1 | TEXT, deflated(b"compressed"))
        self.assert_fails(connection, 1002)

    @cases(("bad_then_good", "permessage-deflate; server_max_window_bits=99, permessage-deflate"),
           ("other_then_good", "permessage-bzip2; a=1, permessage-deflate; client_max_window_bits"),
           ("seven_then_good", "permessage-deflate; server_max_window_bits=7, permessage-deflate"),
           ("two_headers", "permessage-bzip2\r\nSec-WebSocket-Extensions: permessage-deflate"),
           ("empty_items", ", ,permessage-deflate,,"))
    def test_a_later_offer_is_agreed(self, offer):
        connection, answer = self.agreed(offer)
        self.assertNotIn(",", answer)
        parameters(answer)
        connection.put(FIN | RSV1 | TEXT, deflated(b"x" * 2000))
        self.assertEqual(inflated(connection.next()[1]), b"x" * 2000)

    def test_the_first_of_two_good_offers_wins(self):
        _, answer = self.agreed("permessage-deflate; server_max_window_bits=10, permessage-deflate")
        self.assertEqual(parameters(answer)["server_max_window_bits"], "10")

    def test_not_agreed_unless_switched_on(self):
        connection, answer = self.agreed("permessage-deflate", flags=())
        self.assertIsNone(answer)
        connection.put(FIN | RSV1 | TEXT, deflated(b"x"))
        self.assert_fails(connection, 1002)


SIZES = (0, 1, 16, 64, 256, 1024, 4096, 8192, 16384, 32768, 65536, 131072)
OFFERS = {
    "plain": "permessage-deflate",
    "takeover": "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
    "window_8": "permessage-deflate; server_max_window_bits=8; client_max_window_bits",
    "window_9": "permessage-deflate; server_max_window_bits=9; client_max_window_bits",
    "window_15": "permessage-deflate; server_max_window_bits=15",
    "window_8_takeover": "permessage-deflate; server_no_context_takeover; server_max_window_bits=8",
    "window_9_takeover": "permessage-deflate; server_no_context_takeover; server_max_window_bits=9",
    "window_15_takeover": "permessage-deflate; server_no_context_takeover; server_max_window_bits=15",
    "three_offers": "permessage-deflate; server_no_context_takeover; server_max_window_bits=9, "
                    "permessage-deflate; server_no_context_takeover, permessage-deflate",
}


def text_of(size):
    words = random.Random(size)
    syllables = ("lo", "ti", "de", "ca", "ra", "mi", "cs ", "\n", "ü", "é ", "0", "{\"a\":1}")
    made = "".join(words.choice(syllables) for _ in range(size)).encode()[:size]
    return made.decode(errors="ignore").encode().ljust(size, b".")


class MessageTest(Case):
    """6, 7.2: sizes, fragments, windows."""

    def round_trips(self, offer, payload, opcode, count, piece=None):
        connection = self.open(*FLAGS, headers=f"Sec-WebSocket-Extensions: {offer}\r\n")
        answer = parameters(connection.answer["Sec-WebSocket-Extensions"])
        bits = int(answer.get("server_max_window_bits") or 15)
        packed = deflated(payload)
        if piece is None:
            message = frame(FIN | RSV1 | opcode, packed)
        else:
            parts = [packed[at:at + piece] for at in range(0, len(packed), piece)]
            message = b"".join(
                frame((FIN if i == len(parts) - 1 else 0) | (RSV1 | opcode if i == 0 else 0), part)
                for i, part in enumerate(parts))
        for _ in range(count):
            connection.send(message)
            first_byte, got = connection.next()
            self.assertEqual(first_byte & ~RSV1, FIN | opcode)
            got = inflated(got, bits) if first_byte & RSV1 else got
            self.assertTrue(got == payload, "other bytes came back")

    @cases(*((f"{name}_{size}", offer, size) for name, offer in OFFERS.items() for size in SIZES))
    def test_text(self, offer, size):
        self.round_trips(offer, text_of(size), TEXT, 20)

    @cases(*SIZES)
    def test_binary_that_does_not_compress(self, size):
        self.round_trips(OFFERS["plain"], random.Random(1).randbytes(size), BINARY_FRAME, 5)

    @cases(*((f"{name}_by_{piece}", offer, piece) for name, offer in OFFERS.items()
             for piece in (1, 7, 256, 8192)))
    def test_fragmented(self, offer, piece):
        self.round_trips(offer, text_of(20_000), TEXT, 3, piece)

    def test_sixteen_MiB(self):
        self.round_trips(OFFERS["plain"], text_of(1 << 20) * 16, BINARY_FRAME, 1)

    @cases(*((f"level_{level}", level) for level in range(10)))
    def test_every_level_of_compression(self, level):
        connection = self.open(*FLAGS, headers=DEFLATE)
        text = text_of(5000)
        connection.put(FIN | RSV1 | TEXT, deflated(text, level=level))
        self.assertEqual(inflated(connection.next()[1]), text)

    # RFC 7692 7.2.3, byte by byte.
    HELLO = b"\xf2\x48\xcd\xc9\xc9\x07\x00"

    @cases(("one_block", [HELLO]), ("two_fragments", [HELLO[:3], HELLO[3:]]),
           ("no_compression", [b"\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00"]),
           ("final_block", [b"\xf3\x48\xcd\xc9\xc9\x07\x00\x00"]),
           ("two_blocks", [b"\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00"]))
    def test_examples_of_the_rfc(self, fragments):
        connection = self.open(*FLAGS, headers=DEFLATE)
        for i, part in enumerate(fragments):
            connection.put((FIN if i == len(fragments) - 1 else 0) | (RSV1 | TEXT if i == 0 else 0), part)
        self.assert_message(connection, "Hello")

    @cases(("one_zero_byte", b"\x00"), ("of_zlib", b""))
    def test_empty_message(self, payload):
        connection = self.open(*FLAGS, headers=DEFLATE)
        connection.put(FIN | RSV1 | TEXT, payload)
        self.assert_message(connection, "")

    def test_uncompressed_messages_still_pass(self):
        connection = self.open(*FLAGS, headers=DEFLATE)
        for text in ("short", "long " * 1000):
            connection.put(FIN | TEXT, text)
            first_byte, got = connection.next()
            got = inflated(got) if first_byte & RSV1 else got
            self.assertEqual(got, text.encode())

    def test_a_control_frame_between_compressed_fragments(self):
        connection = self.open(*FLAGS, headers=DEFLATE)
        packed = deflated(b"between " * 300)
        connection.put(RSV1 | TEXT, packed[:5])
        connection.put(FIN | PING, "now")
        self.assertEqual(connection.next(), (FIN | PONG, b"now"))
        connection.put(FIN | CONTINUATION, packed[5:])
        self.assertEqual(inflated(connection.next()[1]), b"between " * 300)


class RefusalTest(Case):
    @cases(*((f"opcode_{opcode}", opcode) for opcode in (CLOSE, PING, PONG)))
    def test_a_compressed_control_frame_is_1002(self, opcode):
        connection = self.open(*FLAGS, headers=DEFLATE)
        connection.put(FIN | RSV1 | opcode, b"\x03\xe8")
        self.assert_fails(connection, 1002)

    @cases(("continuation", RSV1 | CONTINUATION), ("rsv2", RSV2 | CONTINUATION))
    def test_reserved_bits_of_a_later_fragment_are_1002(self, bits):
        connection = self.open(*FLAGS, headers=DEFLATE)
        connection.put(RSV1 | TEXT, deflated(b"x" * 500)[:2])
        connection.put(FIN | bits, b"x")
        self.assert_fails(connection, 1002)

    @cases(("garbage", b"\xff\xfe\xfd\xfc" * 10), ("reserved_block", b"\x07"),
           ("far_distance", zlib.compress(b"x" * 50)[2:8] + b"\xff" * 9),
           ("bad_stored_length", b"\x00\x05\x00\x00\x00Hello"),
           ("cut_stored_block", b"\x00\x64\x00\x9b\xff" + b"x" * 10),
           ("cut_block", deflated(text_of(3000))[:-40]), ("zlib_header", zlib.compress(b"x" * 90)))
    def test_what_is_not_deflate_is_1007(self, payload):
        connection = self.open(*FLAGS, headers=DEFLATE)
        connection.put(FIN | RSV1 | BINARY_FRAME, payload)
        self.assert_fails(connection, 1007)

    @cases(("surrogate", b"\xed\xa0\x80"), ("cut", b"x" * 300 + b"\xf0\x9f"))
    def test_inflated_text_that_is_not_utf8_is_1007(self, text):
        connection = self.open(*FLAGS, headers=DEFLATE)
        connection.put(FIN | RSV1 | TEXT, deflated(text))
        self.assert_fails(connection, 1007)


if __name__ == "__main__":
    unittest.main()
