"""Scenario 4: forced reconnects while others publish; subscribing against publishing (C5d)."""
import asyncio
import unittest

from lib.client import Reader, Sender
from lib.history import Findings
from lib.proxy import Proxy
from lib.websocket import WebSocket
from scenario import Scenario


class ReconnectTest(Scenario):
    async def publishing(self, per_second, senders=2):
        """A server, a conversation, and tasks that write into it until `over`."""
        self.server_ = await self.started()
        self.token = await self.server_.visitor()
        self.bot = await self.server_.bot_key()
        self.conversation_id = await self.server_.conversation(self.token)
        self.over = asyncio.Event()
        self.senders = [Sender(self.server_.address, self.bot, self.conversation_id, self.history)
                        for _ in range(senders)]

        async def publish(sender):
            number = 0
            while not self.over.is_set():
                number += 1
                await sender.send(f"message {number}")
                await asyncio.sleep(self.rng.uniform(0, 2 * senders / per_second))
        self.load = [asyncio.create_task(publish(sender)) for sender in self.senders]

    async def published(self):
        """The head, when the last one is written."""
        self.over.set()
        await self.gather(*self.load)
        return max(message["seq"] for message in self.history.acknowledged.values())

    async def test_forced_reconnects_lose_and_repeat_nothing(self):
        reconnects = self.pick(150, 500, 1000)
        await self.publishing(per_second=100)
        proxy = await Proxy(self.server_.address).start()
        self.addAsyncCleanup(proxy.stop)
        readers = self.readers([
            Reader(proxy.address, who, self.conversation_id, transport, self.rng, 0.02)
            for who, transport in ((self.token, "ws"), (self.bot, "ws"), (self.token, "sse"),
                                   (self.bot, "poll"), (self.token, "ws"))])
        while sum(reader.connects - 1 for reader in readers) < reconnects:
            await asyncio.sleep(self.rng.uniform(0, 0.06))  # the random moment of the cut
            proxy.down.delay = self.rng.choice((0, 0, 0.01))
            proxy.cut(self.rng.randrange(1, 4))
        head = await self.published()
        for reader in readers:
            await reader.reached(head)
        findings = await self.history.check(self.server_, readers,
                                            {self.conversation_id: self.token})
        self.figures(4, findings, messages=len(self.history.acknowledged), cuts=proxy.cuts,
                     reconnects=sum(reader.connects - 1 for reader in readers),
                     resets=sum(reader.resets for reader in readers))

    async def test_subscribing_against_publishing(self):
        subscribes, sockets = self.pick((1500, 4), (6000, 4), (100_000, 8))
        await self.publishing(per_second=150)
        findings = Findings()
        await self.gather(*(self.subscribe_often(subscribes // sockets, findings)
                            for _ in range(sockets)), patience=3600)
        await self.published()
        findings_of_log = await self.history.check(self.server_, [],
                                                   {self.conversation_id: self.token})
        self.assertEqual(findings_of_log.first, [])
        self.figures(4, findings, messages=len(self.history.acknowledged), subscribes=subscribes)

    async def subscribe_often(self, count, findings):
        """Again and again on one connection, a little behind; each time an exact stream."""
        socket = await WebSocket.connect(self.server_.address, token=self.bot)
        await socket.receive_until("ready")
        head = 0
        for _ in range(count):
            since = max(0, head - self.rng.randrange(6))
            socket.send({"type": "unsubscribe", "conversation_id": self.conversation_id})
            socket.send({"type": "subscribe", "conversation_id": self.conversation_id,
                         "since": since})
            await socket.receive_until("subscribed")
            head, extra = since, self.rng.randrange(3)
            synced = False
            while not synced or extra > 0:
                frame = await asyncio.wait_for(socket.receive(), 20)
                synced = synced or frame["type"] == "synced"
                if frame["type"] == "reset":
                    findings.add("gaps", f"reset from {since}: {frame}")
                if frame["type"] != "new_message":
                    continue
                extra -= synced
                if frame["seq"] != head + 1:
                    kind = "duplicates" if frame["seq"] <= head else "gaps"
                    findings.add(kind, f"since {since}: {frame['seq']} after {head}")
                head = max(head, frame["seq"])
        socket.abort()


if __name__ == "__main__":
    unittest.main()
