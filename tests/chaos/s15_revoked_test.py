"""Scenario 15: a credential ends in mid-stream: cut within a second, nothing after it (C8)."""
import asyncio
import time
import unittest

from lib.client import Reader, Sender
from lib.http_connection import ask
from scenario import Scenario

WITHIN = 1.0  # seconds, from the answer to the revocation to the end of the connection


class RevokedTest(Scenario):
    async def asyncSetUp(self):
        await super().asyncSetUp()
        self.place = await self.started()
        self.bot = await self.place.bot_key()

    async def cut(self, token, conversation_id, revoke, code):
        """Streams over all transports with a session; seconds until each of them ended."""
        over = asyncio.Event()
        sender = Sender(self.place.address, self.bot, conversation_id, self.history, self.rng)

        async def publish():
            while not over.is_set():
                await sender.send("still talking")
                await asyncio.sleep(self.rng.uniform(0, 0.01))
        load = asyncio.create_task(publish())
        # A client that comes again at once: whatever it still gets, it gets after the cut.
        readers = self.readers([Reader(self.place.address, token, conversation_id, transport,
                                       self.rng, 0.01) for transport in ("ws", "ws", "sse", "poll")])
        bystander = self.readers([Reader(self.place.address, self.bot, conversation_id)])[0]
        for reader in readers:
            await reader.reached(10)
        await revoke()
        revoked = time.monotonic()
        # A connection that is closed for good ends its reader (4506, 4501, or 401 when it returns).
        await self.gather(*(asyncio.wait([reader._task]) for reader in readers), patience=10)
        seconds = time.monotonic() - revoked
        last = {reader: reader.last for reader in readers}
        over.set()
        await self.gather(load)
        await sender.send("after it")
        await bystander.reached(max(m["seq"] for m in self.history.acknowledged.values()
                                    if m["conversation_id"] == conversation_id))
        late = sum(time_ > revoked + WITHIN for reader in readers
                   for time_ in reader.arrivals.values())
        late += sum(reader.last - last[reader] for reader in readers)
        for reader in readers:
            if reader.transport == "ws":
                self.assertEqual(reader.closes[code], 1, reader.closes)
            else:
                self.assertEqual(reader.closes["http 401"], 1, reader.closes)
        return seconds, late

    async def rounds(self, prepare, code, count):
        slowest, late = 0.0, 0
        for _ in range(count):
            token, conversation_id, revoke = await prepare()
            seconds, after = await self.cut(token, conversation_id, revoke, code)
            slowest, late = max(slowest, seconds), late + after
        self.figures(15, runs=count, messages=len(self.history.acknowledged), slowest_cut_s=slowest,
                     delivered_late=late)
        self.assertEqual(late, 0)
        self.assertLess(slowest, WITHIN)

    async def fresh_conversation(self):
        return await self.place.conversation(await self.place.visitor())

    async def test_a_session_that_is_signed_out(self):
        await self.place.create_agent()

        async def prepare():
            token = await self.place.sign_in()

            async def revoke():
                answer = await ask(self.place.address, "DELETE", "/sessions/current", token=token)
                self.assertEqual(answer.status, 204)
            return token, await self.fresh_conversation(), revoke
        await self.rounds(prepare, 4506, self.pick(2, 5, 50))

    async def test_an_agent_who_is_removed(self):
        emails = iter(f"agent{number}@example.com" for number in range(1000))

        async def prepare():
            email = next(emails)
            await self.place.create_agent(email)
            token = await self.place.sign_in(email)

            async def revoke():
                await self.place.command("admin", "remove-agent", "--email", email)
            return token, await self.fresh_conversation(), revoke
        await self.rounds(prepare, 4501, self.pick(2, 5, 50))

    async def test_a_visitor_who_signs_out(self):
        async def prepare():
            token = await self.place.visitor()

            async def revoke():
                answer = await ask(self.place.address, "DELETE", "/sessions/current", token=token)
                self.assertEqual(answer.status, 204)
            return token, await self.place.conversation(token), revoke
        await self.rounds(prepare, 4506, self.pick(2, 5, 50))


if __name__ == "__main__":
    unittest.main()
