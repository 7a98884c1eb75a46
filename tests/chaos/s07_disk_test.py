"""Scenario 7: the disk is full, refuses or dawdles: no false 201, reads work, it recovers (S2)."""
import asyncio
import ctypes
import os
import pathlib
import shutil
import subprocess
import time
import unittest

from lib.client import Reader, Sender, new_client_id
from lib.http_connection import HttpConnection, ask
from scenario import Scenario, percentile

FULL = {503, 507}
FAULTY_DISK = pathlib.Path(__file__).parent / "lib" / "faulty_disk.c"


class Disk:
    """A small file system in memory; needs the right to mount. It is mounted in a namespace of this
    process, so the kernel takes it away with the process, whatever happens."""

    def __init__(self, folder, megabytes, libc=ctypes.CDLL(None), new_mount_namespace=0x20000):
        self.folder = folder
        folder.mkdir()
        if libc.unshare(new_mount_namespace) == 0:
            subprocess.run(["mount", "--make-rprivate", "/"], stderr=subprocess.DEVNULL)
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700",
                               "walkie-chaos", str(folder)], stderr=subprocess.PIPE, text=True)
        self.refusal = done.stderr.strip() if done.returncode else None
        self.ballast = folder / "ballast"

    def fill(self):
        """Not a byte is left."""
        with open(self.ballast, "ab", buffering=0) as file:
            try:
                while True:
                    file.write(b"x" * 65536)
            except OSError:
                pass
            try:
                while True:
                    file.write(b"x")
            except OSError:
                pass

    def release(self):
        self.ballast.unlink()

    def end(self):
        if self.refusal is None:
            subprocess.run(["umount", "-l", str(self.folder)], check=True)


