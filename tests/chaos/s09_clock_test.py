"""Scenario 9: the clock jumps an hour on and back: order (L1), timers (H1), expiry unaffected."""
import asyncio
import datetime
import glob
import os
import unittest

from lib.client import Reader, Sender
from lib.history import read_log
from lib.http_connection import ask
from scenario import Scenario

LIBRARY = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")


class ClockTest(Scenario):
    async def test_a_clock_that_jumps(self):
        if not LIBRARY:
            self.skip_loudly("no libfaketime; install Debian's package faketime")
        self.clock = self.folder / "clock"
        self.set_clock("+0")
        # Pings fall due during every jump; who does not answer them in time is closed.
        self.place = await self.started(
            limits={"PING_INTERVAL_MS": 1100, "PING_TIMEOUT_MS": 3000},
            environment={"LD_PRELOAD": LIBRARY[0], "FAKETIME_TIMESTAMP_FILE": str(self.clock),
                         "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"})
        await self.place.create_agent()
        agent, token = await self.place.sign_in(), await self.place.visitor()
        conversation_id = await self.place.conversation(token)
        readers = self.readers([Reader(self.place.address, who, conversation_id, transport)
                                for who in (agent, token) for transport in ("ws", "sse", "poll")])
        sender = Sender(self.place.address, agent, conversation_id, self.history)
        jumps = ["+3600", "+0", "-3600", "+3600", "-3600", "+0"] * self.pick(1, 2, 100)
        seen_clocks = []
        for jump in jumps:
            self.set_clock(jump)
            seen_clocks.append(await self.write_for(sender, 1.2, readers))
            me = await ask(self.place.address, "GET", "/me", token=agent)
            self.assertEqual(me.status, 200, f"signed out by the clock at {jump}")
        findings = await self.history.check(self.place, readers, {conversation_id: token})
        messages, _ = await read_log(self.place.address, token, conversation_id)
        backwards = sum(a["created_at"] > b["created_at"] for a, b in zip(messages, messages[1:]))
        self.figures(9, findings, messages=len(messages), jumps=len(jumps),
                     times_that_went_back=backwards,
                     reconnects=sum(r.connects - 1 for r in readers if r.transport == "ws"))
        self.assertGreaterEqual(backwards, len(jumps) // 3)  # the clock did jump
        for jump, offset in zip(jumps, seen_clocks):
            self.assertAlmostEqual(offset, int(jump), delta=60)
        self.assertEqual([r.connects for r in readers if r.transport == "ws"], [1, 1],
                         [dict(r.closes) for r in readers])

    def set_clock(self, offset):
        fresh = self.folder / "clock.new"
        fresh.write_text(offset + "\n")
        os.replace(fresh, self.clock)

    async def write_for(self, sender, seconds, readers):
        """Messages that everyone has; how far their time is from the true one."""
        end = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < end:
            message = await sender.send("what time is it?")
            await asyncio.sleep(0.05)
        for reader in readers:
            await reader.reached(message["seq"])
        said = datetime.datetime.fromisoformat(message["created_at"].replace("Z", "+00:00"))
        return (said - datetime.datetime.now(datetime.timezone.utc)).total_seconds()


if __name__ == "__main__":
    unittest.main()
