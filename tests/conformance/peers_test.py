"""Programs that others wrote: websockets and autobahn (Debian) and ws (npm) as clients of the relay,
curl of walkie. What they find wrong they say themselves."""
import asyncio
import json
import os
import pathlib
import subprocess
import unittest

import websockets
from autobahn.asyncio.websocket import WebSocketClientFactory, WebSocketClientProtocol
from autobahn.websocket.compress import (PerMessageDeflateOffer, PerMessageDeflateResponse,
                                         PerMessageDeflateResponseAccept)
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

from wire import PATIENCE, Case, cases, relay, walkie

BIG = ("--deflate", "--max-message", str(17 << 20), "--max-fragments", "1000000")
MESSAGES = ["", "hello", "你好 😀 " * 500, "x" * 200_000, b"", b"\x00\xff", os.urandom(100_000)]


class WebsocketsTest(Case):
    """python3-websockets."""

    def run_with(self, talk, path="/echo", flags=BIG, **options):
        async def run():
            uri = f"ws://127.0.0.1:{relay(*flags)}{path}"
            async with websockets.connect(uri, max_size=None, **options) as socket:
                return await talk(socket)
        return asyncio.run(asyncio.wait_for(run(), PATIENCE))

    @cases(("plain", None, ()), ("deflate", "deflate", ()),
           *((f"window_{bits}", None, (ClientPerMessageDeflateFactory(
               server_max_window_bits=bits, client_max_window_bits=max(bits, 9)),))
             for bits in (8, 9, 12, 15)),
           ("no_takeover", None, (ClientPerMessageDeflateFactory(
               server_no_context_takeover=True, client_no_context_takeover=True),)))
    def test_echo(self, compression, extensions):
        async def talk(socket):
            for message in MESSAGES:
                await socket.send(message)
                self.assertEqual(await socket.recv(), message)
            await socket.send(["in ", "many ", "fragments"])
            self.assertEqual(await socket.recv(), "in many fragments")
            return len(socket.extensions)
        agreed = self.run_with(talk, compression=compression, extensions=list(extensions))
        self.assertEqual(agreed, int(bool(compression or extensions)))

    def test_ping_and_close(self):
        async def talk(socket):
            await asyncio.wait_for(await socket.ping(b"are you there"), PATIENCE)
            await socket.close(4321, "bye")
            return socket.close_code
        self.assertEqual(self.run_with(talk), 4321)

    def test_a_room_relays_to_all_in_order(self):
        async def run():
            uri = f"ws://127.0.0.1:{relay()}/ws?conversation_id=7"
            members = [await websockets.connect(uri) for _ in range(5)]
            for member in members:  # the answer to its own word says that it has joined
                await member.send("here")
            for i in range(100):
                await members[0].send(f"message {i}")
            for member in members:
                got = []
                while len(got) < 100:
                    text = await member.recv()
                    got += [text] if text != "here" else []
                self.assertEqual(got, [f"message {i}" for i in range(100)])
                await member.close()
        asyncio.run(asyncio.wait_for(run(), PATIENCE))


class AutobahnTest(Case):
    """python3-autobahn, which checks masks, UTF-8 and close codes of its server strictly."""

    def echo(self, offers, accept=None):
        loop = asyncio.new_event_loop()
        self.addCleanup(loop.close)
        done = loop.create_future()

        class Client(WebSocketClientProtocol):
            def onOpen(self):
                self.left = list(MESSAGES)
                self.say()

            def say(self):
                self.now = self.left.pop(0)
                binary = isinstance(self.now, bytes)
                self.sendMessage(self.now if binary else self.now.encode(), isBinary=binary)

            def onMessage(self, payload, isBinary):
                text = payload if isBinary else payload.decode()
                if text != self.now:
                    done.set_exception(AssertionError("other bytes came back"))
                elif self.left:
                    self.say()
                else:
                    self.sendClose(1000, "done")

            def onClose(self, wasClean, code, reason):
                if not done.done():
                    done.set_result((wasClean, code, self.left))

        factory = WebSocketClientFactory(f"ws://127.0.0.1:{relay(*BIG)}/echo", loop=loop)
        factory.protocol = Client
        factory.setProtocolOptions(failByDrop=False, perMessageCompressionOffers=offers,
                                   perMessageCompressionAccept=accept)
        loop.run_until_complete(loop.create_connection(factory, "127.0.0.1", relay(*BIG)))
        return loop.run_until_complete(asyncio.wait_for(done, PATIENCE))

    @cases(("plain", None), ("deflate", {}), ("no_takeover", {"request_no_context_takeover": True}),
           ("window_9", {"request_max_window_bits": 9}),
           ("both", {"request_no_context_takeover": True, "request_max_window_bits": 9}))
    def test_echo(self, offer):
        agreed = []

        def accept(response):
            if isinstance(response, PerMessageDeflateResponse):
                agreed.append(response)
                return PerMessageDeflateResponseAccept(response)
        offers = [] if offer is None else [PerMessageDeflateOffer(**offer)]
        self.assertEqual(self.echo(offers, accept), (True, 1000, []))
        self.assertEqual(len(agreed), len(offers))


