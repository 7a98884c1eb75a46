"""A TCP proxy that treats bytes badly: cuts, delays, stalls, swallows, loses the answer only."""
import asyncio
import contextlib
import socket
import struct

from lib.http_connection import split


class Proxy:
    """Both directions have their own faults: `up` is towards the server, `down` the answers.

    delay     seconds that every piece waits
    flowing   cleared: nothing is read any more, the sender's buffers fill up (a stalled link)
    swallow   bytes are read and vanish, the connection stays (a half-open link)
    """

    class Direction:
        def __init__(self):
            self.delay, self.swallow = 0.0, False
            self.flowing = asyncio.Event()
            self.flowing.set()

    def __init__(self, target):
        self.target, self.address = target, None
        self.up, self.down = self.Direction(), self.Direction()
        self.answers_to_lose = 0  # connections that are cut when the server's answer comes
        self.lost_answers = self.accepted = self.cuts = 0
        self._pairs, self._holes, self._server = set(), set(), None

    async def start(self):
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        host, port = self._server.sockets[0].getsockname()
        self.address = f"{host}:{port}"
        return self

    async def stop(self):
        self._server.close()
        self.cut()

    def cut(self, count=None):
        """RST on both sides of so many connections; all without a number."""
        for pair in list(self._pairs)[:count]:
            self.cuts += 1
            self._cut(pair)

    def swallow_present(self):
        """Those that are open now become half-open; new ones work."""
        self._holes |= self._pairs

    def _cut(self, pair):
        self._pairs.discard(pair)
        self._holes.discard(pair)
        for writer in pair:
            sock = writer.get_extra_info("socket")
            if sock is not None and sock.fileno() >= 0:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()

    async def _serve(self, reader, writer):
        self.accepted += 1
        try:
            far_reader, far_writer = await asyncio.open_connection(*split(self.target))
        except OSError:
            writer.transport.abort()
            return
        pair = (writer, far_writer)
        self._pairs.add(pair)
        pumps = [asyncio.create_task(self._pump(reader, far_writer, self.up, pair, False)),
                 asyncio.create_task(self._pump(far_reader, writer, self.down, pair, True))]
        _, pending = await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        await asyncio.gather(*pumps, return_exceptions=True)
        self._pairs.discard(pair)
        for end in pair:
            end.close()

    async def _pump(self, *way):
        with contextlib.suppress(OSError):  # the other side was cut
            await self._carry(*way)

    async def _carry(self, reader, writer, direction, pair, answers):
        while True:
            await direction.flowing.wait()
            piece = await reader.read(65536)
            if answers and piece and self.answers_to_lose > 0:
                self.answers_to_lose -= 1
                self.lost_answers += 1
                self._cut(pair)
                return
            if direction.swallow or pair in self._holes:
                if not piece:
                    await asyncio.Event().wait()  # not even the end comes through
                continue
            if not piece:
                return
            if direction.delay:
                await asyncio.sleep(direction.delay)
            await direction.flowing.wait()
            writer.write(piece)
            await writer.drain()
