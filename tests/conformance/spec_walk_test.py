"""protocol/SPEC.md, "One connection, frame by frame": its frames are sent, and compared with what comes."""
import http.client
import json
import pathlib
import re
import signal
import struct
import unittest

import jsonschema
import wire
import yaml

ROOT = pathlib.Path(__file__).resolve().parents[2]
SPEC = (ROOT / "protocol/SPEC.md").read_text(encoding="utf-8")
WALK = SPEC.split("## One connection, frame by frame\n")[1].split("\n## ")[0]
FRAMES = re.findall(r"^ *([<>]) (\{.*\})$", WALK, re.M)
SCHEMA = json.loads((ROOT / "protocol/frames.schema.json").read_text(encoding="utf-8"))
# What is another one each time.
OWN = {"connection_id", "server_time", "epoch", "created_at", "reconnect_in_ms"}


def lasting(value):
    """The value without what is another one each time; a client_id of the server's goes too."""
    if isinstance(value, dict):
        return {key: type(part).__name__ if key in OWN or made_by_the_server(key, part) else lasting(part)
                for key, part in value.items()}
    return [lasting(part) for part in value] if isinstance(value, list) else value


def made_by_the_server(key, value):
    return key == "client_id" and f'> {{"type":"message","conversation_id":2,"client_id":"{value}"' not in WALK


class SpecWalk(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        # Not the suite's: this one is stopped in the end.
        others = wire._running.pop("walkie", None)
        cls.port = wire.walkie()
        cls.program = wire._running.pop("walkie")
        if others:
            wire._running["walkie"] = others
        contract = yaml.safe_load((ROOT / "protocol/openapi.yaml").read_text(encoding="utf-8"))
        known = {f"{SCHEMA['$id'].rsplit('/', 1)[0]}/openapi.yaml": contract}
        cls.validator = jsonschema.Draft202012Validator(
            SCHEMA, resolver=jsonschema.RefResolver.from_schema(SCHEMA, store=known))

    def ask(self, path, body, token=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=wire.PATIENCE)
        self.addCleanup(connection.close)
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})}
        connection.request("POST", path, json.dumps(body), headers)
        return json.loads(connection.getresponse().read())

    def connection(self):
        """As the text says: two messages are there, the first is known. Somebody else was first."""
        other = self.ask("/visitors", {})["token"]
        self.ask("/conversations", {}, other)
        token = self.ask("/visitors", {"name": "Li Wei"})["token"]
        conversation = self.ask("/conversations", {}, token)["id"]
        for text in ("Hello?", "Is anybody there?"):
            self.ask("/messages", {"conversation_id": conversation, "content": text}, token)
        request = re.search(r"^ *GET (\S+) HTTP/1\.1$", WALK, re.M)[1]
        protocol = re.search(r"^ *(Sec-WebSocket-Protocol: .*)TOKEN$", WALK, re.M)[1]
        socket = wire.WebSocket(path=request, headers=f"{protocol}{token}\r\n", port=self.port)
        self.addCleanup(socket.close)
        return socket

    def next(self, socket):
        """The next frame that is no presence."""
        while True:
            first_byte, payload = socket.next()
            self.assertEqual(first_byte, wire.FIN | wire.TEXT, payload)
            frame = json.loads(payload)
            if frame["type"] != "presence":
                return frame

    def test_the_frames_are_real(self):
        self.assertGreater(len(FRAMES), 12)
        socket = self.connection()
        for direction, text in FRAMES:
            with self.subTest(text[:60]):
                expected = json.loads(text)
                if direction == ">":
                    socket.put(wire.FIN | wire.TEXT, text)
                    continue
                if expected["type"] == "bye":
                    self.program.process.send_signal(signal.SIGTERM)
                frame = self.next(socket)
                self.assertEqual(lasting(frame), lasting(expected))
                self.validator.validate(frame)
                self.validator.validate(expected)
        first_byte, payload = socket.next()
        self.assertEqual((first_byte, struct.unpack("!H", payload[:2])[0]), (wire.FIN | wire.CLOSE, 4000))


if __name__ == "__main__":
    unittest.main()
