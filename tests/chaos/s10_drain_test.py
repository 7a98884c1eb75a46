"""Scenario 10: restart with many clients: SIGTERM drains (H8), all come back (H4c), no send lost."""
import asyncio
import time
import unittest

from lib.client import Reader, Sender
from lib.http_connection import FAULTS, HttpConnection
from scenario import Scenario


class DrainTest(Scenario):
    async def test_a_restart_loses_no_send_and_says_when_to_come_back(self):
        clients, per_second = self.pick((150, 60), (1500, 15), (15_000, 2))
        spread = self.pick((200, 1500), (1000, 8000), (2000, 30_000))
        server = await self.started(limits={
            "DRAIN_SPREAD_MIN_MS": spread[0], "DRAIN_SPREAD_MAX_MS": spread[1],
            "DRAIN_CLOSES_PER_S": min(2000, clients)})
        bot, tokens = await server.bot_key(), {}
        for _ in range(min(50, clients // 5)):
            token = await server.visitor()
            tokens[await server.conversation(token)] = token
        places = list(tokens.items())
        readers = [Reader(server.address, token, conversation_id, "sse" if n % 10 == 9 else "ws",
                          self.rng, 0.2, idle=120)
                   for n in range(clients) for conversation_id, token in [places[n % len(places)]]]
        for first in range(0, clients, 200):
            some = self.readers(readers[first:first + 200])
            await self.gather(*(reader.synced.wait() for reader in some))
        senders = [Sender(server.address, bot, conversation_id, self.history, self.rng)
                   for conversation_id in tokens]
        over = asyncio.Event()
        load = [asyncio.create_task(self.keep_sending(sender, per_second / len(senders), over))
                for sender in senders]
        while len(self.history.acknowledged) < len(senders):
            await asyncio.sleep(0.01)

        began = time.monotonic()
        server.terminate()
        unready = await self.readiness(server)
        code = await server.exit_code()
        drained = time.monotonic() - began
        during = len(self.history.acknowledged)
        await server.start()
        await self.gather(*(reader.synced.wait() for reader in readers), patience=120)
        back = time.monotonic() - began - drained
        over.set()
        await self.gather(*load)
        self.assertGreater(len(self.history.acknowledged), during)
        for reader in readers:
            await reader.reached(max(m["seq"] for (place, _), m in self.history.acknowledged.items()
                                     if place == reader.conversation_id))
        findings = await self.history.check(server, readers, tokens)
        byes = [bye for reader in readers for bye in reader.byes]
        sockets = [reader for reader in readers if reader.transport == "ws"]
        self.figures(10, findings, clients=clients, messages=len(self.history.acknowledged),
                     exit_code=code, drained_s=drained, all_back_s=back, byes=len(byes),
                     retries=sum(sender.retries for sender in senders),
                     resets=sum(reader.resets for reader in readers))
        self.assertEqual(code, 0)
        self.assertIn(503, unready)
        self.assertEqual(sum(reader.closes[4000] for reader in sockets), len(sockets))
        self.assertEqual(len(byes), clients)
        self.assertGreaterEqual(min(byes), spread[0] / 1000)
        self.assertLessEqual(max(byes), spread[1] / 1000)
        self.assertGreater(max(byes) - min(byes), (spread[1] - spread[0]) / 2000)  # spread, really

    async def keep_sending(self, sender, rate, over):
        number = 0
        while not over.is_set():
            number += 1
            await sender.send(f"message {number}")
            await asyncio.sleep(self.rng.uniform(0, 2 / rate))

    async def readiness(self, server):
        """What /readyz says until nobody answers any more."""
        said, connection = set(), HttpConnection(server.address, patience=2)
        while server.process.poll() is None:
            try:
                said.add((await connection.request("GET", "/readyz")).status)
            except FAULTS:
                pass  # the door is closed already
            await asyncio.sleep(0.005)
        return said


if __name__ == "__main__":
    unittest.main()
