"""The binary as a process: starts it, reads what it prints, asks it over HTTP, stops it."""
import hashlib
import http.client
import json
import os
import pathlib
import queue
import re
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(os.environ.get("WALKIE_BINARY", ROOT / "build" / "release" / "walkie"))
PATIENCE = 20  # seconds that anything here may take on a busy machine


def free_address():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{probe.getsockname()[1]}"


def clean_environment(extra=None):
    kept = {k: v for k, v in os.environ.items() if not k.startswith("WALKIE_")}
    return {**kept, **(extra or {})}


def run(*arguments, stdin="", environment=None, binary=BINARY, **options):
    return subprocess.run([str(binary), *map(str, arguments)], input=stdin, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=PATIENCE,
                          env=clean_environment(environment), **options)


def contents(folder):
    """name → hash of every regular file below the folder, to see that nothing was touched. The
    lock is no content: it names the last process that held it."""
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(pathlib.Path(folder).rglob("*"))
            if path.is_file() and path.suffix != ".lock"}


def database_in(folder):
    for path in sorted(pathlib.Path(folder).iterdir()):
        if path.is_file() and path.read_bytes()[:16] == b"SQLite format 3\0":
            return path
    raise AssertionError(f"no SQLite database in {folder}: {os.listdir(folder)}")


class Server:
    """`walkie serve` on a free port; up when it has printed its line."""

    def __init__(self, data, *flags, environment=None):
        self.address = free_address()
        self.lines, self._queue = [], queue.Queue()
        self.process = subprocess.Popen(
            [str(BINARY), "serve", "--data", str(data), "--listen", self.address, *flags],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            env=clean_environment(environment))
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.wait_for(r"^listening on https?://")

    def _read(self):
        for line in self.process.stdout:
            self._queue.put(line.rstrip("\n"))
        self._queue.put(None)

    def wait_for(self, pattern):
        """The first line printed, now or later, that matches; fails when the process ends first."""
        for line in self.lines:
            if re.search(pattern, line):
                return line
        deadline = time.monotonic() + PATIENCE
        while True:
            line = self._queue.get(timeout=max(0.01, deadline - time.monotonic()))
            if line is None:
                raise AssertionError(f"ended before printing {pattern}:\n" + "\n".join(self.lines))
            self.lines.append(line)
            if re.search(pattern, line):
                return line

    def request(self, method, path, body=None, headers=None):
        """(status, headers, decoded body); no cookies are kept."""
        connection = http.client.HTTPConnection(self.address, timeout=PATIENCE)
        try:
            sent = {"Content-Type": "application/json"} if body is not None else {}
            connection.request(method, path, json.dumps(body) if body is not None else None,
                               {**sent, **(headers or {})})
            answer = connection.getresponse()
            raw = answer.read()
            typed = answer.headers.get("Content-Type", "")
            return answer.status, answer.headers, json.loads(raw) if "json" in typed else raw
        finally:
            connection.close()

    def stop(self, how=signal.SIGTERM):
        """The exit code."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        try:
            code = self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise
        self._reader.join(PATIENCE)
        self.process.stdout.close()
        while (line := self._queue.get(timeout=PATIENCE)) is not None:
            self.lines.append(line)
        return code


class ProcessTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="walkie-cli-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.data = self.folder / "data"

    def serve(self, *flags, environment=None):
        server = Server(self.data, *flags, environment=environment)
        self.addCleanup(lambda: server.process.poll() is None and server.stop(signal.SIGKILL))
        return server

    def prepared(self):
        """A data folder that a server has used and left."""
        server = self.serve()
        self.assertEqual(server.stop(), 0)
        return contents(self.data)

    def assert_refused(self, done, *words):
        """Exit code 1 and one clear line, with these words, that says what is wrong."""
        self.assertEqual(done.returncode, 1, done.stderr + done.stdout)
        logged = re.compile(r"time=|\{")  # lines of the log may come before it
        lines = [line for line in done.stderr.splitlines() if line and not logged.match(line)]
        self.assertEqual(len(lines), 1, done.stderr)
        self.assertTrue(lines[0].startswith("walkie: "), lines[0])
        for word in words:
            self.assertIn(word.lower(), lines[0].lower())
