"""RFC 6455 5: framing, fragmentation, control frames, masking. Against relay /echo."""
import os
import unittest

from wire import (BINARY_FRAME, CLOSE, CONTINUATION, FIN, PING, PONG, RSV1, RSV2, RSV3, TEXT, Case,
                  cases, frame)

BIG = ("--max-message", str(17 << 20), "--max-fragments", "1000000")
SIZES = (0, 1, 2, 3, 4, 5, 7, 8, 9, 125, 126, 127, 128, 65534, 65535, 65536, 65537, 1 << 20)


class LengthTest(Case):
    """5.2 Payload length; 5.6 data frames."""

    @cases(*SIZES)
    def test_text(self, size):
        self.assert_echoes(self.open(*BIG), b"*" * size)

    @cases(*SIZES)
    def test_binary(self, size):
        self.assert_echoes(self.open(*BIG), os.urandom(size), BINARY_FRAME)

    @cases(*((f"{size}_in_{step}", size, step) for size, step in
             ((0, 1), (5, 1), (125, 1), (126, 1), (127, 2), (65535, 997), (65536, 997))))
    def test_split_anywhere_in_the_stream(self, size, step):
        connection = self.open(*BIG)
        connection.send_slowly(frame(FIN | TEXT, b"*" * size), step)
        self.assert_message(connection, b"*" * size)

    @cases(("16_for_0", 0, 16), ("16_for_125", 125, 16), ("64_for_0", 0, 64), ("64_for_125", 125, 64),
           ("64_for_126", 126, 64), ("64_for_65535", 65535, 64))
    def test_a_length_that_is_not_the_shortest_is_1002(self, size, form):
        connection = self.open(*BIG)
        connection.put(FIN | BINARY_FRAME, b"x" * size, form=form)
        self.assert_fails(connection, 1002)

    def test_the_top_bit_of_a_64_bit_length_is_1002(self):
        connection = self.open(*BIG)
        connection.send(bytes([FIN | BINARY_FRAME, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4]))
        self.assert_fails(connection, 1002)

    @cases(*(("2_to_the_%d" % power, power) for power in (32, 40, 62)))
    def test_a_length_beyond_reason_is_1009_before_any_of_it_came(self, power):
        connection = self.open(*BIG)
        connection.send(bytes([FIN | TEXT, 0xff]) + (1 << power).to_bytes(8, "big") + b"mask")
        self.assert_fails(connection, 1009)

    def test_many_messages_in_one_segment(self):
        connection = self.open(*BIG)
        connection.send(b"".join(frame(FIN | TEXT, f"{i}") for i in range(500)))
        for i in range(500):
            self.assert_message(connection, f"{i}")

    @cases(*((f"{size}_bytes", size) for size in (0, 16, 64, 256, 1024, 4096, 16384)))
    def test_a_hundred_round_trips(self, size):
        connection = self.open(*BIG)
        for opcode in (TEXT, BINARY_FRAME) * 50:
            self.assert_echoes(connection, b"*" * size, opcode)


