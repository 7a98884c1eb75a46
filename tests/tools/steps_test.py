"""scripts/steps.py: steps beside each other, their ends, and that nothing is left running."""
import argparse
import contextlib
import io
import os
import pathlib
import select
import sys
import tempfile
import unittest
from unittest import mock

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
import steps  # noqa: E402 (the path comes first)

PATIENCE = 20  # seconds that anything here may take on a busy machine


class StepsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        for name in ("LOGS", "ROOT"):
            patch = mock.patch.object(steps, name, self.folder)
            patch.start()
            self.addCleanup(patch.stop)
        self.run_ = steps.Run(argparse.Namespace(long=False, suites=[]))
        self.addCleanup(self.run_.stop)
        self.printed = io.StringIO()
        redirected = contextlib.redirect_stdout(self.printed)
        redirected.__enter__()
        self.addCleanup(redirected.__exit__, None, None, None)

    def command(self, script, minutes=1, how="command"):
        return getattr(self.run_, how)("step", "A step", ["sh", "-c", script], minutes,
                                       cwd=self.folder)

    def test_a_command_gives_code_output_and_seconds(self):
        code, output, seconds = self.command("echo out; echo err >&2; exit 3")
        self.assertEqual((code, output), (3, "out\nerr\n"))
        self.assertGreaterEqual(seconds, 0)
        self.assertIn("FAILED", self.printed.getvalue())

    def test_a_command_that_is_late_is_stopped_with_all_that_it_started(self):
        line = self.line()
        code, output, _ = self.command("sleep 600 >line & wait", minutes=0.01)
        self.assertEqual(code, 124)
        self.assertIn("stopped after", output)
        self.assert_nobody_holds(line)

    def test_steps_run_beside_each_other(self):
        fifo = self.folder / "fifo"
        os.mkfifo(fifo)
        beside = self.run_.beside("beside", "The slow one", ["sh", "-c", f"cat {fifo}"], 1)
        code, _, _ = self.command(f"echo met > {fifo}")  # ends only while the other reads
        self.assertEqual(code, 0)
        self.assertEqual(self.run_.end(beside)[:2], (0, "met\n"))
        lines = [line.split()[0] for line in self.printed.getvalue().splitlines()]
        self.assertEqual(lines, ["[1]", "[2]", "[1]"])

    def test_nothing_is_left_running(self):
        line = self.line()
        self.run_.beside("beside", "One", ["sh", "-c", f"sleep 600 >{self.folder}/line & echo >"
                                           f" {self.folder}/line; wait"], 1)
        self.assertTrue(select.select([line], [], [], PATIENCE)[0])
        self.assertEqual(os.read(line, 10), b"\n")  # it has begun
        self.run_.stop()
        self.assert_nobody_holds(line)

    def line(self):
        """A pipe by name, open for reading: at its end when everybody who holds it has gone."""
        os.mkfifo(self.folder / "line")
        reader = os.open(self.folder / "line", os.O_RDONLY | os.O_NONBLOCK)
        self.addCleanup(os.close, reader)
        return reader

    def assert_nobody_holds(self, line):
        self.assertTrue(select.select([line], [], [], PATIENCE)[0], "it still runs")
        self.assertEqual(os.read(line, 10), b"")


if __name__ == "__main__":
    unittest.main()
