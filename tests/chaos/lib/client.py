"""Clients that keep the protocol's rules: S1a and S6 when sending, C5a, C6, H2, H3 when reading.

The clocks of a proper client (H2, H4b) run in tens of seconds; `pace` makes them run faster.
"""
import asyncio
import collections
import json
import random
import time
import uuid
from pathlib import Path

from lib.http_connection import FAULTS, Broken, HttpConnection, read_chunk
from lib.websocket import Closed, Refused, WebSocket

LOGGED = {"new_message", "message_edited", "message_deleted", "conversation_update"}
CLOSE_CODES = Path(__file__).resolve().parents[3] / "protocol/close_codes.json"
STAY_AWAY = {row["code"] for row in json.loads(CLOSE_CODES.read_text(encoding="utf-8"))
             if row["after"] == "stay_away"}


def new_client_id():
    return str(uuid.uuid4())


async def ended(task):
    """Cancelled for certain: wait_for of Python 3.11 may swallow a cancellation that comes together
    with its result."""
    while not task.done():
        task.cancel()
        await asyncio.wait([task], timeout=0.2)
    await asyncio.gather(task, return_exceptions=True)


class Sender:
    """S6: one send in flight, in order; the client_id is made before the first attempt."""

    def __init__(self, address, token, conversation_id, history, rng=None, patience=5):
        self.connection = HttpConnection(address, token, patience)
        self.conversation_id, self.history = conversation_id, history
        self.rng, self.retries = rng or random.Random(), 0
        self.statuses = collections.Counter()

    async def send(self, content):
        """Until it is acknowledged; the message."""
        client_id = new_client_id()
        self.history.attempt(self.conversation_id, client_id, content)
        began, failures = time.monotonic(), 0
        while True:
            wait = await self._attempt(client_id, content)
            if wait is None:
                self.history.latencies.append(time.monotonic() - began)
                return self.history.acknowledged[self.conversation_id, client_id]
            failures += 1
            self.retries += 1
            await asyncio.sleep(wait or self.rng.uniform(0, min(0.5, 0.02 * 2 ** failures)))

    async def _attempt(self, client_id, content):
        """None: acknowledged. Else the seconds to wait, 0 where the client may choose."""
        body = {"conversation_id": self.conversation_id, "client_id": client_id,
                "content": content}
        try:
            answer = await self.connection.request("POST", "/messages", body)
        except Broken:
            return 0
        self.statuses[answer.status] += 1
        if answer.status in (200, 201):
            self.history.acknowledge(self.conversation_id, client_id, answer.body,
                                     answer.status == 201)
            return None
        if answer.status >= 500 or answer.status == 429:
            return float(answer.headers.get("retry-after", 0))
        raise AssertionError(f"POST /messages: {answer.status} {answer.raw!r}")

    def close(self):
        self.connection.abort()


