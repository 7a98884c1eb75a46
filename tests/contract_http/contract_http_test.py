"""protocol/openapi.yaml against the real binary: every operation, every credential, every bound."""
import collections
import http.client
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import tempfile
import threading
import unittest
import urllib.parse

import jsonschema
import yaml

from cases import NO_BODIES, PATH_IDS, Contract, bodies, queries

ROOT = pathlib.Path(__file__).resolve().parents[2]
# code → the statuses that it comes with, as protocol/codes.md says.
PROBLEMS = {row["code"]: row["status"] for row in json.loads((ROOT / "protocol/problems.json").read_text("utf-8"))}
BINARY = pathlib.Path(os.environ.get("WALKIE_BINARY", ROOT / "build" / "release" / "walkie"))
PATIENCE = 20
CONTRACT = Contract(yaml.safe_load((ROOT / "protocol" / "openapi.yaml").read_text("utf-8")))
EVERYBODY = ("anonymous", "bad token", "visitor", "other visitor", "agent", "admin", "bot")
STAFF = ("agent", "admin", "bot")
READERS = ("visitor", *STAFF)
SIGNED_IN = ("visitor", "other visitor", *STAFF)
# Who is answered 2xx for the valid request; everybody else 401, 403 or 404.
MAY = {
    "create_visitor": tuple(one for one in EVERYBODY if one != "bad token"), "open_conversation": READERS,
    "list_conversations": SIGNED_IN, "count_conversations": STAFF, "get_conversation": READERS,
    "change_conversation": STAFF, "mark_read": READERS, "list_events": READERS, "post_message": READERS,
    "list_messages": READERS, "get_message": READERS, "edit_message": ("visitor",),
    "delete_message": ("visitor", "admin"), "sign_in": EVERYBODY, "sign_out": tuple(one for one in SIGNED_IN if one != "bot"),
    # A Bearer token is a one-time link's there, and there is an admin already: 409.
    "get_setup": ("anonymous", "agent", "admin"), "set_up": (),
    "get_me": SIGNED_IN, "list_agents": STAFF, "list_inboxes": SIGNED_IN, "connect": READERS, "get_health": EVERYBODY,
    "get_readiness": EVERYBODY, "get_metrics": None, "get_openapi": EVERYBODY,
}
# What a value of the right form may still be answered when it names what is not there, or what the asker
# may not name.
NOT_THERE = (403, 404, 409)
# Rules that no schema can say; each has its own test elsewhere.
UNSAID = {("change_conversation", "assignee_id"), ("create_visitor", "inbox_id"), ("open_conversation", "inbox_id"),
          ("open_conversation", "visitor_id"), ("set_up", "email"), ("set_up", "token"), ("set_up", "name")}
PASSWORD = "a good long password"
HANDSHAKE = {"Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
             "Sec-WebSocket-Key": "x3JJHMbDL1EzLkh9GBhXDw=="}


def run(*arguments, stdin=""):
    done = subprocess.run([str(BINARY), *map(str, arguments)], input=stdin, text=True, timeout=PATIENCE,
                          capture_output=True, check=True)
    return done.stdout


def without_rates(folder):
    """Settings that switch every rate off: what is tested here is what is said, not how often."""
    known = run("check-config", "--data", folder)
    names = re.findall(r"\b((?:visitor|agent|handshakes|conversations|visitors|sign_in|tls)\w*"
                       r"(?:_per_s|_per_hour|_failures))\b", known)
    lines = "".join(f"{name} = 0\n" for name in sorted(set(names)))
    (folder / "walkie.toml").write_text(f"[limits]\n{lines}argon2_memory_bytes = 8388608\nargon2_passes = 1\n")


class Answer:
    def __init__(self, answer):
        self.status, self.headers, self.body = answer.status, answer.headers, answer.read()
        self.type = (answer.headers.get("Content-Type") or "").split(";")[0]

    def json(self):
        return json.loads(self.body)


