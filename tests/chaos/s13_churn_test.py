"""Scenario 13: connects and disconnects without end: memory and descriptors stay flat."""
import asyncio
import unittest

from lib.client import Reader, Sender
from lib.http_connection import FAULTS
from lib.websocket import WebSocket
from scenario import Scenario

FLAT = 4 << 20  # bytes of resident memory that allocators may still move


class ChurnTest(Scenario):
    async def test_memory_and_descriptors_stay_flat(self):
        total, at_once = self.pick((20_000, 40), (50_000, 40), (1_000_000, 60))
        server = await self.started(limits={"PRESENCE_LINGER_MS": 200})
        self.places = []
        for _ in range(20):
            token = await server.visitor()
            self.places.append((token, await server.conversation(token)))
        token, conversation_id = self.places[0]
        reader = self.readers([Reader(server.address, token, conversation_id)])[0]
        sender = Sender(server.address, token, conversation_id, self.history)
        await self.churn(server, total // 4, at_once)
        await self.quiet(server)
        memory, descriptors = server.resident_bytes(), server.descriptors()
        rounds, samples = 3, []
        for number in range(rounds):
            await sender.send(f"round {number}")
            await self.churn(server, total // 4, at_once)
            await self.quiet(server)
            samples.append(server.resident_bytes() - memory)
        await reader.reached(rounds)
        findings = await self.history.check(server, [reader], {conversation_id: token})
        self.figures(13, findings, connections=total, memory_bytes=memory,
                     memory_grew_bytes=samples, descriptors=descriptors,
                     descriptors_grew=server.descriptors() - descriptors,
                     reconnects_of_a_bystander=reader.connects - 1)
        self.assertLessEqual(server.descriptors(), descriptors + 2)
        self.assertLess(samples[-1], FLAT)
        self.assertEqual(reader.connects, 1)

    async def churn(self, server, count, at_once):
        left = iter(range(count))

        async def come_and_go():
            for number in left:
                token, conversation_id = self.places[number % len(self.places)]
                try:
                    await self.one(server, number, token, conversation_id)
                except FAULTS as fault:
                    raise AssertionError(f"connection {number}: {fault!r}") from fault
        await self.gather(*(come_and_go() for _ in range(at_once)), patience=6 * 3600)

    async def one(self, server, number, token, conversation_id):
        """Gone in one of four ways: at once, properly, subscribed, in the middle of a frame."""
        way = number % 4
        path = f"/ws?conversation_id={conversation_id}&since=0" if way == 2 else "/ws"
        socket = await WebSocket.connect(server.address, path, token, patience=30)
        if way == 1:
            socket.close()
            await socket.closing()
        elif way == 2:
            await socket.receive_until("synced")
        elif way == 3:
            socket.writer.write(b"\x81\xfe\x10")
        socket.abort()

    async def quiet(self, server):
        """When the server knows that all but the bystander have gone."""
        async def alone():
            return await server.metric("walkie_live_connections") == 1
        await server.until(alone, 60, "one connection left")


if __name__ == "__main__":
    unittest.main()
