"""Raw sockets that speak HTTP/1.1 and WebSocket as badly as a case needs, and the programs under
test: `relay` (the net room alone) and `walkie`, both beside WALKIE_BINARY, on free ports."""
import atexit
import base64
import hashlib
import os
import pathlib
import re
import signal
import socket
import struct
import subprocess
import tempfile
import unittest
import zlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("WALKIE_BINARY", ROOT / "build" / "release" / "walkie"))
RELAY = BINARY.with_name("relay")
PATIENCE = 20  # seconds that anything here may take on a busy machine
KEY = "x3JJHMbDL1EzLkh9GBhXDw=="
ACCEPT = "HSmrc0sMlYUkAGmm5OPpG2HaGWk="
HOST = "Host: relay.test\r\n"
GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
FIN, RSV1, RSV2, RSV3 = 0x80, 0x40, 0x20, 0x10
CONTINUATION, TEXT, BINARY_FRAME, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate\r\n"


def accept_for(key):
    return base64.b64encode(hashlib.sha1((key + GUID).encode()).digest()).decode()


class Program:
    """A program under test; up when it has printed where it listens."""

    def __init__(self, command, environment=None):
        kept = {k: v for k, v in os.environ.items() if not k.startswith("WALKIE_")}
        self.process = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, env={**kept, **(environment or {})})
        printed = []
        for line in self.process.stdout:
            printed.append(line)
            if found := re.match(r"listening on https?://[\d.]+:(\d+)", line):
                self.port = int(found[1])
                break
        else:
            raise AssertionError("ended before it listened:\n" + "".join(printed))

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdout.close()
        return self.process.returncode


_running = {}


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def relay(*flags):
    """The port of a relay with these flags; one for each set of flags, until the suite ends."""
    if flags not in _running:
        program = Program([RELAY, "--listen", "127.0.0.1:0", *flags])
        atexit.register(program.stop)
        _running[flags] = program
    if _running[flags].process.poll() is not None:
        raise AssertionError(f"relay {flags} died: {_running[flags].process.returncode}")
    return _running[flags].port


def walkie():
    """The port of a `walkie serve` with a data folder of its own, until the suite ends."""
    if "walkie" not in _running:
        folder = tempfile.TemporaryDirectory(prefix="walkie-conformance-")
        program = Program([BINARY, "serve", "--data", folder.name,
                           "--listen", f"127.0.0.1:{free_port()}"])
        atexit.register(folder.cleanup)
        atexit.register(program.stop)
        _running["walkie"] = program
    return _running["walkie"].port


class Response:
    def __init__(self, head, body):
        lines = head.decode("latin-1").split("\r\n")
        self.version, status, self.reason = (lines[0] + "  ").split(" ", 2)
        self.status = int(status)
        self.fields = [(name.strip().lower(), value.strip()) for name, _, value in
                       (line.partition(":") for line in lines[1:] if line)]
        self.body = body

    def __getitem__(self, name):
        return next((value for key, value in self.fields if key == name.lower()), None)


class Wire:
    """One TCP connection."""

    def __init__(self, port, receive_buffer=0):
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = bytearray()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data.encode("latin-1") if isinstance(data, str) else data)

    def send_slowly(self, data, step=1):
        """In pieces that travel one by one."""
        data = data.encode("latin-1") if isinstance(data, str) else data
        for at in range(0, len(data), step):
            try:
                self.socket.sendall(data[at:at + step])
            except (BrokenPipeError, ConnectionResetError):
                return  # it has made up its mind already; the answer says what about

    def more(self):
        """Receives something; False at the end of the stream."""
        try:
            piece = self.socket.recv(1 << 16)
        except ConnectionResetError:
            piece = b""
        self.received += piece
        return bool(piece)

    def take(self, count):
        taken = bytes(memoryview(self.received)[:count])
        del self.received[:count]
        return taken

    def exactly(self, count):
        while len(self.received) < count:
            if not self.more():
                raise EOFError(f"ended after {len(self.received)} of {count} bytes")
        return self.take(count)

    def until(self, end):
        while end not in self.received:
            if not self.more():
                raise EOFError(f"ended before {end!r}: {self.received[:200]!r}")
        return self.take(self.received.index(end) + len(end))

    def rest(self):
        while self.more():
            pass
        return self.take(len(self.received))

    def response(self, head_only=False):
        head = self.until(b"\r\n\r\n")[:-4]
        answer = Response(head, b"")
        bodyless = head_only or answer.status < 200 or answer.status in (204, 304)
        if not bodyless and (size := answer["Content-Length"]) is not None:
            answer.body = self.exactly(int(size))
        return answer

    def ask(self, request, head_only=False):
        self.send(request)
        return self.response(head_only)


