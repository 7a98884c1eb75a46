"""Numbered steps with a log each, and the rows of the closing table. Used by scripts/suites."""
import contextlib
import os
import pathlib
import re
import subprocess
import sys
import time

import counts

ROOT = pathlib.Path(__file__).resolve().parent.parent
LOGS = ROOT / ".walkie" / "logs"
BINARY = ROOT / "build" / "release" / "walkie"


class Run:
    """One call of ./walkie test: prints numbered steps, keeps rows of the closing table."""

    def __init__(self, options):
        self.options = options
        self.rows = []  # (suite, Count, seconds)
        self.step = 0
        self.environment = dict(os.environ, WALKIE_BINARY=str(BINARY), NO_COLOR="1",
                                FORCE_COLOR="0")
        if options.long:
            self.environment["WALKIE_LONG"] = "1"

    def wants(self, name):
        return not self.options.suites or name in self.options.suites

    def command(self, name, what, command, minutes, cwd=ROOT, environment=None):
        """Runs one command with its output in a log; returns (exit code, output, seconds)."""
        self.step += 1
        print(f"[{self.step}] {what:<38} ", end="", flush=True)
        log, started = LOGS / f"{name}.log", time.monotonic()
        with open(log, "wb") as out:
            process = subprocess.Popen(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=out,
                                       stderr=subprocess.STDOUT, start_new_session=True,
                                       env={**self.environment, **(environment or {})})
            try:
                code = self.wait(process, what, started, minutes * 60)
            except BaseException as stopped:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, 9)
                process.wait()
                if not isinstance(stopped, subprocess.TimeoutExpired):
                    raise
                out.write(f"\nstopped after {minutes} minutes\n".encode())
                code = 124
        seconds = time.monotonic() - started
        output = re.sub(r"\x1b\[[0-9;]*m", "", log.read_text(errors="replace"))
        print(f"{seconds:4.0f} s" if code == 0 else f"FAILED after {seconds:.0f} s", flush=True)
        if code != 0:
            print("\n".join(output.splitlines()[-40:]))
            print(f"Whole log: {log.relative_to(ROOT)}\n", flush=True)
        return code, output, seconds

    def wait(self, process, what, started, limit):
        """The exit code; on a terminal the seconds run while it waits."""
        if not sys.stdout.isatty():
            return process.wait(limit)
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                return process.wait(1)
            spent = time.monotonic() - started
            if spent > limit:
                raise subprocess.TimeoutExpired(what, limit)
            print(f"\r[{self.step}] {what:<38} {spent:4.0f} s", end="", flush=True)
            print(f"\r[{self.step}] {what:<38} ", end="")

    def setup(self, step, what, *arguments, minutes=40):
        """A step of ./walkie itself. When it fails, it is a failed test of its own."""
        name = "-".join((step, *arguments[:1])).replace("_", "-")
        code, _, seconds = self.command(name, what, ["./walkie", f"step:{step}", *arguments],
                                        minutes)
        if code != 0:
            self.row(name, counts.Count(failed=1, failures=[what]), seconds)
        return code == 0

    def row(self, suite, count, seconds):
        self.rows.append((suite, count, seconds))
