"""What every scenario has: a folder, servers, a seed, three sizes, figures as a line of JSON."""
import asyncio
import json
import os
import pathlib
import random
import resource
import sys
import tempfile
import time
import unittest
import warnings

from lib.client import ended
from lib.history import History
from lib.server import Server

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("WALKIE_BINARY", ROOT / "build" / "release" / "walkie"))
FORM = "long" if os.environ.get("WALKIE_LONG") else os.environ.get("CHAOS_FORM", "short")


# Thousands of clients in one process; a server started from it inherits the limit.
resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


class Scenario(unittest.IsolatedAsyncioTestCase):
    maxDiff = 2000

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="walkie-chaos-", ignore_cleanup_errors=True)
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.seed = int(os.environ.get("CHAOS_SEED", random.SystemRandom().randrange(2 ** 32)))
        self.rng = random.Random(self.seed)
        self.began = time.monotonic()
        self.history = History()

    async def asyncSetUp(self):
        asyncio.get_running_loop().set_debug(False)  # unittest's choice; it halves the load
        warnings.simplefilter("ignore", ResourceWarning)  # sockets are left lying about on purpose

    def pick(self, short, medium, long):
        return {"short": short, "medium": medium, "long": long}[FORM]

    def server(self, name="walkie", **options):
        server = Server(BINARY, options.pop("folder", self.folder / name), **options)
        self.addCleanup(server.end)
        return server

    async def started(self, **options):
        server = self.server(**options)
        await server.start()
        return server

    def readers(self, readers):
        """Started now, stopped at the end whatever happens."""
        for reader in readers:
            reader.start()
            self.addAsyncCleanup(reader.stop)
        return readers

    def figures(self, scenario, findings=None, **numbers):
        """One line for tests/chaos/report; then the promise is asserted."""
        line = {"scenario": scenario, "test": self.id().split(".")[-1], "form": FORM,
                "seed": self.seed, "seconds": round(time.monotonic() - self.began, 1),
                **{k: round(v, 4) if isinstance(v, float) else v for k, v in numbers.items()},
                **(findings.numbers() if findings else {})}
        text = json.dumps(line)
        print(text, file=sys.stdout, flush=True)
        if where := os.environ.get("CHAOS_FIGURES"):
            with open(where, "a", encoding="utf-8") as file:
                file.write(text + "\n")
        if findings:
            self.assertEqual(findings.first, [], text)

    def skip_loudly(self, why):
        """A scenario that this machine does not allow is named in the report, not forgotten."""
        self.figures(int(self.id().split(".")[-3][1:3]), skipped=why)
        print(f"SKIPPED {self.id()}: {why}", file=sys.stderr, flush=True)
        self.skipTest(why)

    async def gather(self, *work, patience=120):
        """All of it, or the first failure; nothing is left running."""
        tasks = [asyncio.ensure_future(one) for one in work]
        try:
            return await asyncio.wait_for(asyncio.gather(*tasks), patience)
        finally:
            for task in tasks:
                await ended(task)
