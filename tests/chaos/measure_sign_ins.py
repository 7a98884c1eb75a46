#!/usr/bin/env python3
"""What strangers cost at the doors: memory of refused sign-ins, and who waits or is shut out.

    WALKIE_BINARY=build/release/walkie tests/chaos/measure_sign_ins.py

Prints one line for each figure. Uses nothing that the binary of commit d0a25ce does not have, so
that before and after are one command. Decision 0192 has the results.
"""
import concurrent.futures
import http.client
import json
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("WALKIE_BINARY", str(ROOT / "build/release/walkie"))
PASSWORD = "correct horse battery"
PATIENCE = 120


class Server:
    def __init__(self, folder):
        self.data = folder
        subprocess.run([BINARY, "admin", "create-agent", "--data", folder, "--email", "ana@x.test",
                        "--name", "Ana"], input=PASSWORD + "\n", text=True, check=True,
                       stdout=subprocess.DEVNULL)
        self.process = subprocess.Popen(
            [BINARY, "serve", "--data", folder, "--listen", "127.0.0.1:0",
             "--set", "trusted_proxies=127.0.0.1", "--set", "log_level=error"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        found = re.search(r"http://(\S+)", self.process.stdout.readline())
        self.address = found.group(1)

    def connect(self):
        return http.client.HTTPConnection(self.address, timeout=PATIENCE)

    def ask(self, method, path, body=None, connection=None, **headers):
        """(status, list of cookies, decoded body)"""
        line = connection or self.connect()
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if body is not None:
            sent["Content-Type"] = "application/json"
        line.request(method, path, None if body is None else json.dumps(body), sent)
        answer = line.getresponse()
        raw = answer.read()
        if connection is None:
            line.close()
        cookies = answer.headers.get_all("Set-Cookie") or []
        decoded = json.loads(raw) if raw[:1] in b"{[" and raw else raw
        return answer.status, "; ".join(each.split(";")[0] for each in cookies), decoded

    def sign_in(self, email, password, address, cookies=""):
        return self.ask("POST", "/sessions", {"email": email, "password": password},
                        X_Forwarded_For=address, **({"Cookie": cookies} if cookies else {}))

    def memory_mb(self, name="VmRSS"):
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(name + r":\s+(\d+)", text).group(1)) / 1024

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)


def percentile(values, part):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def refused_sign_ins(server, count=9_800, threads=8):
    """Different e-mails of 64,000 bytes from one address; a client asks /healthz meanwhile."""
    before = server.memory_mb()
    waits, done = [], threading.Event()

    def watch():
        line = server.connect()
        while not done.is_set():
            began = time.monotonic()
            server.ask("GET", "/healthz", connection=line)
            waits.append(time.monotonic() - began)
            done.wait(0.02)

    def send(first):
        line, statuses = server.connect(), {}
        for number in range(first, count, threads):
            email = f"{number:08d}" + "x" * 64_000 + "@x.test"
            status = server.ask("POST", "/sessions", {"email": email, "password": "wrong"},
                                connection=line, X_Forwarded_For="198.51.100.1")[0]
            statuses[status] = statuses.get(status, 0) + 1
        return statuses

    watcher = threading.Thread(target=watch)
    watcher.start()
    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        answered = {}
        for statuses in pool.map(send, range(threads)):
            for status, number in statuses.items():
                answered[status] = answered.get(status, 0) + number
    took = time.monotonic() - began
    done.set()
    watcher.join()
    print(f"refused sign-ins: {count} in {took:.1f} s, statuses {answered}")
    print(f"refused sign-ins: memory {before:.0f} MB before, {server.memory_mb():.0f} MB after, "
          f"peak {server.memory_mb('VmHWM'):.0f} MB")
    print(f"refused sign-ins: /healthz p99 {percentile(waits, 0.99) * 1000:.0f} ms")


def honest_agent_waits(server, cookies):
    """150 sign-ins from as many addresses, then one agent who has signed in before."""
    with concurrent.futures.ThreadPoolExecutor(150) as pool:
        strangers = [pool.submit(server.sign_in, f"n{i}@x.test", "wrong", f"203.0.113.{i}")
                     for i in range(150)]
        time.sleep(0.5)
        began = time.monotonic()
        tries = 1
        while server.sign_in("ana@x.test", PASSWORD, "192.0.2.7", cookies)[0] == 503 and tries < 60:
            time.sleep(1)  # as Retry-After says
            tries += 1
        waited = time.monotonic() - began
        statuses = [each.result()[0] for each in strangers]
    print(f"queue: the agent was in after {waited:.2f} s and {tries} tries; "
          f"{statuses.count(503)} of 150 strangers were told to come again")


def locked_out(server, cookies):
    for number in range(6):
        server.sign_in("ana@x.test", "wrong", f"198.51.100.{number + 10}")
    known = server.sign_in("ana@x.test", PASSWORD, "192.0.2.7", cookies)[0]
    print(f"lock: after 6 wrong passwords from elsewhere the agent's browser gets {known}")


def office(server, people=500):
    """One visitor fails five times; then an office of 500 opens its first chats."""
    def visitor():
        status, _, body = server.ask("POST", "/visitors", {}, X_Forwarded_For="192.0.2.99")
        return body.get("token") if status == 201 else None

    def chat(token, body):
        return server.ask("POST", "/conversations", body, X_Forwarded_For="192.0.2.99",
                          Authorization=f"Bearer {token}")[0]

    failing = visitor()
    for _ in range(5):
        chat(failing, {"inbox_id": 99})
    tokens = [visitor() for _ in range(people)]
    opened = sum(1 for token in tokens if token and chat(token, {}) == 201)
    print(f"office: {sum(1 for token in tokens if token)} of {people} became visitors, "
          f"{opened} opened a chat")


def main():
    with tempfile.TemporaryDirectory(prefix="walkie-measure-") as folder:
        server = Server(folder)
        try:
            status, cookies, _ = server.sign_in("ana@x.test", PASSWORD, "192.0.2.7")
            assert status == 201, status
            office(server)
            refused_sign_ins(server)
            honest_agent_waits(server, cookies)
            locked_out(server, cookies)
        finally:
            server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
