"""docs/operating/proxies.md to the letter: each proxy that Debian has, as a private process in front of
the binary (WALKIE_BINARY). Only ports, paths and times of the page's configurations are replaced.

Times are divided by SCALE on both sides, the proxy's 75 s and Walkie's 54 s between two pings: what
holds against each other then holds in full length.
"""
import contextlib
import http.client
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "cli"))
from process import PATIENCE, Server, free_address, run  # noqa: E402

PAGE = (ROOT / "docs" / "operating" / "proxies.md").read_text(encoding="utf-8")
SCALE = 25
IDLE_S = 75 // SCALE
CLIENT = "127.0.0.9"  # of the whole loopback network only 127.0.0.1 is a trusted proxy
SPOOFED = {"X-Forwarded-For": "66.66.66.66", "Forwarded": "for=66.66.66.66;proto=http",
           "X-Real-IP": "66.66.66.66", "X-Forwarded-Proto": "http"}
PASSWORD = "correct horse battery"
ORIGIN = "https://chat.example"


def configuration(language):
    found = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.M | re.S)
    assert len(found) == 1, f"proxies.md has {len(found)} blocks of {language}"
    return found[0]


def free_port():
    return int(free_address().rpartition(":")[2])


class WebSocket:
    """Text frames and pings, no more than these tests need (RFC 6455)."""

    def __init__(self, connection, path, headers):
        self.socket, self.pings = connection, 0
        lines = [f"GET {path} HTTP/1.1", "Host: chat.example", "Upgrade: websocket",
                 "Connection: Upgrade", "Sec-WebSocket-Version: 13",
                 "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                 *(f"{name}: {value}" for name, value in headers.items())]
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.stream = connection.makefile("rb")
        self.status = int(self.stream.readline().split()[1])
        while self.stream.readline() not in (b"\r\n", b""):
            pass

    def send(self, opcode, payload):
        self.socket.sendall(struct.pack("!BB4x", 0x80 | opcode, 0x80 | len(payload)) + payload)

    def receive(self):
        """The next frame (opcode, payload); a ping is answered. None: the connection ended."""
        head = self.stream.read(2)
        if len(head) < 2:
            return None
        size = head[1] & 0x7f
        if size == 126:
            size = struct.unpack("!H", self.stream.read(2))[0]
        payload = self.stream.read(size)
        if head[0] & 0xf == 9:
            self.pings += 1
            self.send(10, payload)
        return head[0] & 0xf, payload

    def until(self, kind):
        """The next frame of that type."""
        while (frame := self.receive()) is not None:
            if frame[0] == 1 and (data := json.loads(frame[1]))["type"] == kind:
                return data
        raise AssertionError(f"the connection ended before {kind}")


class Proxied:
    """The tests, for a subclass that says `language`, `replacements` and `command`."""

    language = ""

    @classmethod
    def setUpClass(cls):
        cls.stack = contextlib.ExitStack()
        cls.addClassCleanup(cls.stack.close)
        folder = tempfile.TemporaryDirectory(prefix="walkie-proxy-")
        cls.folder = pathlib.Path(cls.stack.enter_context(folder))
        cls.folder.chmod(0o755)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                        "-subj", "/CN=chat.example", "-addext", "subjectAltName=DNS:chat.example",
                        "-keyout", cls.folder / "chat.example.key",
                        "-out", cls.folder / "chat.example.pem"], check=True,
                       stderr=subprocess.PIPE)
        cls.start_walkie()
        cls.start_proxy()

    @classmethod
    def start_walkie(cls):
        cls.data = cls.folder / "data"
        cls.data.mkdir(mode=0o700)
        (cls.data / "walkie.toml").write_text(configuration("toml"), encoding="utf-8")
        times = {"ping_interval_ms": 54_000 // SCALE, "ping_timeout_ms": 60_000 // SCALE}
        flags = [part for name, value in times.items()
                 for part in ("--set", f"limits.{name}={value}")]
        cls.walkie = Server(cls.data, *flags)
        cls.stack.callback(lambda: cls.walkie.process.poll() is None and
                           cls.walkie.stop(signal.SIGKILL))
        made = run("admin", "create-agent", "--data", cls.data, "--email", "ana@chat.example",
                   "--name", "Ana", "--role", "admin", stdin=PASSWORD + "\n")
        assert made.returncode == 0, made.stderr

    @classmethod
    def start_proxy(cls):
        cls.plain, cls.tls = free_port(), free_port()
        text = configuration(cls.language)
        for old, new in [("127.0.0.1:8080", cls.walkie.address),
                         ("/etc/ssl/walkie/", f"{cls.folder}/"), *cls.replacements()]:
            assert old in text, f"{cls.language}: the page no longer has {old}"
            text = text.replace(old, new)
        cls.file = cls.folder / "proxy.conf"
        cls.file.write_text(text, encoding="utf-8")
        cls.output = cls.stack.enter_context(open(cls.folder / "output", "wb"))
        process = subprocess.Popen(cls.command(), stdin=subprocess.DEVNULL, stdout=cls.output,
                                   stderr=cls.output, cwd=cls.folder,
                                   env={**os.environ, "HOME": str(cls.folder),
                                        "XDG_DATA_HOME": str(cls.folder),
                                        "XDG_CONFIG_HOME": str(cls.folder)})
        cls.stack.callback(cls.end, process)
        deadline = time.monotonic() + PATIENCE
        while process.poll() is None and time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                socket.create_connection(("127.0.0.1", cls.tls), 1).close()
                return
            time.sleep(0.05)
        raise AssertionError((cls.folder / "output").read_text(errors="replace"))

    @staticmethod
    def end(process):
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def connect(self):
        context = ssl.create_default_context(cafile=self.folder / "chat.example.pem")
        raw = socket.create_connection(("127.0.0.1", self.tls), PATIENCE, (CLIENT, 0))
        self.addCleanup(raw.close)
        secured = context.wrap_socket(raw, server_hostname="chat.example")
        self.addCleanup(secured.close)
        return secured

    def begin(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection("chat.example", timeout=PATIENCE)
        connection.sock = self.connect()
        sent = {"Content-Type": "application/json"} if body is not None else {}
        connection.request(method, path, json.dumps(body) if body is not None else None,
                           {**sent, **(headers or {})})
        return connection.getresponse()

    def ask(self, method, path, body=None, headers=None):
        """(status, headers, decoded body)"""
        answer = self.begin(method, path, body, headers)
        raw = answer.read()
        return answer.status, answer.headers, json.loads(raw) if raw[:1] == b"{" else raw

    def signed_in(self):
        status, headers, answer = self.ask("POST", "/sessions", {
            "email": "ana@chat.example", "password": PASSWORD}, {"Origin": ORIGIN, **SPOOFED})
        self.assertEqual(status, 201, answer)
        return headers["Set-Cookie"]

    def visitor_and_conversation(self):
        token = self.ask("POST", "/visitors", {})[2]["token"]
        bearer = {"Authorization": f"Bearer {token}"}
        return bearer, self.ask("POST", "/conversations", {}, bearer)[2]["id"]

    def test_the_client_is_whom_the_proxy_sees(self):
        path = "/conversations/4711"
        self.ask("GET", path, headers=SPOOFED)
        line = self.walkie.wait_for(rf"path={path} ")
        self.assertRegex(line, rf"peer={re.escape(CLIENT)}\b")

    def test_cookies_are_secure_and_our_own_page_is_known(self):
        cookie = self.signed_in()
        self.assertTrue(cookie.startswith("__Host-walkie_agent="), cookie)
        self.assertIn("; Secure", cookie)
        ours = {"Cookie": cookie.split(";")[0], "Origin": ORIGIN}
        status, headers, me = self.ask("GET", "/me", headers=ours)
        self.assertEqual((status, me["role"]), (200, "admin"))
        self.assertIn("max-age=", headers["Strict-Transport-Security"])
        self.assertEqual(self.ask("POST", "/conversations", {"visitor_id": 999}, ours)[0], 404)
        foreign = {**ours, "Origin": "https://evil.example"}
        self.assertEqual(self.ask("POST", "/conversations", {"visitor_id": 999}, foreign)[0], 403)

    def test_a_websocket_outlives_the_idle_time(self):
        cookie = self.signed_in().split(";")[0]
        live = WebSocket(self.connect(), "/ws", {"Cookie": cookie, "Origin": ORIGIN, **SPOOFED})
        self.assertEqual(live.status, 101)
        live.until("ready")
        began = time.monotonic()
        while time.monotonic() - began < 2 * IDLE_S:
            self.assertIsNotNone(live.receive(), "cut off while idle")
        self.assertGreaterEqual(live.pings, 2)
        live.send(1, b'{"type":"ping"}')
        live.until("pong")

    def test_a_stream_brings_each_event_at_once(self):
        bearer, room = self.visitor_and_conversation()
        stream = self.begin("GET", f"/conversations/{room}/events?after=0",
                            headers={**bearer, "Accept": "text/event-stream"})
        self.assertEqual(stream.status, 200)
        self.assertIn("text/event-stream", stream.headers["Content-Type"])
        self.ask("POST", "/messages", {"conversation_id": room, "content": "at once"}, bearer)
        lines = iter(stream.readline, b"")
        self.assertTrue(any(b"at once" in line for line in lines))

    def test_a_long_poll_waits_and_answers(self):
        bearer, room = self.visitor_and_conversation()
        path = f"/conversations/{room}/events?after=0&wait=1"
        status, _, page = self.ask("GET", path, headers=bearer)
        self.assertEqual((status, page["events"]), (200, []))
        self.ask("POST", "/messages", {"conversation_id": room, "content": "there"}, bearer)
        status, _, page = self.ask("GET", path, headers=bearer)
        self.assertEqual((status, len(page["events"])), (200, 1))

    def test_metrics_are_not_public(self):
        self.assertEqual(self.ask("GET", "/metrics")[0], 401)
        self.assertEqual(self.ask("GET", "/metrics",
                                  headers={"X-Forwarded-For": "127.0.0.1"})[0], 401)
        # The proxy's own way, without its headers.
        self.assertEqual(self.walkie.request("GET", "/metrics")[0], 401)
        key = run("admin", "create-key", "--data", self.data, "--name", "prometheus").stdout.strip()
        bearer = {"Authorization": f"Bearer {key}"}
        self.assertEqual(self.ask("GET", "/metrics", headers=bearer)[0], 200)
        printed = run("admin", "metrics", "--data", self.data)
        self.assertIn("walkie_live_connections", printed.stdout, printed.stderr)

    def test_large_cookies_of_other_programs_pass(self):
        cookie = self.signed_in().split(";")[0]
        for size in (9_000, 12_000, 15_000):
            headers = {"Cookie": f"{cookie}; other={'x' * size}", "Origin": ORIGIN}
            self.assertEqual(self.ask("GET", "/me", headers=headers)[0], 200, size)

    def test_both_kinds_of_addresses_lead_here(self):
        for address in ("127.0.0.1", "::1"):
            socket.create_connection((address, self.tls), PATIENCE).close()

    def test_plain_http_leads_to_tls(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.plain, timeout=PATIENCE)
        self.addCleanup(connection.close)
        connection.request("GET", "/chat?a=b", headers={"Host": "chat.example"})
        answer = connection.getresponse()
        self.assertIn(answer.status, (301, 308))
        self.assertTrue(answer.headers["Location"].startswith("https://chat.example"))
        self.assertTrue(answer.headers["Location"].endswith("/chat?a=b"))


class WithIdleTime(Proxied):
    """A proxy that cuts off what is idle, and that can check its configuration without serving:
    `check_command` says how."""

    def test_its_configuration_check_has_nothing_to_say(self):
        done = subprocess.run(self.check_command(), cwd=self.folder, text=True, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=PATIENCE, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)
        self.assertNotRegex(done.stdout.lower(), r"warn|exceeds|deprecated|notice")

    def test_the_idle_time_is_really_that_short(self):
        bearer, room = self.visitor_and_conversation()
        began = time.monotonic()
        with contextlib.suppress(http.client.HTTPException, OSError):
            status, _, _ = self.ask("GET", f"/conversations/{room}/events?after=0&wait=25",
                                    headers=bearer)
            self.assertIn(status, (502, 504))
        self.assertLess(time.monotonic() - began, 20)


class NginxTest(WithIdleTime, unittest.TestCase):
    language = "nginx"

    @classmethod
    def replacements(cls):
        return [("listen 80;", f"listen 127.0.0.1:{cls.plain};"),
                ("listen [::]:80;", f"listen [::1]:{cls.plain};"),
                ("listen 443 ssl;", f"listen 127.0.0.1:{cls.tls} ssl;"),
                ("listen [::]:443 ssl;", f"listen [::1]:{cls.tls} ssl;"),
                ("/run/nginx.pid", f"{cls.folder}/nginx.pid"),
                ("/var/log/nginx/", f"{cls.folder}/"), ("75s", f"{IDLE_S}s")]

    @classmethod
    def command(cls):
        return [shutil.which("nginx") or "/usr/sbin/nginx", "-c", cls.file, "-g", "daemon off;"]

    @classmethod
    def check_command(cls):
        return [*cls.command(), "-t"]


class HaproxyTest(WithIdleTime, unittest.TestCase):
    language = "haproxy"

    @classmethod
    def replacements(cls):
        both = cls.folder / "both.pem"
        both.write_text((cls.folder / "chat.example.pem").read_text() +
                        (cls.folder / "chat.example.key").read_text())
        return [("bind :80,:::80 ", f"bind 127.0.0.1:{cls.plain},::1:{cls.plain} "),
                ("bind :443,:::443 ", f"bind 127.0.0.1:{cls.tls},::1:{cls.tls} "),
                (f"{cls.folder}/chat.example.pem", str(both)), ("75s", f"{IDLE_S}s")]

    @classmethod
    def command(cls):
        return [shutil.which("haproxy") or "/usr/sbin/haproxy", "-db", "-f", cls.file]

    @classmethod
    def check_command(cls):
        return [*cls.command(), "-c"]


class ApacheTest(WithIdleTime, unittest.TestCase):
    language = "apache"

    @classmethod
    def replacements(cls):
        return [("Listen 80\n",
                 f"Listen 127.0.0.1:{cls.plain}\nListen [::1]:{cls.plain}\n"), ("*:80>", f"*:{cls.plain}>"),
                ("Listen 443\n", f"Listen 127.0.0.1:{cls.tls}\nListen [::1]:{cls.tls}\n"), ("*:443>", f"*:{cls.tls}>"),
                ("ServerRoot /etc/apache2", f"ServerRoot {cls.folder}"),
                ("/run/apache2", str(cls.folder)), ("/var/log/apache2/", f"{cls.folder}/"),
                ("Timeout 75", f"Timeout {IDLE_S}")]

    @classmethod
    def command(cls):
        return [shutil.which("apache2") or "/usr/sbin/apache2", "-f", cls.file, "-D", "FOREGROUND"]

    @classmethod
    def check_command(cls):
        return [*cls.command()[:3], "-t"]


class CaddyTest(Proxied, unittest.TestCase):
    language = "caddy"

    @classmethod
    def replacements(cls):
        return [("http_port 80", f"http_port {cls.plain}"),
                ("https_port 443", f"https_port {cls.tls}")]

    @classmethod
    def command(cls):
        return [shutil.which("caddy") or "/usr/bin/caddy", "run", "--adapter", "caddyfile",
                "--config", cls.file]


if __name__ == "__main__":
    unittest.main()
