"""A WebSocket of our own (RFC 6455), so that a test can send what no proper library would."""
import asyncio
import base64
import hashlib
import json
import os
import socket
import struct

from lib.http_connection import read_body, read_head, split

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10
LONGEST = 8 << 20  # bytes that one stream may hold for a reader that is behind


class Closed(ConnectionError):
    """No more frames. code: 1006 when the line just ended."""

    def __init__(self, code, reason=""):
        super().__init__(f"closed {code} {reason}")
        self.code = code


class Refused(ConnectionError):
    """A plain HTTP answer instead of the upgrade."""

    def __init__(self, answer):
        super().__init__(f"refused {answer.status} {answer.raw[:200]!r}")
        self.status, self.answer = answer.status, answer


def masked(payload, mask):
    """XOR as one big number: a byte at a time would be the slowest thing here."""
    size = len(payload)
    pattern = (mask * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(pattern, "big")).to_bytes(size, "big")


def frame_bytes(opcode, payload=b"", fin=True, reserved=0):
    head = bytes([(0x80 if fin else 0) | reserved | opcode])
    if len(payload) < 126:
        head += bytes([0x80 | len(payload)])
    elif len(payload) < 65536:
        head += b"\xfe" + struct.pack(">H", len(payload))
    else:
        head += b"\xff" + struct.pack(">Q", len(payload))
    mask = os.urandom(4)
    return head + mask + masked(payload, mask)


def handshake_bytes(address, path, key, token=None, headers=None):
    lines = [f"GET {path} HTTP/1.1", f"Host: {address}", "Upgrade: websocket",
             "Connection: Upgrade", "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key}"]
    if token:
        lines.append(f"Sec-WebSocket-Protocol: walkie.v1, walkie.token.{token}")
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def accept_of(key):
    made = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()
    return base64.b64encode(made).decode()


class WebSocket:
    def __init__(self, reader, writer, extensions=""):
        self.reader, self.writer, self.extensions = reader, writer, extensions
        self.close_sent = False

    @classmethod
    async def connect(cls, address, path="/ws", token=None, headers=None, patience=10, sock=None):
        return await asyncio.wait_for(cls._connect(address, path, token, headers, sock), patience)

    @classmethod
    async def _connect(cls, address, path, token, headers, sock):
        if sock is None:
            reader, writer = await asyncio.open_connection(*split(address), limit=LONGEST)
        else:
            reader, writer = await asyncio.open_connection(sock=sock, limit=LONGEST)
        try:
            key = base64.b64encode(os.urandom(16)).decode()
            writer.write(handshake_bytes(address, path, key, token, headers))
            answer = await read_head(reader)
            if answer.status != 101:
                answer.raw = await read_body(reader, answer)
                raise Refused(answer)
            if answer.headers.get("sec-websocket-accept") != accept_of(key):
                raise ConnectionError("a wrong Sec-WebSocket-Accept")
        except asyncio.IncompleteReadError as fault:
            writer.transport.abort()
            raise Closed(1006, "in the handshake") from fault
        except BaseException:
            writer.transport.abort()
            raise
        return cls(reader, writer, answer.headers.get("sec-websocket-extensions", ""))

    async def receive_frame(self):
        """(opcode, payload); the server never fragments."""
        try:
            first, second = await self.reader.readexactly(2)
            size = second & 0x7F
            if size == 126:
                size, = struct.unpack(">H", await self.reader.readexactly(2))
            elif size == 127:
                size, = struct.unpack(">Q", await self.reader.readexactly(8))
            payload = await self.reader.readexactly(size) if size else b""
        except (asyncio.IncompleteReadError, OSError) as fault:
            raise Closed(1006, repr(fault)) from fault
        return first & 0x0F, payload

    async def receive(self):
        """The next object from the server; answers its Pings on the way."""
        while True:
            opcode, payload = await self.receive_frame()
            if opcode == TEXT:
                return json.loads(payload)
            if opcode == PING:
                self.write(PONG, payload)
            elif opcode == CLOSE:
                code = struct.unpack(">H", payload[:2])[0] if len(payload) >= 2 else 1005
                if not self.close_sent:
                    self.close_sent = True
                    self.write(CLOSE, payload[:2])
                self.writer.close()
                raise Closed(code, payload[2:].decode(errors="replace"))

    async def receive_until(self, *types, patience=10):
        """The first object of one of these types; what comes before it is passed over."""
        async def wanted():
            while (frame := await self.receive())["type"] not in types:
                pass
            return frame
        return await asyncio.wait_for(wanted(), patience)

    async def closing(self, patience=10):
        """The close code; whatever else comes before it is passed over."""
        async def ended():
            while True:
                try:
                    await self.receive()
                except Closed as closed:
                    return closed.code
        return await asyncio.wait_for(ended(), patience)

    def write(self, opcode, payload=b"", fin=True, reserved=0):
        self.writer.write(frame_bytes(opcode, payload, fin, reserved))

    def send(self, frame):
        self.write(TEXT, json.dumps(frame, ensure_ascii=False).encode())

    def close(self, code=1000):
        if not self.close_sent:
            self.close_sent = True
            self.write(CLOSE, struct.pack(">H", code))

    def abort(self):
        """RST where the kernel allows it: what a crashed client's machine would send."""
        if sock := self.writer.get_extra_info("socket"):
            try:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            except OSError:
                pass  # closed already
        self.writer.transport.abort()
