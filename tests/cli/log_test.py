"""The log: who should read it and does not, holds nobody up."""
import contextlib
import fcntl
import os
import queue
import re
import signal
import subprocess
import threading
import time
import unittest

from process import BINARY, PATIENCE, ProcessTest, Server, clean_environment, free_address

F_SETPIPE_SZ = 1031


class Unread(Server):
    """A server whose output goes into a small pipe that is read to its first line only."""

    def __init__(self, data):  # no thread that reads
        self.address = free_address()
        self.reading, writing = os.pipe()
        fcntl.fcntl(writing, F_SETPIPE_SZ, 4096)
        self.process = subprocess.Popen(
            [str(BINARY), "serve", "--data", str(data), "--listen", self.address],
            stdin=subprocess.DEVNULL, stdout=writing, stderr=writing, env=clean_environment())
        os.close(writing)
        heard = b""
        while b"listening on" not in heard:
            more = os.read(self.reading, 4096)
            if not more:
                raise AssertionError(f"ended early: {heard}")
            heard += more

    def read_again(self):
        """From now on its lines are read."""
        self.lines, self._queue = [], queue.Queue()
        self.process.stdout = os.fdopen(self.reading, encoding="utf-8")
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()


class LogTest(ProcessTest):
    def unread(self):
        server = Unread(self.data)
        self.addCleanup(lambda: server.process.poll() is None and server.process.kill())
        return server

    def fill(self, server, lines):
        for _ in range(lines):  # each writes a line of 7 KB
            self.assertEqual(server.request("GET", "/conversations/" + "x" * 7000)[0], 401)

    def test_requests_are_served_when_nobody_reads_the_log(self):
        server = self.unread()
        self.fill(server, 20)
        _, _, visitor = server.request("POST", "/visitors", {})
        bearer = {"Authorization": f"Bearer {visitor['token']}"}
        _, _, conversation = server.request("POST", "/conversations", {}, bearer)
        for text in ("one", "two"):
            body = {"conversation_id": conversation["id"], "content": text}
            self.assertEqual(server.request("POST", "/messages", body, bearer)[0], 201)
        self.assertEqual(server.request("GET", "/readyz")[0], 200)
        server.process.send_signal(signal.SIGTERM)
        self.assertEqual(server.process.wait(PATIENCE), 0, "it ends, read or not")
        os.close(server.reading)

    def test_what_was_dropped_is_counted_in_the_log(self):
        server = self.unread()
        self.fill(server, 400)  # 2.8 MB: more than waits
        server.read_again()
        # Each time that a line has room, it says how many are missing since the last time.
        deadline, said = time.monotonic() + PATIENCE, 0
        while said < 50 and time.monotonic() < deadline:
            self.fill(server, 1)
            with contextlib.suppress(queue.Empty):
                while True:
                    server.lines.append(server._queue.get_nowait())
            said = sum(int(count) for count in re.findall(
                r'event="log lines suppressed" count=(\d+)', "\n".join(server.lines)))
        self.assertGreaterEqual(said, 50)
        self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    unittest.main()
