"""Scenario 5: a reader that takes no byte, among others who do (H7)."""
import asyncio
import pathlib
import re
import socket
import time
import unittest

from lib.client import Reader, Sender
from lib.http_connection import split
from lib.websocket import handshake_bytes
from scenario import Scenario, percentile


def stuck_reader(address, token, conversation_id):
    """Subscribed, with the smallest buffer that the kernel gives, and never reading again."""
    sock = socket.socket()
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    sock.settimeout(10)
    sock.connect(split(address))
    path = f"/ws?conversation_id={conversation_id}"
    sock.sendall(handshake_bytes(address, path, "x3JJHMbDL1EzLkh9GBhXDw==", token))
    head = sock.recv(12)
    assert head.startswith(b"HTTP/1.1 101"), head
    return sock


def unsent_bytes(sock):
    """What the kernel holds for it on the server's side: it grows while the socket takes bytes."""
    port = f":{sock.getsockname()[1]:04X}"
    for line in pathlib.Path("/proc/net/tcp").read_text().splitlines()[1:]:
        fields = line.split()
        if fields[2].endswith(port):
            return int(fields[4].split(":")[0], 16)
    return 0


class SlowReaderTest(Scenario):
    async def test_it_is_closed_and_the_others_do_not_notice(self):
        others, stalled_ms, within = self.pick((20, 2000, 4.0), (40, 10_000, 12.0),
                                               (100, 10_000, 12.0))
        self.place = await self.started(limits={"SLOW_STALLED_MS": stalled_ms})
        token, bot = await self.place.visitor(), await self.place.bot_key()
        conversation_id = await self.place.conversation(token)
        readers = self.readers([Reader(self.place.address, (token, bot)[n % 2], conversation_id,
                                       rng=self.rng) for n in range(others)])
        await self.gather(*(reader.synced.wait() for reader in readers))
        sender = Sender(self.place.address, bot, conversation_id, self.history)
        phase = self.pick(2.5, 4, 20)

        await self.publish(sender, readers, 200, phase / 4)  # warm
        before = await self.publish(sender, readers, 200, phase)
        memory = self.place.resident_bytes()
        # Little comes: what closes it is that no byte moves. Much comes: the queue is full.
        stuck = stuck_reader(self.place.address, token, conversation_id)
        self.addCleanup(stuck.close)
        closing = asyncio.create_task(self.closed_slow(1))
        peak, held, stopped = memory, 0, time.monotonic()
        while not closing.done():
            if (now_held := unsent_bytes(stuck)) > held:
                held, stopped = now_held, time.monotonic()
            await self.publish(sender, readers, 14_000, 0.1)
            peak = max(peak, self.place.resident_bytes())
        closed_s = closing.result() - stopped
        after = await self.publish(sender, readers, 200, phase)
        with_stuck = await self.one_stuck_and_quiet(token, conversation_id, sender, readers, phase)
        for reader in readers:
            await reader.reached(max(m["seq"] for m in self.history.acknowledged.values()))
        findings = await self.history.check(self.place, readers, {conversation_id: token})
        p99 = [percentile(values, 0.99) for values in (before, with_stuck, after)]
        self.figures(5, findings, messages=len(self.history.acknowledged), readers=others,
                     closed_s=closed_s, others_p99_before_s=p99[0], others_p99_during_s=p99[1],
                     others_p99_after_s=p99[2], memory_grew_bytes=peak - memory)
        self.assertLess(closed_s, within)
        self.assertEqual([r.connects for r in readers], [1] * others)
        # A fifth more at most; on a machine with other work a few turns of the scheduler besides.
        self.assertLess(p99[1], 1.2 * p99[0] + 0.05)
        self.assertLess(peak - memory, 8 << 20)

    async def one_stuck_and_quiet(self, token, conversation_id, sender, readers, phase):
        """Latencies of the others while one takes nothing and its queue is still short."""
        stuck = stuck_reader(self.place.address, token, conversation_id)
        self.addCleanup(stuck.close)
        return await self.publish(sender, readers, 200, phase)

    async def publish(self, sender, readers, size, seconds):
        """Latencies, from the send to each reader, of messages of that size."""
        latencies, end = [], time.monotonic() + seconds
        while time.monotonic() < end:
            sent = time.monotonic()
            message = await sender.send("x" * size)
            for reader in readers:
                await reader.reached(message["seq"])
                latencies.append(reader.arrivals[message["seq"]] - sent)
            await asyncio.sleep(max(0, sent + 0.02 - time.monotonic()))
        return latencies

    async def closed_slow(self, count):
        """When the server has said of so many that they were too slow."""
        async def said():
            return len(re.findall(r"disconnected.*code=4001", self.place.log())) >= count
        await self.place.until(said, 60, "closed with 4001")
        return time.monotonic()


if __name__ == "__main__":
    unittest.main()
