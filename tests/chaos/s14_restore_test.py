"""Scenario 14: a restored backup: a new epoch (L4), and every client starts anew (C6)."""
import asyncio
import unittest

from lib.client import Reader, Sender
from lib.history import History
from scenario import Scenario


class RestoreTest(Scenario):
    async def test_after_a_restore_every_client_is_reset_and_exact(self):
        rounds, clients = self.pick((2, 12), (5, 30), (50, 60))
        server = await self.started(limits={"DRAIN_SPREAD_MIN_MS": 50, "DRAIN_SPREAD_MAX_MS": 300})
        token, bot = await server.visitor(), await server.bot_key()
        conversation_id = await server.conversation(token)
        readers = self.readers([Reader(server.address, (token, bot)[n % 2], conversation_id,
                                       ("ws", "sse", "poll")[n % 3], self.rng, 0.1, idle=5)
                                for n in range(clients)])
        gone = 0
        for number in range(rounds):
            gone += await self.back_up_and_restore(server, bot, conversation_id, readers, number)
        findings = await self.history.check(server, readers, {conversation_id: token})
        self.figures(14, findings, restores=rounds, clients=clients,
                     messages=len(self.history.acknowledged), after_the_backup=gone,
                     resets=sum(reader.resets for reader in readers))
        for reader in readers:
            self.assertEqual(reader.resets, rounds, reader.transport)

    async def back_up_and_restore(self, server, bot, conversation_id, readers, number):
        """How many messages were written after the backup, and so went with the restore."""
        before, during, after = self.history, History(), History()
        epoch = await self.write(server, bot, conversation_id, before, readers)
        copy = self.folder / f"backup-{number}.db"
        work = asyncio.create_task(self.write(server, bot, conversation_id, during, readers))
        await server.command("backup", "--to", copy)
        await work
        await self.write(server, bot, conversation_id, after, readers)
        self.assertEqual(await server.stop(), 0)
        await server.command("restore", "--from", copy)
        await server.start()
        # Written while the copy was made: in it or not, but no promise binds a copy to them.
        new_epoch = await self.write(server, bot, conversation_id, before, readers)
        self.assertNotEqual(epoch, new_epoch)
        return len(during.acknowledged) + len(after.acknowledged)

    async def write(self, server, bot, conversation_id, history, readers):
        """Thirty messages that everyone sees; the epoch in which they did."""
        sender = Sender(server.address, bot, conversation_id, history, self.rng)
        for text in range(30):
            last = await sender.send(f"message {text}")
        sender.close()
        await self.gather(*(self.saw(reader, last) for reader in readers), patience=60)
        return readers[0].epoch

    async def saw(self, reader, message):
        while not any(event[2] == message["id"] and event[3] == message["client_id"]
                      for event in reversed(reader.seen)):
            await asyncio.sleep(0.02)


if __name__ == "__main__":
    unittest.main()