class WsTest(Case):
    """npm's ws, on Node."""

    def run_case(self, name, path="/echo", flags=BIG, port=None, **options):
        script = pathlib.Path(__file__).with_name("ws_client.mjs")
        url = f"ws://127.0.0.1:{port or relay(*flags)}{path}"
        done = subprocess.run(["node", script, name, url, json.dumps(options)], timeout=PATIENCE,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()

    @cases(("plain", False), ("deflate", True), ("deflate_all", {"threshold": 0}),
           ("window_9", {"threshold": 0, "serverMaxWindowBits": 9, "clientMaxWindowBits": 9}),
           ("no_takeover", {"threshold": 0, "serverNoContextTakeover": True,
                            "clientNoContextTakeover": True}))
    def test_echo(self, deflate):
        agreed = self.run_case("echo", perMessageDeflate=deflate)
        self.assertEqual("permessage-deflate" in agreed, bool(deflate))

    def test_ping_and_close(self):
        self.run_case("ping")

    def test_a_room_relays_to_all_in_order(self):
        self.run_case("room", path="/ws?conversation_id=9", flags=())

    def test_a_message_beyond_the_limit_is_1009(self):
        self.run_case("tooLarge", flags=("--max-message", "1000"))

    def test_a_refusal_is_an_answer(self):
        self.assertEqual(self.run_case("refused", path="/ws", port=walkie()), "401")


class CurlTest(Case):
    def curl(self, *arguments, stdin=b""):
        done = subprocess.run(["curl", "-sS", "--max-time", str(PATIENCE), *arguments], input=stdin,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def setUp(self):
        self.file = f"http://127.0.0.1:{walkie()}/widget.js"
        self.whole = self.curl(self.file)

    def test_compressed(self):
        self.assertEqual(self.curl("--compressed", self.file), self.whole)

    @cases(("first", "0-99"), ("suffix", "-100"), ("open", "100-"))
    def test_range(self, spec):
        first, _, last = spec.partition("-")
        expected = (self.whole[-int(last):] if not first else
                    self.whole[int(first):int(last) + 1 if last else None])
        self.assertEqual(self.curl("-r", spec, self.file), expected)

    def test_a_second_time_is_304(self):
        tag = next(line.split(b": ")[1] for line in self.curl("-I", self.file).split(b"\r\n")
                   if line.lower().startswith(b"etag"))
        code = self.curl("-o", "/dev/null", "-w", "%{http_code}", "-H", b"If-None-Match: " + tag, self.file)
        self.assertEqual(code, b"304")

    @cases(("counted", ()), ("chunked", ("-H", "Transfer-Encoding: chunked")),
           ("expecting", ("-H", "Expect: 100-continue")), ("http_1_0", ("--http1.0",)))
    def test_post(self, how):
        body = os.urandom(60_000)
        url = f"http://127.0.0.1:{relay()}/echo"
        self.assertEqual(self.curl(*how, "--data-binary", "@-", url, stdin=body), body)

    def test_many_requests_on_one_connection(self):
        url = f"http://127.0.0.1:{relay()}/"
        out = self.curl(*["-w", "%{num_connects} "], *[part for i in range(5)
                                                       for part in ("-d", "x") if i == 0], *[url] * 5)
        self.assertEqual(out.replace(b"x", b"").split(), [b"1", b"0", b"0", b"0", b"0"])

    def test_http_2_is_not_spoken_and_does_not_hurt(self):
        self.assertEqual(self.curl("--http2", f"http://127.0.0.1:{relay()}/", "-o", "/dev/null", "-w",
                                   "%{http_code} %{http_version}"), b"200 1.1")


if __name__ == "__main__":
    unittest.main()