class Reader:
    """One reader of one conversation with one cursor, over any of the three transports (H5a).

    `seen` is what its page would show: every event in the order in which it was taken. What the
    server may never do (C5d: a seq twice, descending or after a hole on one connection) is counted
    in `repeated` and `holes`, though the client rule (H3) would heal it.
    """

    def __init__(self, address, token, conversation_id, transport="ws", rng=None, pace=1.0,
                 idle=25.0, pong=5.0):
        self.address, self.token, self.conversation_id = address, token, conversation_id
        self.transport, self.rng, self.pace = transport, rng or random.Random(), pace
        self.idle, self.pong = idle, pong
        self.seen, self.last, self.epoch = [], 0, None
        self.repeated = self.holes = self.resets = self.connects = 0
        self.closes, self.ephemerals = collections.Counter(), []
        self.arrivals = {}  # seq → monotonic time
        self.synced = asyncio.Event()
        self.bye, self.byes = None, []
        self._connection_last = 0
        self._socket = self._task = None
        self._stream, self._rest = HttpConnection(address, token), HttpConnection(address, token)
        self._moved = asyncio.Event()

    def start(self):
        self._task = asyncio.create_task(self._run())
        return self

    async def stop(self):
        if self._task:
            await ended(self._task)
        self._drop()

    async def switch(self, transport):
        """Another transport, with the cursor as it is."""
        await self.stop()
        self.transport = transport
        self.start()

    def _drop(self):
        if self._socket:
            self._socket.abort()
        self._socket = None
        self._stream.abort()
        self._rest.abort()

    def port(self):
        """Of its WebSocket, on its own side."""
        return self._socket.writer.get_extra_info("sockname")[1]

    async def reached(self, seq, patience=30):
        """Back when everything up to seq was taken."""
        async def there():
            while self.last < seq:
                if self._task.done():
                    self._task.result()
                    raise AssertionError(f"the reader ended; closes: {dict(self.closes)}")
                self._moved.clear()
                await self._moved.wait()
        try:
            await asyncio.wait_for(there(), patience)
        except asyncio.TimeoutError:
            raise AssertionError(f"reader of {self.conversation_id} ({self.transport}) is at "
                                 f"{self.last} of {seq} after {patience} s; closes: "
                                 f"{dict(self.closes)}") from None

    async def _run(self):
        failures = 0
        while True:
            began, self.bye = time.monotonic(), None
            try:
                self.connects += 1
                await {"ws": self._websocket, "sse": self._events, "poll": self._poll}[
                    self.transport]()
            except Closed as closed:
                self.closes[closed.code] += 1
                if closed.code in STAY_AWAY:
                    return
            except Refused as refused:
                self.closes[f"http {refused.status}"] += 1
                if refused.status in (401, 403, 404):
                    return
            except FAULTS as fault:
                self.closes[type(fault).__name__] += 1
            finally:
                self._drop()
                self.synced.clear()
            failures = 0 if time.monotonic() - began > 30 * self.pace else failures + 1
            await asyncio.sleep(self._backoff(failures))

    def _backoff(self, failures):
        """H4a, H4c: what the server says wins; the first retry is at once."""
        if self.bye is not None:
            return self.bye
        if failures <= 1:
            return 0
        return self.pace * (0.5 + self.rng.uniform(0, min(20, 0.5 * 2 ** failures)))

    # --- the three transports ---

    async def _websocket(self):
        path = f"/ws?conversation_id={self.conversation_id}&since={self.last}"
        path += f"&epoch={self.epoch}" if self.epoch else ""
        self._connection_last = self.last
        self._socket = await WebSocket.connect(self.address, path, self.token, patience=4)
        while True:
            try:
                frame = await asyncio.wait_for(self._socket.receive(), self.idle)
            except asyncio.TimeoutError:
                self._socket.send({"type": "ping"})
                frame = await asyncio.wait_for(self._socket.receive(), self.pong)  # H2
            await self.take(frame)

    async def _events(self):
        path = f"/conversations/{self.conversation_id}/events?after={self.last}"
        path += f"&epoch={self.epoch}" if self.epoch else ""
        self._connection_last = self.last
        place = f"{self.epoch}:{self.last}" if self.epoch else str(self.last)
        head, stream = await asyncio.wait_for(
            self._stream.stream(path, {"Accept": "text/event-stream",
                                       "Last-Event-ID": place}), 5)
        if head.status != 200:
            raise Refused(head)
        text = b""
        while chunk := await asyncio.wait_for(read_chunk(stream), self.idle + self.pong):
            text += chunk
            while (end := text.find(b"\n\n")) >= 0:
                event, text = text[:end].decode(), text[end + 2:]
                await self._take_event(dict(line.split(": ", 1) for line in event.split("\n")
                                            if ": " in line))
        raise Closed(1005, "the stream ended")

    async def _take_event(self, fields):
        if "data" not in fields:
            return
        frame = json.loads(fields["data"])
        if frame["type"] in LOGGED:
            assert fields["id"] == f"{self.epoch}:{frame['seq']}", fields
        await self.take(frame)

    async def _poll(self):
        self.synced.set()  # nothing can be missed between two pages
        while True:
            self._connection_last = self.last
            page = await self._page(wait=max(1, int(self.idle)))
            if page.get("reset"):
                await self._reset(page["epoch"], page["head_seq"])
                continue
            self.epoch = page["epoch"]
            for frame in page["events"]:
                await self.take(frame)

    async def _page(self, wait=0):
        path = f"/conversations/{self.conversation_id}/events?after={self.last}&wait={wait}"
        path += f"&epoch={self.epoch}" if self.epoch else ""
        answer = await self._rest.request("GET", path, patience=wait + 10)
        if answer.status != 200:
            raise Refused(answer)
        return answer.body

    # --- what came ---

    async def take(self, frame):
        kind = frame["type"]
        if frame.get("channel") == "staff":
            return  # a log of its own, with a cursor that this reader does not keep (C7)
        if kind in LOGGED:
            await self._take_logged(frame)
        elif kind in ("ready", "subscribed"):
            if self.epoch is None:
                self.epoch = frame["data"]["epoch"]
        elif kind == "reset":
            await self._reset(frame["data"]["epoch"], frame["data"]["head_seq"])
        elif kind == "synced":
            if frame["data"]["head_seq"] > self.last:
                self.holes += 1
                await self._fill()
            self.synced.set()
        elif kind == "bye":
            self.bye = frame["data"]["reconnect_in_ms"] / 1000
            self.byes.append(self.bye)
        elif kind == "pong":
            await self._compare(frame["data"]["heads"].get(str(self.conversation_id), 0))
        else:
            self.ephemerals.append(frame)

    async def _take_logged(self, frame):
        seq = frame["seq"]
        if seq <= self._connection_last:
            self.repeated += 1
        elif seq > self._connection_last + 1:
            self.holes += 1
        self._connection_last = max(seq, self._connection_last)
        if seq > self.last + 1:
            await self._fill()  # H3
        if seq == self.last + 1:
            self._apply(frame)

    def _apply(self, frame):
        message = frame["data"]
        self.last = frame["seq"]
        self.seen.append((frame["seq"], frame["type"], message.get("id"),
                          message.get("client_id"), message.get("content")))
        self.arrivals[frame["seq"]] = time.monotonic()
        self._moved.set()

    async def _compare(self, head):
        if head > self.last:
            await self._fill()

    async def _fill(self):
        page = await self._page()
        for frame in [] if page.get("reset") else page["events"]:
            if frame["seq"] == self.last + 1:
                self._apply(frame)

    async def _reset(self, epoch, head_seq):
        """C6: the cursor is void; everything is loaded anew and goes on from there."""
        self.resets += 1
        self.epoch = epoch
        self.seen, after = [], 0
        while True:
            answer = await self._rest.request(
                "GET", f"/messages?conversation_id={self.conversation_id}&after_seq={after}"
                       f"&limit=200")
            items = [m for m in answer.body["items"] if m["seq"] <= head_seq]
            self.seen += [(m["seq"], "new_message", m["id"], m["client_id"], m["content"])
                          for m in items]
            if not items or answer.body["next"] is None or items[-1]["seq"] >= head_seq:
                break
            after = items[-1]["seq"]
        self.last = self._connection_last = head_seq
        self._moved.set()
