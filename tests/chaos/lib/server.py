"""`walkie serve` as a process that may be killed at any moment and comes back on its port."""
import asyncio
import ctypes
import os
import pathlib
import re
import signal
import socket
import sqlite3
import subprocess
import time

from lib.http_connection import FAULTS, ask

FIRST_PORT = int(os.environ.get("CHAOS_FIRST_PORT", "21100"))  # below the kernel's own choice
PATIENCE = 30  # seconds that anything may take on a busy machine
PASSWORD = "correct horse battery"

# One machine plays everybody, so what is limited by address or principal is off.
UNLIMITED = {"CONVERSATIONS_PER_HOUR": 0, "ADDRESS_CONVERSATIONS_PER_HOUR": 0,
             "VISITORS_PER_HOUR": 0, "VISITOR_MESSAGES_PER_S": 0, "AGENT_MESSAGES_PER_S": 0,
             "CONNECTIONS_PER_VISITOR": 0, "CONNECTIONS_PER_AGENT": 0, "CONNECTIONS_PER_ADDRESS": 0,
             "HANDSHAKES_PER_S": 0, "FRAMES_PER_S": 0, "VISITOR_READS_PER_S": 0, "AGENT_READS_PER_S": 0,
             "VISITOR_CHANGES_PER_S": 0, "AGENT_CHANGES_PER_S": 0, "READS_PER_VISITOR": 0,
             "READS_PER_AGENT": 0}


def free_port():
    """A port that no outgoing connection takes while the server is down."""
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise OSError(f"no free port from {FIRST_PORT} on; set CHAOS_FIRST_PORT")


def end_with_the_test(libc=ctypes.CDLL(None), set_parent_death_signal=1):
    """No server is left behind when the test itself is killed."""
    libc.prctl(set_parent_death_signal, signal.SIGKILL)


class Server:
    def __init__(self, binary, folder, limits=None, environment=None, host="127.0.0.1",
                 prefix=(), settings=()):
        self.binary, self.folder = str(binary), pathlib.Path(folder)
        self.address = f"{host}:{free_port()}"
        kept = {k: v for k, v in os.environ.items() if not k.startswith("WALKIE_")}
        wanted = {**UNLIMITED, **(limits or {})}
        known = subprocess.run([self.binary, "check-config", "--data", str(folder)], env=kept,
                               stdout=subprocess.PIPE, text=True, check=True).stdout
        self.environment = {**kept, **(environment or {})}
        for name, value in wanted.items():
            assert f"limits.{name.lower()} " in known or name in UNLIMITED, name
            if f"limits.{name.lower()} " in known:
                self.environment[f"WALKIE_LIMITS_{name}"] = str(value)
        self.prefix, self.settings = list(prefix), list(settings)
        self.process, self.kills, self.slowest_start = None, 0, 0.0
        self.log_path = self.folder.parent / f"{self.folder.name}.log"

    @property
    def data(self):
        return self.folder

    async def start(self, patience=PATIENCE):
        """Back when it answers; how long that took is kept."""
        began = time.monotonic()
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen(
                [*self.prefix, self.binary, "serve", "--data", str(self.folder), "--listen",
                 self.address, *self.settings],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment,
                preexec_fn=end_with_the_test)
        await self.until(self._answers, patience, "the server answers")
        took = time.monotonic() - began
        self.slowest_start = max(self.slowest_start, took)
        return took

    async def _answers(self):
        if self.process.poll() is not None:
            raise AssertionError(f"ended with {self.process.returncode}:\n{self.log_tail()}")
        try:
            return (await ask(self.address, "GET", "/healthz", patience=2)).status == 200
        except FAULTS:
            return False

    async def until(self, condition, patience=PATIENCE, what="the condition"):
        deadline = time.monotonic() + patience
        while not (found := await condition()):
            if time.monotonic() > deadline:
                raise AssertionError(f"not within {patience} s: {what}\n{self.log_tail()}")
            await asyncio.sleep(0.01)
        return found

    async def kill(self):
        """kill -9."""
        self.kills += 1
        self._signal(signal.SIGKILL)
        await self._ended()

    async def stop(self, patience=60):
        """SIGTERM; the exit code."""
        self._signal(signal.SIGTERM)
        return await self._ended(patience)

    def terminate(self):
        self._signal(signal.SIGTERM)

    async def _ended(self, patience=PATIENCE):
        async def ended():
            return self.process.poll() is not None
        await self.until(ended, patience, "the process ends")
        return self.process.returncode

    async def exit_code(self, patience=60):
        return await self._ended(patience)

    def _signal(self, how):
        """A prefix such as `prlimit` or `ip netns exec` becomes the server: one process."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(how)

    def end(self):
        """For clean-up, whatever the state."""
        self._signal(signal.SIGKILL)
        if self.process:
            self.process.wait()

    def run(self, *arguments, stdin="", environment=None):
        done = subprocess.run([self.binary, *map(str, arguments), "--data", str(self.folder)],
                              input=stdin, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, timeout=PATIENCE,
                              env=environment or self.environment)
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    async def command(self, *arguments, stdin=""):
        return await asyncio.get_running_loop().run_in_executor(
            None, lambda: self.run(*arguments, stdin=stdin))

    async def bot_key(self):
        shown = await self.command("admin", "create-key", "--name", "chaos")
        return max(shown.split(), key=len)

    async def create_agent(self, email="ana@example.com", role="agent"):
        await self.command("admin", "create-agent", "--email", email, "--name", "Ana", "--role",
                           role, stdin=PASSWORD + "\n")

    async def sign_in(self, email="ana@example.com"):
        """The session's token; it is good as a bearer too."""
        answer = await ask(self.address, "POST", "/sessions",
                           {"email": email, "password": PASSWORD}, patience=PATIENCE)
        assert answer.status == 201, answer
        return re.search(r"walkie_agent\w*=([^;]+)", answer.headers["set-cookie"])[1]

    async def visitor(self):
        """The token of a new one."""
        answer = await ask(self.address, "POST", "/visitors", {})
        assert answer.status == 201, answer
        return answer.body["token"]

    async def conversation(self, token):
        answer = await ask(self.address, "POST", "/conversations", {}, token)
        assert answer.status == 201, answer
        return answer.body["id"]

    async def metric(self, name):
        text = (await ask(self.address, "GET", "/metrics")).raw.decode()
        found = re.findall(rf"^{name}(?:{{[^}}]*}})? ([-+.e\d]+)$", text, re.M)
        return sum(map(float, found)) if found else None

    def resident_bytes(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def log(self):
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""

    def log_tail(self):
        return "\n".join(self.log().splitlines()[-15:])

    def database(self):
        for path in sorted(self.folder.iterdir()):
            if path.suffix == ".db":
                return path
        raise AssertionError(f"no database in {self.folder}")

    def open_database(self):
        """Beside the server or after it; nothing is changed through it."""
        connection = sqlite3.connect(self.database(), timeout=10)
        connection.execute("PRAGMA query_only = 1")
        return connection
