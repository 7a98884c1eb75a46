"""Numbered steps with a log each, and the rows of the closing table. Used by scripts/suites."""
import contextlib
import os
import pathlib
import re
import subprocess
import sys
import threading
import time

import counts

ROOT = pathlib.Path(__file__).resolve().parent.parent
LOGS = ROOT / ".walkie" / "logs"
BINARY = ROOT / "build" / "release" / "walkie"


class Running:
    """A command that was begun, with its output in a log. A thread of its own waits for its end, so
    that the next step can run beside it."""

    def __init__(self, step, what, log, command, minutes, **options):
        self.step, self.what, self.log, self.minutes = step, what, log, minutes
        self.started, self.seconds, self.code = time.monotonic(), 0, None
        self.done = threading.Event()
        with open(log, "wb") as out:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out,
                                            stderr=subprocess.STDOUT, start_new_session=True,
                                            **options)
        threading.Thread(target=self.watch, daemon=True).start()

    def watch(self):
        try:
            self.code = self.process.wait(self.minutes * 60)
        except subprocess.TimeoutExpired:
            self.kill()
            with open(self.log, "ab") as out:
                out.write(f"\nstopped after {self.minutes} minutes\n".encode())
            self.code = 124
        self.seconds = time.monotonic() - self.started
        self.done.set()

    def kill(self):
        """It and all that it started, if it still runs."""
        if self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, 9)
            self.process.wait()


class Run:
    """One call of ./walkie test: prints numbered steps, keeps rows of the closing table."""

    def __init__(self, options):
        self.options = options
        self.rows = []  # (suite, Count, seconds)
        self.begun = []
        self.environment = dict(os.environ, WALKIE_BINARY=str(BINARY), NO_COLOR="1",
                                FORCE_COLOR="0")
        if options.long:
            self.environment["WALKIE_LONG"] = "1"

    def wants(self, name):
        return not self.options.suites or name in self.options.suites

    def begin(self, name, what, command, minutes, cwd=ROOT, environment=None):
        self.begun.append(Running(len(self.begun) + 1, what, LOGS / f"{name}.log", command, minutes,
                                  cwd=cwd, env={**self.environment, **(environment or {})}))
        return self.begun[-1]

    def beside(self, name, what, command, minutes):
        """Begins what `end` waits for, after other steps."""
        running = self.begin(name, what, command, minutes)
        print(f"[{running.step}] {what:<38} begins, beside what follows", flush=True)
        return running

    def command(self, *arguments, **options):
        """Runs one command to its end; returns (exit code, output, seconds)."""
        return self.end(self.begin(*arguments, **options))

    def end(self, running):
        title = f"[{running.step}] {running.what:<38} "
        print(title, end="", flush=True)
        while not running.done.wait(1 if sys.stdout.isatty() else None):
            print(f"\r{title}{time.monotonic() - running.started:4.0f} s", end="", flush=True)
            print(f"\r{title}", end="")
        code, seconds, log = running.code, running.seconds, running.log
        output = re.sub(r"\x1b\[[0-9;]*m", "", log.read_text(errors="replace"))
        print(f"{seconds:4.0f} s" if code == 0 else f"FAILED after {seconds:.0f} s", flush=True)
        if code != 0:
            print("\n".join(output.splitlines()[-40:]))
            print(f"Whole log: {log.relative_to(ROOT)}\n", flush=True)
        return code, output, seconds

    def stop(self):
        """Nothing is left running, however this run ends."""
        for running in self.begun:
            running.kill()

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