class LargeTest(Case):
    """5.2: whole and fragmented messages up to 16 MiB, however they are cut."""

    @cases(*((f"{kind}_{size >> 10}_KiB", opcode, size) for kind, opcode in
             (("text", TEXT), ("binary", BINARY_FRAME))
             for size in (64 << 10, 256 << 10, 1 << 20, 4 << 20, 8 << 20, 16 << 20)))
    def test_whole(self, opcode, size):
        self.assert_echoes(self.open(*BIG), b"BAsd7&jh23" * (size // 10), opcode)

    @cases(*((f"{kind}_by_{piece}", opcode, piece) for kind, opcode in
             (("text", TEXT), ("binary", BINARY_FRAME))
             for piece in (64, 256, 1024, 4096, 65536, 1 << 20, 4 << 20)))
    def test_four_MiB_in_fragments(self, opcode, piece):
        connection = self.open(*BIG)
        whole = b"*" * (4 << 20)
        frames = [frame(CONTINUATION, whole[at:at + piece]) for at in range(0, len(whole), piece)]
        frames[0] = frame(opcode, whole[:piece])
        last = bytearray(frames[-1])
        last[0] |= FIN
        connection.send(b"".join([*frames[:-1], bytes(last)]))
        self.assert_message(connection, whole, opcode)

    @cases(64, 256, 1024, 4096)
    def test_one_MiB_in_segments(self, step):
        connection = self.open(*BIG)
        connection.send_slowly(frame(FIN | TEXT, b"*" * (1 << 20)), step)
        self.assert_message(connection, b"*" * (1 << 20))


class ReservedTest(Case):
    """5.2 RSV and opcodes: a connection that breaks the rules fails, whatever came before."""

    @cases(*((f"rsv_{bits >> 4}_opcode_{opcode}", bits, opcode) for bits in range(16, 128, 16)
             for opcode in (TEXT, BINARY_FRAME, CLOSE, PING, PONG)))
    def test_reserved_bits(self, bits, opcode):
        connection = self.open()
        connection.put(FIN | bits | opcode, b"" if opcode == CLOSE else b"x")
        self.assert_fails(connection, 1002)

    @cases(*((f"rsv_{bits >> 4}", bits) for bits in (RSV1, RSV2, RSV3)))
    def test_reserved_bits_of_a_continuation(self, bits):
        connection = self.open()
        connection.put(TEXT, "a")
        connection.put(FIN | bits | CONTINUATION, "b")
        self.assert_fails(connection, 1002)

    @cases(*((f"opcode_{opcode}_{len(payload)}", opcode, payload)
             for opcode in (3, 4, 5, 6, 7, 11, 12, 13, 14, 15) for payload in (b"", b"payload")))
    def test_reserved_opcodes(self, opcode, payload):
        connection = self.open()
        connection.put(FIN | opcode, payload)
        self.assert_fails(connection, 1002)

    @cases(*((f"opcode_{opcode}", opcode) for opcode in (3, 7, 11, 15)))
    def test_a_message_before_is_still_answered(self, opcode):
        connection = self.open()
        connection.send(frame(FIN | TEXT, "first") + frame(FIN | opcode) + frame(FIN | PING))
        self.assert_message(connection, "first")
        self.assert_fails(connection, 1002)

    def test_the_first_two_bytes_are_enough(self):
        connection = self.open()
        connection.send(bytes([FIN | 3, 0x80]))
        self.assert_fails(connection, 1002)


class MaskTest(Case):
    """5.1, 5.3: a client masks, a server does not."""

    @cases(("text", TEXT), ("binary", BINARY_FRAME), ("ping", PING), ("pong", PONG), ("close", CLOSE))
    def test_an_unmasked_frame_is_1002(self, opcode):
        connection = self.open()
        connection.put(FIN | opcode, b"\x03\xe8", mask=None)
        self.assert_fails(connection, 1002)

    @cases(("zero", b"\0\0\0\0"), ("ones", b"\xff" * 4), ("one_byte", b"\0\0\0\x01"))
    def test_any_key_will_do(self, key):
        connection = self.open()
        connection.put(FIN | TEXT, "ünmasked" * 300, mask=key)
        self.assert_message(connection, "ünmasked" * 300)


class FragmentTest(Case):
    """5.4: fragments; control frames between them; continuation without a beginning."""

    @cases(("two", ["Hello, ", "world"]), ("empty_first", ["", "x"]), ("empty_last", ["x", ""]),
           ("all_empty", ["", "", ""]), ("bytes", list("fragments")), ("many", ["*"] * 64))
    def test_pieces_are_one_message(self, pieces):
        for opcode in (TEXT, BINARY_FRAME):
            for together in (True, False):
                connection = self.open()
                frames = [frame((FIN if i == len(pieces) - 1 else 0) |
                                (opcode if i == 0 else CONTINUATION), piece)
                          for i, piece in enumerate(pieces)]
                if together:
                    connection.send(b"".join(frames))
                else:
                    for one in frames:
                        connection.send_slowly(one)
                self.assert_message(connection, "".join(pieces), opcode)

    @cases(("ping", PING, FIN | PONG), ("pong", PONG, None))
    def test_control_frames_between_fragments(self, opcode, answered):
        connection = self.open()
        for i in range(3):
            connection.put(TEXT if i == 0 else CONTINUATION, f"f{i}")
            connection.put(FIN | opcode, f"c{i}")
            if answered:
                self.assertEqual(connection.next(), (answered, f"c{i}".encode()))
        connection.put(FIN | CONTINUATION, "end")
        self.assert_message(connection, "f0f1f2end")

    def test_control_frames_between_fragments_byte_by_byte(self):
        connection = self.open()
        connection.send_slowly(frame(TEXT, "a") + frame(FIN | PING, "p" * 125) +
                               frame(FIN | CONTINUATION, "b"))
        self.assertEqual(connection.next(), (FIN | PONG, b"p" * 125))
        self.assert_message(connection, "ab")

    def test_a_close_between_fragments_ends_it(self):
        connection = self.open()
        connection.send(frame(TEXT, "a") + frame(FIN | CLOSE, b"\x03\xe8"))
        self.assert_closes(connection, b"\x03\xe8")

    @cases(("final", FIN), ("not_final", 0))
    def test_a_continuation_without_beginning_is_1002(self, fin):
        connection = self.open()
        connection.put(fin | CONTINUATION, "x")
        self.assert_fails(connection, 1002)

    @cases(("final", FIN), ("not_final", 0))
    def test_a_continuation_after_a_whole_message_is_1002(self, fin):
        connection = self.open()
        self.assert_echoes(connection)
        connection.put(fin | CONTINUATION, "x")
        self.assert_fails(connection, 1002)

    @cases(*((f"{first}_then_{second}", first, second) for first in (TEXT, BINARY_FRAME)
             for second in (TEXT, BINARY_FRAME)))
    def test_a_new_message_within_another_is_1002(self, first, second):
        for fin in (FIN, 0):
            connection = self.open()
            connection.put(first, "x")
            connection.put(fin | second, "y")
            self.assert_fails(connection, 1002)

    def test_two_fragmented_messages_in_a_row(self):
        connection = self.open()
        connection.send(frame(TEXT, "a") + frame(FIN | CONTINUATION, "b") +
                        frame(BINARY_FRAME, "c") + frame(FIN | CONTINUATION, "d"))
        self.assert_message(connection, "ab")
        self.assert_message(connection, "cd", BINARY_FRAME)


class ControlTest(Case):
    """5.5: control frames have at most 125 bytes and one frame; a Pong repeats its Ping."""

    @cases(*((f"{len(payload)}_bytes", payload) for payload in
             (b"", b"p", b"Hello", bytes(range(0xf0, 0x100)), b"\xfe" * 124, b"\x00\xff" * 62 + b"!")))
    def test_a_pong_repeats_its_ping(self, payload):
        connection = self.open()
        connection.put(FIN | PING, payload)
        self.assertEqual(connection.next(), (FIN | PONG, payload))
        connection.send_slowly(frame(FIN | PING, payload))
        self.assertEqual(connection.next(), (FIN | PONG, payload))

    @cases(*((f"opcode_{opcode}_{size}", opcode, size) for opcode in (PING, PONG, CLOSE)
             for size in (126, 65536)))
    def test_126_bytes_are_1002(self, opcode, size):
        connection = self.open()
        connection.send(frame(FIN | opcode, b"\x03\xe8" + b"x" * (size - 2))[:200])
        self.assert_fails(connection, 1002)

    @cases(("ping", PING), ("pong", PONG), ("close", CLOSE))
    def test_a_fragmented_control_frame_is_1002(self, opcode):
        connection = self.open()
        connection.put(opcode, b"\x03\xe8")
        self.assert_fails(connection, 1002)

    def test_an_unasked_pong_is_ignored(self):
        connection = self.open()
        connection.put(FIN | PONG)
        connection.put(FIN | PONG, "unasked")
        connection.put(FIN | PING, "asked")
        self.assertEqual(connection.next(), (FIN | PONG, b"asked"))

    @cases(("at_once", 1 << 20), ("byte_by_byte", 1))
    def test_ten_pings_have_ten_pongs_in_order(self, step):
        connection = self.open()
        connection.send_slowly(b"".join(frame(FIN | PING, f"{i}") for i in range(10)), step)
        for i in range(10):
            self.assertEqual(connection.next(), (FIN | PONG, f"{i}".encode()))
        self.assert_echoes(connection)


if __name__ == "__main__":
    unittest.main()
