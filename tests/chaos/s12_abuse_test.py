"""Scenario 12: oversize, fragments without end, floods, slow requests, large reads, idle
connections, no descriptors left."""
import asyncio
import shutil
import time
import unittest

from lib import abusers
from lib.client import Reader, Sender
from lib.http_connection import FAULTS, ask, read_head, split
from lib.websocket import WebSocket
from scenario import Scenario, percentile

GROWTH = 10 << 20  # bytes of memory that abuse may cost
READS_AS_SHIPPED = {"VISITOR_READS_PER_S": 10, "READS_PER_VISITOR": 4}


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
        # Twice at most; who shares these cores with the abusers waits for turns besides.
        self.assertLess(p99[1], 2 * p99[0] + 0.1)

    async def abusing(self, abuse, count):
        return await abusers.apart(abuse, self.place.address, self.token, count)

    async def flooded(self, name, flood, count, allowed, expected):
        """Every connection is closed with a code that tells its sender why. 1006: reset, as we wrote."""
        async def abuse():
            codes = await self.abusing(flood, count)
            self.assertLessEqual(set(codes), {*allowed, 1006}, codes)
            self.assertTrue(set(expected) & set(codes), codes)
            return {"connections": len(codes)}
        await self.abused(name, abuse)

    async def test_a_frame_that_is_too_long(self):
        await self.prepared()
        await self.flooded("oversize", abusers.oversize, self.pick(20, 100, 1000), {1009}, {1009})

    async def test_fragments_without_end(self):
        await self.prepared()
        await self.flooded("fragments", abusers.fragments, self.pick(20, 100, 1000),
                           {1008, 1009}, {1008, 1009})

    async def test_a_flood_of_pings(self):
        await self.prepared()
        await self.flooded("pings", abusers.pings, self.pick(20, 100, 1000),
                           {1008, 4005}, {1008, 4005})

    async def test_a_flood_of_frames(self):
        await self.prepared(limits={"FRAMES_PER_S": 100})
        await self.flooded("frames", abusers.frames, self.pick(10, 50, 500), {4005}, {4005})

    async def test_a_deflate_bomb(self):
        await self.prepared(environment={"WALKIE_DEFLATE": "true"})

        async def abuse():
            codes = await self.abusing(abusers.deflate_bombs, self.pick(20, 100, 1000))
            self.assertEqual(set(codes), {1009})
            return {"connections": len(codes)}
        await self.abused("deflate bomb", abuse)

    async def test_requests_that_never_arrive(self):
        limit_ms, count = self.pick((2000, 300), (10_000, 1000), (10_000, 5000))
        await self.prepared(limits={"HTTP_HEADER_TIMEOUT_MS": limit_ms})
        await self.crawled("slowloris", abusers.crawling_heads, count, limit_ms / 1000 + 2)

    async def test_bodies_that_crawl(self):
        await self.prepared()
        await self.crawled("crawling bodies", abusers.crawling_bodies, self.pick(100, 500, 2000), 15)

    async def crawled(self, name, crawl, count, within_s):
        async def abuse():
            ended = await self.abusing(crawl, count)
            self.assertLess(max(ended), within_s)
            return {"connections": count, "slowest_closed_s": max(ended)}
        await self.abused(name, abuse)

    async def test_reads_that_nobody_takes(self):
        """Large pages, asked for by clients that close at once and by clients that take no byte."""
        await self.prepared(limits=READS_AS_SHIPPED)
        greedy = await self.place.visitor()
        conversation_id = await self.place.conversation(greedy)
        await abusers.apart(abusers.fill, self.place.address, greedy, conversation_id, 200)
        path = f"/messages?conversation_id={conversation_id}&limit=200"
        count = self.pick(200, 400, 840)
        size = await self.large_read(path, greedy)

        async def abuse():
            numbers = {"connections": 2 * count, "answer_bytes": size}
            for kind in (abusers.reads_and_gone, abusers.reads_not_taken):
                over = asyncio.create_task(
                    abusers.apart(kind, self.place.address, greedy, path, count))
                slowest = 0.0
                while not over.done():
                    began = time.monotonic()
                    answer = await ask(self.place.address, "GET", "/healthz", patience=60)
                    self.assertEqual(answer.status, 200)
                    slowest = max(slowest, time.monotonic() - began)
                    await asyncio.sleep(0.02)
                await over
                numbers[f"slowest_health_{kind.__name__}_s"] = slowest
            return numbers
        await self.abused("reads", abuse)
        self.assertLess(size, 300_000)
        # And the server stops, whatever still waits.
        await abusers.apart(abusers.reads_and_gone, self.place.address, greedy, path, count)
        began = time.monotonic()
        self.assertEqual(await self.place.stop(60), 0)
        self.figures(12, abuse="reads, then SIGTERM", drained_s=time.monotonic() - began)
        self.assertLess(time.monotonic() - began, 20)

    async def large_read(self, path, token):
        return len((await ask(self.place.address, "GET", path, token=token, patience=60)).raw)

    async def test_one_address_that_keeps_every_connection(self):
        """Idle ones make room: whoever comes is served, and stays."""
        limit = self.pick(256, 256, 1024)
        await self.prepared(prefix=[shutil.which("prlimit"), f"--nofile={limit}"])

        async def abuse():
            crowd = await self.crowd_of_idle(2 * limit)
            served = 0
            for _ in range(20):
                answer = await ask(self.place.address, "GET", "/healthz")
                served += answer.status == 200
            socket = await WebSocket.connect(self.place.address, token=self.token)
            socket.abort()
            for writer in crowd:
                writer.transport.abort()
            self.assertEqual(served, 20)
            return {"connections": len(crowd), "served": served}
        await self.abused("idle connections", abuse)

    async def crowd_of_idle(self, count):
        crowd = []
        for _ in range(count):
            reader, writer = await asyncio.open_connection(*split(self.place.address))
            writer.write(b"GET /healthz HTTP/1.1\r\nHost: walkie\r\n\r\n")
            self.assertEqual((await asyncio.wait_for(read_head(reader), 10)).status, 200)
            crowd.append(writer)
        return crowd

    async def test_no_descriptors_left(self):
        """A low limit, and live connections that fill it: who is connected stays served, who comes
        is told, agents and health checks have a reserve, and it passes."""
        limit = self.pick(256, 256, 1024)
        await self.prepared(prefix=[shutil.which("prlimit"), f"--nofile={limit}"])
        await self.place.create_agent()
        agent = await self.place.sign_in()

        async def abuse():
            crowd, refused = [], 0
            for _ in range(2 * limit):
                try:
                    crowd.append(await WebSocket.connect(self.place.address, token=self.token))
                except FAULTS:
                    refused += 1
            self.assertGreater(refused, limit // 2)
            self.assertLessEqual(self.place.descriptors(), limit)
            with self.assertRaises(FAULTS):
                (await WebSocket.connect(self.place.address, token=self.token)).abort()
            self.assertEqual((await ask(self.place.address, "GET", "/healthz")).status, 200)
            (await WebSocket.connect(self.place.address, token=agent)).abort()
            for socket in crowd:
                socket.abort()

            async def welcome():
                try:
                    (await WebSocket.connect(self.place.address, token=self.token)).abort()
                    return True
                except FAULTS:
                    return False
            await self.place.until(welcome, 10, "new ones are served again")
            return {"connections": 2 * limit, "refused": refused}
        await self.abused("descriptors", abuse)


if __name__ == "__main__":
    unittest.main()
