"""Scenario 6: half-open TCP: packets vanish and nobody is told (H1, H2, presence follows)."""
import asyncio
import time
import unittest

from lib.client import Reader, Sender
from lib.namespace import Namespace
from lib.proxy import Proxy
from lib.websocket import WebSocket
from scenario import FORM, Scenario

# The short forms run the same rules on quicker clocks; the long one on the shipped ones.
CLOCKS = {"PING_INTERVAL_MS": 2000, "PING_TIMEOUT_MS": 3000, "PRESENCE_LINGER_MS": 500}
IDLE, PONG = (25.0, 5.0) if FORM == "long" else (1.5, 1.0)
CLIENT_NOTICES = 40.0 if FORM == "long" else 4.0
SERVER_NOTICES = 62.0 if FORM == "long" else 5.0  # 60 s of silence, and a turn of its timers
LINGER = 15.0 if FORM == "long" else 0.5


class HalfOpenTest(Scenario):
    async def prepared(self, **options):
        self.place = await self.started(limits={} if FORM == "long" else CLOCKS, **options)
        self.token, self.bot = await self.place.visitor(), await self.place.bot_key()
        self.conversation_id = await self.place.conversation(self.token)
        self.sender = Sender(self.place.address, self.bot, self.conversation_id, self.history)
        # A colleague with a good line sees who is there.
        self.watcher = await WebSocket.connect(
            self.place.address, f"/ws?conversation_id={self.conversation_id}", self.bot)

    def reader(self, address):
        return self.readers([Reader(address, self.token, self.conversation_id, rng=self.rng,
                                    idle=IDLE, pong=PONG, pace=0.1)])[0]

    async def presence(self, state):
        """Back when the watcher is told so."""
        while True:
            frame = await self.watcher.receive_until("presence", patience=2 * SERVER_NOTICES)
            if frame["data"]["visitor"] == state:
                return time.monotonic()

    async def client_notices(self, reader, break_link):
        """Seconds until a proper client is connected again and has all that it missed."""
        await reader.reached((await self.sender.send("before"))["seq"])
        connects = reader.connects
        break_link()
        began = time.monotonic()
        message = await self.sender.send("into the hole")
        await reader.reached(message["seq"], 2 * CLIENT_NOTICES)
        self.assertGreater(reader.connects, connects)
        return time.monotonic() - began

    async def server_notices(self, address, break_link):
        """Seconds until those in the conversation are told that a dead visitor has left."""
        present = asyncio.create_task(self.presence("online"))
        lonely = await WebSocket.connect(
            address, f"/ws?conversation_id={self.conversation_id}", self.token)
        await lonely.receive_until("synced")
        await present
        break_link(lonely)
        began = time.monotonic()
        seconds = await self.presence("offline") - began
        lonely.abort()
        return seconds

    async def finish(self, how, reader, noticed, presence):
        findings = await self.history.check(self.place, [reader],
                                            {self.conversation_id: self.token})
        self.figures(6, findings, how=how, messages=len(self.history.acknowledged),
                     client_noticed_s=max(noticed), presence_followed_s=max(presence))
        self.assertLess(max(noticed), CLIENT_NOTICES)
        self.assertLess(max(presence), SERVER_NOTICES + LINGER)

    async def test_packets_dropped_in_a_namespace(self):
        namespace = Namespace()
        self.addCleanup(namespace.end)
        if namespace.refusal:
            self.skip_loudly(f"no network namespaces here: {namespace.refusal}")
        await self.prepared(host=namespace.inside, prefix=namespace.command())
        noticed, presence = [], []
        ways = {"both": (True, True), "client_hears_nothing": (False, True),
                "server_hears_nothing": (True, False)}
        for up, down in ways.values():
            presence.append(await self.server_notices(
                self.place.address, lambda socket, up=up, down=down: namespace.drop(
                    socket.writer.get_extra_info("sockname")[1], up, down)))
        reader = self.reader(self.place.address)
        for _ in range(self.pick(1, 2, 3)):
            await asyncio.wait_for(reader.synced.wait(), 20)
            for up in (True, False):
                noticed.append(await self.client_notices(
                    reader, lambda up=up: namespace.drop(reader.port(), up, True)))
        await self.finish("namespace", reader, noticed, presence)

    async def test_bytes_swallowed_by_a_proxy(self):
        await self.prepared()
        proxy = await Proxy(self.place.address).start()
        self.addAsyncCleanup(proxy.stop)
        presence = [await self.server_notices(proxy.address, lambda _: proxy.swallow_present())]
        reader = self.reader(proxy.address)
        noticed = [await self.client_notices(reader, proxy.swallow_present)
                   for _ in range(self.pick(2, 4, 10))]
        await self.finish("proxy", reader, noticed, presence)


if __name__ == "__main__":
    unittest.main()
