"""Scenario 1: kill -9 at random under load (S1b, S2, S6, C5d: acknowledged means durable)."""
import asyncio
import time
import unittest

from lib.client import Reader, Sender
from scenario import Scenario, percentile


class KillTest(Scenario):
    async def test_kill_nine_at_random_loses_nothing(self):
        kills, rate = self.pick((8, 500), (40, 500), (200, 500))
        people = 25
        server = await self.started()
        bot = await server.bot_key()
        tokens, senders, readers = {}, [], []
        for _ in range(people):
            token = await server.visitor()
            conversation_id = await server.conversation(token)
            tokens[conversation_id] = token
            senders += [Sender(server.address, who, conversation_id, self.history, self.rng)
                        for who in (token, bot)]
            transport = ("ws", "ws", "ws", "sse", "poll")[len(tokens) % 5]
            readers += [Reader(server.address, token, conversation_id, transport, self.rng, 0.1),
                        Reader(server.address, bot, conversation_id, "ws", self.rng, 0.1)]
        self.readers(readers)
        for reader in readers:
            await asyncio.wait_for(reader.synced.wait(), 20)

        over = asyncio.Event()
        began = time.monotonic()
        load = [asyncio.create_task(self.keep_sending(sender, rate / len(senders), over))
                for sender in senders]
        await self.kill_and_restart(server, kills, load)
        over.set()
        await self.gather(*load)
        seconds = time.monotonic() - began
        for sender in senders:
            sender.close()

        heads = {}
        for conversation_id, client_id in self.history.acknowledged:
            seq = self.history.acknowledged[conversation_id, client_id]["seq"]
            heads[conversation_id] = max(heads.get(conversation_id, 0), seq)
        for reader in readers:
            await reader.reached(heads[reader.conversation_id])
        findings = await self.history.check(server, readers, tokens)
        acknowledged = len(self.history.acknowledged)
        self.figures(1, findings, kills=server.kills, messages=acknowledged, readers=len(readers),
                     per_second=round(acknowledged / seconds),
                     retries=sum(sender.retries for sender in senders),
                     reconnects=sum(reader.connects - 1 for reader in readers),
                     resets=sum(reader.resets for reader in readers),
                     p99_s=percentile(self.history.latencies, 0.99),
                     slowest_start_s=server.slowest_start)
        self.assertEqual(server.kills, kills)
        self.assertGreater(acknowledged, kills * 20)
        self.assertLess(server.slowest_start, 2.0)

    async def keep_sending(self, sender, rate, over):
        """At a steady rate as far as one in flight allows; what a kill delayed is not caught up."""
        number, due = 0, time.monotonic() + self.rng.random() / rate
        while not over.is_set():
            await asyncio.sleep(max(0, due - time.monotonic()))
            due = max(due, time.monotonic() - 1) + 1 / rate
            number += 1
            await sender.send(f"message {number} · 你好 {'x' * self.rng.randrange(200)}")

    async def kill_and_restart(self, server, kills, load):
        for _ in range(kills):
            await asyncio.sleep(self.rng.uniform(0.05, 1.2))  # the random moment of the kill
            for task in load:
                if task.done():
                    task.result()
            await server.kill()
            await server.start()


if __name__ == "__main__":
    unittest.main()