def masked(payload, key=b"\x12\x34\x56\x78"):
    wide = (key * (len(payload) // 4 + 1))[:len(payload)]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(wide, "big")).to_bytes(
        len(payload), "big") if payload else b""


def frame(first_byte, payload=b"", mask=b"\x12\x34\x56\x78", form=None):
    """A client's frame. form: 7, 16 or 64, the length encoding; None: the shortest."""
    payload = payload.encode() if isinstance(payload, str) else payload
    size = len(payload)
    form = form or (7 if size < 126 else 16 if size < 65536 else 64)
    bit = 0x80 if mask is not None else 0
    head = bytes([first_byte, bit | (size if form == 7 else 126 if form == 16 else 127)])
    head += b"" if form == 7 else struct.pack("!H" if form == 16 else "!Q", size)
    return head + (mask + masked(payload, mask) if mask is not None else payload)


def deflated(payload, bits=15, level=6):
    """One message as RFC 7692 7.2.1 wants it, with a window of its own."""
    maker = zlib.compressobj(level, zlib.DEFLATED, -bits)
    return (maker.compress(payload) + maker.flush(zlib.Z_SYNC_FLUSH))[:-4]


def inflated(payload, bits=15):
    return zlib.decompressobj(-bits).decompress(payload + b"\x00\x00\xff\xff")


class WebSocket(Wire):
    """Upgraded at once. `flags` choose the relay; `headers` are added to the handshake."""

    def __init__(self, flags=(), path="/echo", headers="", port=None):
        super().__init__(port or relay(*flags))
        self.send(f"GET {path} HTTP/1.1\r\nHost: relay.test\r\nUpgrade: websocket\r\n"
                  f"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                  f"Sec-WebSocket-Key: {KEY}\r\n{headers}\r\n")
        self.answer = self.response()
        if self.answer.status != 101:
            raise AssertionError(f"not upgraded: {self.answer.status}")

    def put(self, first_byte, payload=b"", **how):
        self.send(frame(first_byte, payload, **how))

    def next(self):
        """(first byte, payload) of the next frame; servers never mask."""
        first_byte, size = self.exactly(2)
        if size & 0x80:
            raise AssertionError("a server must not mask")
        if size == 126:
            size, = struct.unpack("!H", self.exactly(2))
            if size < 126:
                raise AssertionError("not the shortest length")
        elif size == 127:
            size, = struct.unpack("!Q", self.exactly(8))
            if size < 65536:
                raise AssertionError("not the shortest length")
        return first_byte, self.exactly(size)


class Case(unittest.TestCase):
    """A test method with @cases becomes one test for each entry: (name, arguments…)."""

    def __init_subclass__(cls):
        for name, method in list(vars(cls).items()):
            table = getattr(method, "table", None)
            if table is None:
                continue
            delattr(cls, name)
            for entry in table:
                label, *arguments = entry if isinstance(entry, tuple) else (entry, entry)
                label = re.sub(r"\W+", "_", str(label)).strip("_")
                full = f"{name}__{label}"
                while hasattr(cls, full):  # labels that differ in punctuation only
                    full += "_"

                def one(self, method=method, arguments=arguments):
                    method(self, *arguments)
                setattr(cls, full, one)

    def open(self, *flags, **how):
        connection = WebSocket(flags, **how)
        self.addCleanup(connection.close)
        return connection

    def connect(self, port):
        connection = Wire(port)
        self.addCleanup(connection.close)
        return connection

    def assert_echoes(self, connection, payload=b"still here", opcode=TEXT):
        connection.put(FIN | opcode, payload)
        self.assert_message(connection, payload, opcode)

    def assert_message(self, connection, payload, opcode=TEXT):
        payload = payload.encode() if isinstance(payload, str) else payload
        first_byte, got = connection.next()
        self.assertEqual(first_byte, FIN | opcode)
        self.assertEqual(len(got), len(payload))
        self.assertTrue(got == payload, "other bytes came back")

    def assert_fails(self, connection, *codes):
        """The next frame is a Close with one of the codes, and then the connection ends."""
        first_byte, payload = connection.next()
        self.assertEqual(first_byte, FIN | CLOSE, payload[:100])
        self.assertIn(struct.unpack("!H", payload[:2])[0], codes)
        self.assertEqual(connection.rest(), b"")

    def assert_closes(self, connection, payload):
        """The next frame is the answer to our Close, with this payload; then the end."""
        self.assertEqual(connection.next(), (FIN | CLOSE, payload))
        self.assertEqual(connection.rest(), b"")


def cases(*table):
    def mark(method):
        method.table = table
        return method
    return mark


class HttpCase(Case):
    def ask(self, text, port=None, head_only=False):
        self.connection = self.connect(port or relay())
        return self.connection.ask(text, head_only)

    def assert_refused(self, text, *statuses, port=None):
        """A refusal says `close`, is the only answer, and ends the connection."""
        answer = self.ask(text, port)
        self.assertIn(answer.status, statuses or (400,), answer.body)
        self.assertEqual(answer["Connection"], "close")
        self.assertEqual(answer["Content-Type"], "application/problem+json")
        self.assertEqual(self.connection.rest(), b"")

    def assert_served(self, text, status=200):
        self.assertEqual(self.ask(text).status, status)
        self.assert_in_step()

    def assert_in_step(self):
        """What comes next on the connection is understood as what it is."""
        answer = self.connection.ask(f"POST / HTTP/1.1\r\n{HOST}Content-Length: 4\r\n\r\nstep")
        self.assertEqual((answer.status, answer.body), (200, b"step"))
