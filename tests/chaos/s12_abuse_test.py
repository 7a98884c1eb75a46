"""Scenario 12: oversize, fragments without end, floods, slow requests, no descriptors left."""
import asyncio
import shutil
import time
import unittest
import zlib

from lib.client import Reader, Sender
from lib.http_connection import FAULTS, read_head, split
from lib.websocket import PING, TEXT, WebSocket
from scenario import Scenario, percentile

GROWTH = 10 << 20  # bytes of memory that abuse may cost


class AbuseTest(Scenario):
    async def prepared(self, **options):
        self.place = await self.started(**options)
        self.token = await self.place.visitor()
        self.conversation_id = await self.place.conversation(self.token)

    async def ordinary(self, over):
        """A normal client: writes, and reads it back, at an ordinary pace; its latencies."""
        sender = Sender(self.place.address, self.token, self.conversation_id, self.history)
        latencies = []
        while not over.is_set():
            began = time.monotonic()
            message = await sender.send("an ordinary message")
            await self.reader.reached(message["seq"])
            latencies.append(time.monotonic() - began)
            self.peak = max(self.peak, self.place.resident_bytes())
            await asyncio.sleep(0.01)
        sender.close()
        return latencies

    async def abused(self, name, abuse, quiet_s=1.0):
        """Runs the abuse beside a normal client and says what it cost that client."""
        self.peak = 0
        self.reader = self.readers([Reader(self.place.address, self.token, self.conversation_id)])[0]
        await self.reader.synced.wait()
        calm, over = asyncio.Event(), asyncio.Event()
        asyncio.get_running_loop().call_later(quiet_s, calm.set)
        before = await self.ordinary(calm)
        memory = self.peak = self.place.resident_bytes()
        ordinary = asyncio.create_task(self.ordinary(over))
        numbers = await abuse()
        over.set()
        during = await ordinary
        grew = self.peak - memory
        findings = await self.history.check(self.place, [self.reader],
                                            {self.conversation_id: self.token})
        p99 = percentile(before, 0.99), percentile(during, 0.99)
        self.figures(12, findings, abuse=name, messages=len(self.history.acknowledged),
                     ordinary_p99_before_s=p99[0], ordinary_p99_during_s=p99[1],
                     memory_grew_bytes=grew, **numbers)
        self.assertEqual(self.reader.connects, 1)
        self.assertLess(grew, GROWTH)
        # Twice at most; what shares these cores with the abuser itself waits for turns besides.
        self.assertLess(p99[1], 2 * p99[0] + 0.1)

    async def flooded(self, pour, count):
        """So many connections, each poured into until it is closed; the codes."""
        turns = asyncio.Semaphore(10)  # all in one process: more would measure our own loop

        async def one():
            async with turns:
                return await poured()

        async def poured():
            connection = await WebSocket.connect(self.place.address, token=self.token)
            closing = asyncio.create_task(connection.closing(20))
            while not closing.done():
                pour(connection)
                try:
                    await connection.writer.drain()
                except FAULTS:
                    break  # closed while we poured: the code is in the stream already
                await asyncio.sleep(0)
            try:
                return await closing
            finally:
                connection.abort()
        return await self.gather(*(one() for _ in range(count)))

    async def test_a_frame_that_is_too_long(self):
        await self.prepared()

        async def abuse():
            codes = await self.flooded(lambda c: c.write(TEXT, b"x" * 65537),
                                       self.pick(20, 100, 1000))
            self.assertLessEqual(set(codes), {1009, 1006}, codes)  # 1006: reset as we still wrote
            self.assertIn(1009, codes)
            return {"connections": len(codes)}
        await self.abused("oversize", abuse)

    async def test_fragments_without_end(self):
        await self.prepared()

        async def abuse():
            opened = set()

            def pour(connection):
                connection.write(0 if connection in opened else TEXT, b"x" * 20, fin=False)
                opened.add(connection)
            codes = await self.flooded(pour, self.pick(20, 100, 1000))
            self.assertLessEqual(set(codes), {1008, 1009, 1006}, codes)
            self.assertTrue({1008, 1009} & set(codes), codes)
            return {"connections": len(codes)}
        await self.abused("fragments", abuse)

    async def test_a_deflate_bomb(self):
        """Sixty megabytes in a frame that is within its limit."""
        await self.prepared(environment={"WALKIE_DEFLATE": "true"})
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        bomb = packer.compress(bytes(60 << 20)) + packer.flush(zlib.Z_SYNC_FLUSH)
        bomb = bomb.removesuffix(b"\0\0\xff\xff")
        self.assertLess(len(bomb), 65536)

        async def one():
            connection = await WebSocket.connect(
                self.place.address, token=self.token, headers={
                    "Sec-WebSocket-Extensions": "permessage-deflate; client_no_context_takeover"})
            self.assertIn("permessage-deflate", connection.extensions)
            connection.write(TEXT, bomb, reserved=0x40)
            return await connection.closing()

        async def abuse():
            codes = await self.gather(*(one() for _ in range(self.pick(20, 100, 1000))))
            self.assertEqual(set(codes), {1009})
            return {"connections": len(codes)}
        await self.abused("deflate bomb", abuse)

    async def test_a_flood_of_pings(self):
        await self.prepared()

        async def abuse():
            codes = await self.flooded(lambda c: c.write(PING, b"?"), self.pick(20, 100, 1000))
            self.assertLessEqual(set(codes), {1008, 4005, 1006}, codes)
            self.assertTrue({1008, 4005} & set(codes), codes)
            return {"connections": len(codes)}
        await self.abused("pings", abuse)

    async def test_a_flood_of_frames(self):
        await self.prepared(limits={"FRAMES_PER_S": 100})

        async def abuse():
            codes = await self.flooded(lambda c: c.send({"type": "ping"}), self.pick(10, 50, 500))
            self.assertLessEqual(set(codes), {4005, 1006}, codes)
            self.assertIn(4005, codes)
            return {"connections": len(codes)}
        await self.abused("frames", abuse)

    async def test_requests_that_never_arrive(self):
        limit_ms, count = self.pick((2000, 300), (10_000, 1000), (10_000, 5000))
        await self.prepared(limits={"HTTP_HEADER_TIMEOUT_MS": limit_ms})

        async def abuse():
            ended = await self.gather(*(self.slowly() for _ in range(count)))
            self.assertLess(max(ended), limit_ms / 1000 + 2)
            return {"connections": count, "slowest_closed_s": max(ended)}
        await self.abused("slowloris", abuse)

    async def slowly(self):
        """A header a quarter of a second, until the server has enough; when that was."""
        reader, writer = await asyncio.open_connection(*split(self.place.address))
        began = time.monotonic()
        ended = asyncio.create_task(reader.read())
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: walkie\r\n")
        while not ended.done():
            await asyncio.wait([ended], timeout=0.25)
            writer.write(b"X-Slow: 1\r\n")
        seconds = time.monotonic() - began
        await asyncio.gather(ended, return_exceptions=True)
        writer.transport.abort()
        return seconds

    async def test_bodies_that_crawl(self):
        await self.prepared()
        count = self.pick(100, 500, 2000)

        async def one():
            reader, writer = await asyncio.open_connection(*split(self.place.address))
            began = time.monotonic()
            ended = asyncio.create_task(reader.read())
            writer.write((f"POST /messages HTTP/1.1\r\nHost: {self.place.address}\r\n"
                          f"Authorization: Bearer {self.token}\r\n"
                          "Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n{"
                          ).encode())
            while not ended.done():
                await asyncio.wait([ended], timeout=0.25)
                writer.write(b" ")
            await asyncio.gather(ended, return_exceptions=True)
            writer.transport.abort()
            return time.monotonic() - began

        async def abuse():
            ended = await self.gather(*(one() for _ in range(count)))
            self.assertLess(max(ended), 15)
            return {"connections": count, "slowest_closed_s": max(ended)}
        await self.abused("crawling bodies", abuse)

    async def test_no_descriptors_left(self):
        """A low limit: who is connected stays served, who comes is told, and it passes."""
        limit = self.pick(256, 256, 1024)
        await self.prepared(prefix=[shutil.which("prlimit"), f"--nofile={limit}"])

        async def abuse():
            crowd, refused = [], 0
            for _ in range(2 * limit):
                reader, writer = await asyncio.open_connection(*split(self.place.address))
                writer.write(b"GET /healthz HTTP/1.1\r\nHost: walkie\r\n\r\n")
                try:
                    refused += (await asyncio.wait_for(read_head(reader), 10)).status == 503
                except FAULTS:
                    refused += 1
                crowd.append(writer)
            self.assertGreater(refused, limit // 2)
            self.assertLessEqual(self.place.descriptors(), limit)
            with self.assertRaises(FAULTS):
                (await WebSocket.connect(self.place.address, token=self.token)).abort()
            for writer in crowd:
                writer.transport.abort()

            async def welcome():
                try:
                    (await WebSocket.connect(self.place.address, token=self.token)).abort()
                    return True
                except FAULTS:
                    return False
            await self.place.until(welcome, 10, "new ones are served again")
            return {"connections": 2 * limit, "refused": refused}
        # Its own requests stay on connections that it has: nobody can promise it a new one.
        await self.abused("descriptors", abuse)


if __name__ == "__main__":
    unittest.main()
