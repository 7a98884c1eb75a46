"""Scenario 17: WebSocket → SSE → long-poll → WebSocket in one conversation (H5a, L4)."""
import asyncio
import unittest

from lib.client import Reader, Sender
from scenario import Scenario


class TransportsTest(Scenario):
    async def test_changing_the_transport_loses_and_repeats_nothing(self):
        rounds, readers = self.pick((6, 6), (40, 6), (500, 10))
        server = await self.started()
        token, bot = await server.visitor(), await server.bot_key()
        conversation_id = await server.conversation(token)
        over = asyncio.Event()
        senders = [Sender(server.address, who, conversation_id, self.history)
                   for who in (token, bot)]

        async def publish(sender):
            while not over.is_set():
                await sender.send(f"{len(self.history.attempted)} 🎈")
                await asyncio.sleep(self.rng.uniform(0, 0.02))
        load = [asyncio.create_task(publish(sender)) for sender in senders]
        changing = self.readers([Reader(server.address, self.rng.choice((token, bot)),
                                        conversation_id, "ws", self.rng, 0.1)
                                 for _ in range(readers)])
        await self.gather(*(self.change(reader, rounds) for reader in changing), patience=3600)
        over.set()
        await self.gather(*load)
        head = max(message["seq"] for message in self.history.acknowledged.values())
        for reader in changing:
            await reader.reached(head)
        findings = await self.history.check(server, changing, {conversation_id: token})
        self.figures(17, findings, messages=len(self.history.acknowledged), readers=readers,
                     changes=3 * rounds * readers,
                     resets=sum(reader.resets for reader in changing))

    async def change(self, reader, rounds):
        """Each transport takes a few messages, then the next goes on from the same cursor."""
        for transport in ("sse", "poll", "ws") * rounds:
            await reader.reached(reader.last + self.rng.randrange(1, 8))
            await reader.switch(transport)


if __name__ == "__main__":
    unittest.main()