class Server:
    """`walkie serve` with one conversation: message 1 is the visitor's, message 2 a note."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="walkie-contract-")
        data = pathlib.Path(self.folder.name) / "data"
        data.mkdir(mode=0o700)
        without_rates(data)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{probe.getsockname()[1]}"
        self.process = subprocess.Popen([str(BINARY), "serve", "--data", str(data), "--listen", self.address],
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for line in self.process.stdout:
            if line.startswith("listening on"):
                break
        # Its log goes on; a pipe that nobody empties would stop it.
        self.drain = threading.Thread(target=self.process.stdout.read, daemon=True)
        self.drain.start()
        for role in ("agent", "admin"):
            run("admin", "create-agent", "--data", data, "--email", f"{role}@shop.example", "--name", role,
                "--role", role, stdin=PASSWORD)
        key = run("admin", "create-key", "--data", data, "--name", "crm")
        self.connection = None
        self.credentials = {"anonymous": {}, "bad token": {"Authorization": "Bearer wk_bad"},
                            "bot": {"Authorization": f"Bearer {key.split()[-1]}"}}
        for role in ("agent", "admin"):
            self.credentials[role] = self.signed_in(role)
        for name in ("visitor", "other visitor"):
            self.credentials[name] = self.new_visitor()
        visitor = self.credentials["visitor"]
        self.visitor_id = self.ask("GET", "/me", headers=visitor).json()["id"]
        self.conversation = self.ask("POST", "/conversations", {}, visitor).json()["id"]
        self.post(self.credentials["visitor"])
        self.post(self.credentials["agent"], channel="staff")

    def stop(self):
        self.close()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE)
        self.drain.join(PATIENCE)
        self.process.stdout.close()
        self.folder.cleanup()

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def ask(self, method, target, body=None, headers=None):
        raw = json.dumps(body).encode() if isinstance(body, (dict, list)) else body
        sent = {"Content-Type": "application/json"} if raw is not None else {}
        for again in (True, False):
            try:
                self.connection = self.connection or http.client.HTTPConnection(self.address, timeout=PATIENCE)
                self.connection.request(method, target, raw, {**sent, **(headers or {})})
                answer = Answer(self.connection.getresponse())
                break
            except (http.client.RemoteDisconnected, ConnectionError):
                self.close()
                if not again:
                    raise
            except Exception:
                self.close()
                raise
        if answer.status == 101 or (answer.headers.get("Connection") or "").lower() == "close":
            self.close()
        return answer

    def signed_in(self, role):
        answer = self.ask("POST", "/sessions", {"email": f"{role}@shop.example", "password": PASSWORD})
        assert answer.status == 201, answer.body
        cookie = answer.headers["Set-Cookie"].split(";")[0]
        return {"Cookie": cookie, "Origin": f"http://{self.address}"}

    def new_visitor(self):
        answer = self.ask("POST", "/visitors", {})
        assert answer.status == 201, answer.body
        return {"Authorization": f"Bearer {answer.json()['token']}"}

    def post(self, headers, **more):
        answer = self.ask("POST", "/messages", {"conversation_id": self.conversation, "content": "a", **more}, headers)
        assert answer.status == 201, answer.body
        return answer.json()["id"]

    def valid(self, name):
        """The body and the query of a request that works."""
        body = {
            "create_visitor": {}, "open_conversation": {"visitor_id": self.visitor_id},
            "change_conversation": {"status": "open"}, "mark_read": {"seq": 1},
            "post_message": {"conversation_id": self.conversation, "content": "a"}, "edit_message": {"content": "b"},
            "sign_in": {"email": "admin@shop.example", "password": PASSWORD},
            "set_up": {"token": "t", "email": "new@shop.example", "name": "N", "password": PASSWORD},
        }.get(name)
        query = {"list_messages": {"conversation_id": self.conversation}, "list_events": {"after": 0},
                 "connect": {"conversation_id": self.conversation}}.get(name, {})
        return body, query


class ContractTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.stop)
        cls.counts = collections.Counter()
        cls.resolver = jsonschema.RefResolver.from_schema(CONTRACT.document)

    def headers(self, name, who):
        """What the request comes with; sign-out gets a session of its own."""
        if name == "sign_out" and who in ("agent", "admin"):
            found = self.server.signed_in(who)
        elif name == "sign_out" and "visitor" in who:
            found = self.server.new_visitor()
        else:
            found = self.server.credentials[who]
        if name in ("sign_in", "set_up"):
            return {"Origin": f"http://{self.server.address}"}
        return {**found, **(HANDSHAKE if name == "connect" else {})}

    def path(self, name, pattern):
        """With the ids of what is there; deleting gets a message of its own."""
        message = 1
        if name == "delete_message":
            message = self.server.post(self.server.credentials["visitor"])
        return pattern.replace("{conversation_id}", str(self.server.conversation)).replace("{message_id}", str(message))

    def send(self, operation, method, path, query, body, headers):
        name = operation["operationId"]
        target = path + ("?" + urllib.parse.urlencode(query, safe="%") if query else "")
        if isinstance(body, dict) and method in ("POST", "PATCH") or isinstance(body, bytes):
            answer = self.server.ask(method, target, body, headers)
        else:
            answer = self.server.ask(method, target, None, headers)
        self.counts[name] += 1
        self.check_shape(operation, answer, f"{method} {target} {str(body)[:200]}")
        return answer

    def check_shape(self, operation, answer, what):
        self.assertLess(answer.status, 500, (what, answer.body))
        self.assertNotEqual(answer.status, 429, (what, answer.body))
        responses = operation["responses"]
        key = str(answer.status)
        if key not in responses and answer.status < 400:
            self.fail(f"{what}: {answer.status} is not in the contract")
        response = CONTRACT.resolve(responses.get(key) or responses["default"])
        content = response.get("content")
        if not content:
            return self.assertEqual(answer.body, b"", what)
        self.assertIn(answer.type, content, (what, answer.status, answer.body[:200]))
        if "json" in answer.type:
            schema = content[answer.type]["schema"]
            value = answer.json()
            jsonschema.Draft202012Validator(schema, resolver=self.resolver).validate(value)
            if answer.status >= 400:
                self.assertEqual(value["status"], answer.status, what)
                self.assertIn(answer.status, PROBLEMS.get(value["code"], ()), what)
                self.assertRegex(value["detail"], r"[.!?]$", what)

    def expect(self, name, who, answer, allowed, field, what):
        may = MAY[name] is not None and who in MAY[name]
        refused = (401, 403, 404, 409) if name == "set_up" else (401, 403, 404)
        said = (what, who, answer.status, answer.body[:300])
        if not may and answer.status in refused:
            return
        if allowed:
            good = (200, 201, 204, 101) + (NOT_THERE if field else ()) + (() if may else refused)
            if not ((name, field) in UNSAID and answer.status == 400):
                self.assertIn(answer.status, good, said)
            return
        self.assertIn(answer.status, (400, 413) if field != "content_type" else (400, 415), said)
        if field:
            self.assertEqual(answer.json().get("field"), field, said)

    def each(self, name, test):
        for who in EVERYBODY:
            with self.subTest(operation=name, who=who):
                test(who)

    def test_the_contract_has_a_row_for_every_operation(self):
        self.assertEqual({operation["operationId"] for operation, *_ in CONTRACT.operations()}, set(MAY))

    def test_valid_requests_are_answered_by_who_asks(self):
        for operation, method, pattern, _ in CONTRACT.operations():
            name = operation["operationId"]

            def one(who, operation=operation, method=method, pattern=pattern, name=name):
                body, query = self.server.valid(name)
                answer = self.send(operation, method, self.path(name, pattern), query, body, self.headers(name, who))
                if MAY[name] is None:
                    return
                if who in MAY[name]:
                    self.assertIn(answer.status, (200, 201, 204, 101), answer.body)
                else:
                    refused = (409,) if name in ("get_setup", "set_up") else (401, 403, 404)
                    self.assertIn(answer.status, refused, answer.body)
            self.each(name, one)

    def test_bodies(self):
        for operation, method, pattern, _ in CONTRACT.operations():
            name, schema = operation["operationId"], CONTRACT.body_schema(operation)
            if not schema:
                continue
            valid, query = self.server.valid(name)

            def one(who, operation=operation, method=method, pattern=pattern, name=name, schema=schema,
                    valid=valid, query=query):
                headers = self.headers(name, who)
                for label, body, allowed, field in bodies(CONTRACT, schema, valid):
                    if name == "sign_in" and allowed and label != "valid":
                        continue  # a password that is wrong is another matter
                    answer = self.send(operation, method, self.path(name, pattern), query, body, headers)
                    self.expect(name, who, answer, allowed, field, f"{name}, {label}")
                for label, raw in NO_BODIES:
                    answer = self.send(operation, method, self.path(name, pattern), query, raw, headers)
                    self.expect(name, who, answer, False, None, f"{name}, {label}")
                answer = self.send(operation, method, self.path(name, pattern), query, b"{}",
                                   {**headers, "Content-Type": "text/plain"})
                self.assertIn(answer.status, (415, 401, 403), answer.body)
            self.each(name, one)

    def test_queries(self):
        for operation, method, pattern, parameters in CONTRACT.operations():
            name = operation["operationId"]
            _, valid = self.server.valid(name)

            def one(who, operation=operation, method=method, pattern=pattern, name=name, parameters=parameters,
                    valid=valid):
                headers = self.headers(name, who)
                for parameter in (one for one in parameters if one["in"] == "query"):
                    field = parameter["name"]
                    for label, text, allowed in queries(parameter):
                        query = {**valid, field: text}
                        answer = self.send(operation, method, self.path(name, pattern), query, None, headers)
                        self.expect(name, who, answer, allowed, field, f"{name}, {field}: {label}")
                    if parameter.get("required"):
                        less = {key: value for key, value in valid.items() if key != field}
                        answer = self.send(operation, method, self.path(name, pattern), less, None, headers)
                        self.expect(name, who, answer, False, field, f"{name}, without {field}")
                answer = self.send(operation, method, self.path(name, pattern), {**valid, "nobody_knows": "1"},
                                   self.server.valid(name)[0], headers)
                self.expect(name, who, answer, True, "nobody_knows", f"{name}, a parameter nobody knows")
            if method == "GET" and name != "get_setup":
                self.each(name, one)

    def test_ids_in_the_path(self):
        for operation, method, pattern, _ in CONTRACT.operations():
            name = operation["operationId"]
            if "{" not in pattern:
                continue
            body, query = self.server.valid(name)

            def one(who, operation=operation, method=method, pattern=pattern, name=name, body=body, query=query):
                for text in PATH_IDS:
                    path = re.sub(r"\{\w+\}", text, pattern)
                    answer = self.send(operation, method, path, query, body, self.headers(name, who))
                    self.assertIn(answer.status, (404, 401), (path, answer.body))
            self.each(name, one)

    def test_every_other_method_is_405_with_allow(self):
        methods = collections.defaultdict(set)
        for _, method, pattern, _ in CONTRACT.operations():
            methods[pattern].add(method)
        for pattern, has in methods.items():
            path = self.path("", pattern)
            for method in {"GET", "PUT", "POST", "PATCH", "DELETE", "TRACE"} - has:
                answer = self.server.ask(method, path)
                if method == "GET" and answer.status == 404:
                    continue
                self.assertEqual((answer.status, answer.json()["code"]), (405, "method_not_allowed"), (method, path))
                allow = {one.strip() for one in answer.headers["Allow"].split(",")}
                self.assertEqual(allow - {"HEAD", "OPTIONS"}, has, path)


if __name__ == "__main__":
    unittest.main()