class DiskTest(Scenario):
    async def prepared(self, **options):
        self.place = await self.started(**options)
        self.token, self.bot = await self.place.visitor(), await self.place.bot_key()
        self.conversation_id = await self.place.conversation(self.token)
        self.reader = self.readers([Reader(self.place.address, self.token, self.conversation_id,
                                           rng=self.rng)])[0]
        self.senders = [Sender(self.place.address, who, self.conversation_id, self.history, self.rng)
                        for who in (self.token, self.bot) * 4]

    async def send_many(self, count, size=1000, patience=120):
        async def some(sender):
            for _ in range(count // len(self.senders)):
                await sender.send("x" * size)
        await self.gather(*(some(sender) for sender in self.senders), patience=patience)

    async def refused_until_full(self, patience=30):
        """Sends until the disk refuses; the statuses of twenty refusals."""
        connection, refused, deadline = HttpConnection(self.place.address, self.bot), [], patience
        deadline += time.monotonic()
        while len(refused) < 20:
            self.assertLess(time.monotonic(), deadline, "the disk never refused")
            body = {"conversation_id": self.conversation_id, "client_id": new_client_id(),
                    "content": "y" * 4000}
            self.history.attempt(self.conversation_id, body["client_id"], body["content"])
            answer = await connection.request("POST", "/messages", body)
            if answer.status == 201:
                self.history.acknowledge(self.conversation_id, body["client_id"], answer.body, True)
            else:
                refused.append(answer.status)
        return refused

    async def reads_work(self):
        for path in (f"/messages?conversation_id={self.conversation_id}", "/conversations", "/me",
                     f"/conversations/{self.conversation_id}/events?after=0", "/healthz"):
            answer = await ask(self.place.address, "GET", path, token=self.token)
            self.assertEqual(answer.status, 200, path)

    async def loop_lags(self, over):
        """How long the loops take for what needs no disk, over one kept connection."""
        connection, lags = HttpConnection(self.place.address), []
        while not over.is_set():
            began = time.monotonic()
            await connection.request("GET", "/healthz")
            lags.append(time.monotonic() - began)
            await asyncio.sleep(0.005)
        return lags

    async def recovered(self, release):
        """Seconds from the space (or the healed disk) to the next 201."""
        began = time.monotonic()
        release()
        await Sender(self.place.address, self.bot, self.conversation_id, self.history,
                     self.rng).send("again")
        return time.monotonic() - began

    async def ready_again(self, release):
        """Seconds from the space to a /readyz that says so, while nobody writes."""
        began = time.monotonic()
        release()
        while (await ask(self.place.address, "GET", "/readyz")).status != 200:
            self.assertLess(time.monotonic() - began, 15, "still not ready, and nobody writes")
            await asyncio.sleep(0.2)
        return time.monotonic() - began

    async def finish(self, **numbers):
        await self.reader.reached(max(m["seq"] for m in self.history.acknowledged.values()))
        findings = await self.history.check(self.place, [self.reader],
                                            {self.conversation_id: self.token})
        self.figures(7, findings, messages=len(self.history.acknowledged), **numbers)

    async def test_a_full_disk(self):
        disk = Disk(self.folder / "small", self.pick(24, 64, 2000))  # log and database grow
        if disk.refusal:
            self.skip_loudly(f"no small file system: {disk.refusal}")
        self.addCleanup(disk.end)
        await self.prepared(folder=disk.folder / "walkie")
        recoveries, refusals = [], []
        for _ in range(self.pick(2, 5, 50)):
            await self.send_many(160)
            disk.fill()
            refused = await self.refused_until_full()
            self.assertLessEqual(set(refused), FULL)
            refusals += refused
            await self.reads_work()
            ready = await ask(self.place.address, "GET", "/readyz")
            self.assertEqual(ready.status, 503, ready.raw)
            recoveries.append(await self.recovered(disk.release))
            await self.send_many(80)
        disk.fill()
        await self.refused_until_full()
        await self.ready_again(disk.release)
        await self.kill_while_full(disk)
        await self.finish(refused=len(refusals), statuses=sorted(set(refusals)),
                          slowest_recovery_s=max(recoveries))
        self.assertLess(max(recoveries), 5)

    async def kill_while_full(self, disk):
        """The worst of both: nothing acknowledged is lost, and it starts again with space."""
        disk.fill()
        await self.refused_until_full()
        await self.place.kill()
        disk.release()
        await self.place.start()
        await self.send_many(80)

    def faulty_disk(self):
        """The environment that puts lib/faulty_disk.c between SQLite and the kernel."""
        compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("g++")
        library, self.fault = self.folder / "faulty_disk.so", self.folder / "fault"
        self.fault.write_text("")
        subprocess.run([compiler, "-x", "c", "-shared", "-fPIC", "-O1", "-o", str(library),
                        str(FAULTY_DISK), "-ldl"], check=True)
        return {"LD_PRELOAD": str(library), "FAULTY_DISK": str(self.fault)}

    def break_disk(self, how):
        """Atomically: the library reads the file at every call."""
        fresh = self.folder / "fault.new"
        fresh.write_text(how)
        os.replace(fresh, self.fault)

    async def test_input_output_errors(self):
        await self.prepared(environment=self.faulty_disk())
        recoveries, refusals = [], []
        for how in ("write", "sync", "write", "sync") * self.pick(1, 4, 50):
            await self.send_many(80)
            self.break_disk(how)
            refused = await self.refused_until_full()
            self.assertLessEqual(set(refused), FULL)
            refusals += refused
            await self.reads_work()
            recoveries.append(await self.recovered(lambda: self.break_disk("")))
        await self.place.kill()
        await self.place.start()
        await self.send_many(80)
        await self.finish(refused=len(refusals), statuses=sorted(set(refusals)),
                          slowest_recovery_s=max(recoveries))
        self.assertLess(max(recoveries), 5)

    async def test_a_disk_that_takes_half_a_second(self):
        await self.prepared(environment=self.faulty_disk())
        self.break_disk("slow")
        over = asyncio.Event()
        lags = asyncio.create_task(self.loop_lags(over))
        # Eight senders wait for one sync or two, half a second each.
        await self.send_many(self.pick(64, 160, 4000), size=100, patience=self.pick(120, 120, 900))
        over.set()
        self.break_disk("")
        p99 = percentile(await lags, 0.99)
        await self.finish(loop_lag_p99_s=p99, send_p50_s=percentile(self.history.latencies, 0.5))
        self.assertGreater(percentile(self.history.latencies, 0.5), 0.4)  # it was slow indeed
        self.assertLess(p99, 0.05)


if __name__ == "__main__":
    unittest.main()
