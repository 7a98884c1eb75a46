"""HTTP/1.1 over one kept connection, on asyncio and nothing else: bytes can be cut anywhere."""
import asyncio
import dataclasses
import json

FAULTS = (ConnectionError, OSError, asyncio.IncompleteReadError, asyncio.TimeoutError, EOFError)


class Broken(ConnectionError):
    """The answer did not come whole: whether the server acted is not known."""


@dataclasses.dataclass
class Answer:
    status: int
    headers: dict
    raw: bytes = b""

    @property
    def body(self):
        return json.loads(self.raw) if self.raw else None


def split(address):
    host, _, port = address.rpartition(":")
    return host, int(port)


async def read_head(reader):
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = {}
    for line in lines[1:]:
        if line:
            name, _, value = line.partition(":")
            name, value = name.lower(), value.strip()
            # Of a name that comes more than once (Set-Cookie) all lines.
            headers[name] = f"{headers[name]}, {value}" if name in headers else value
    return Answer(int(lines[0].split()[1]), headers)


async def read_chunk(reader):
    """One chunk; empty at the end."""
    size = int((await reader.readuntil(b"\r\n")).split(b";")[0], 16)
    chunk = await reader.readexactly(size)
    await reader.readexactly(2)
    return chunk


async def read_body(reader, answer):
    if answer.headers.get("transfer-encoding") == "chunked":
        parts = []
        while chunk := await read_chunk(reader):
            parts.append(chunk)
        return b"".join(parts)
    return await reader.readexactly(int(answer.headers.get("content-length", 0)))


def request_bytes(address, method, path, body=None, headers=None):
    lines = [f"{method} {path} HTTP/1.1", f"Host: {address}"]
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    payload = b""
    if body is not None:
        payload = json.dumps(body, ensure_ascii=False).encode()
        lines += ["Content-Type: application/json", f"Content-Length: {len(payload)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + payload


class HttpConnection:
    """One request at a time; opens itself again after a failure."""

    def __init__(self, address, token=None, patience=10):
        self.address, self.patience = address, patience
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._streams = None

    async def request(self, method, path, body=None, headers=None, patience=None):
        try:
            return await asyncio.wait_for(self._request(method, path, body, headers),
                                          patience or self.patience)
        except FAULTS as fault:
            self.abort()
            raise Broken(f"{method} {path}: {fault!r}") from fault
        except BaseException:
            self.abort()
            raise

    async def _request(self, method, path, body, headers):
        if self._streams is None:
            self._streams = await asyncio.open_connection(*split(self.address))
        reader, writer = self._streams
        writer.write(request_bytes(self.address, method, path, body,
                                   {**self.headers, **(headers or {})}))
        answer = await read_head(reader)
        answer.raw = await read_body(reader, answer)
        if answer.headers.get("connection", "").lower() == "close":
            self.abort()
        return answer

    async def stream(self, path, headers=None):
        """The head of an answer without end, and a reader of its bytes."""
        self.abort()
        self._streams = await asyncio.open_connection(*split(self.address))
        reader, writer = self._streams
        writer.write(request_bytes(self.address, "GET", path, None,
                                   {**self.headers, **(headers or {})}))
        return await read_head(reader), reader

    def abort(self):
        if self._streams:
            self._streams[1].transport.abort()
        self._streams = None


async def ask(address, method, path, body=None, token=None, headers=None, patience=10):
    """One request on a connection of its own."""
    connection = HttpConnection(address, token, patience)
    try:
        return await connection.request(method, path, body, headers)
    finally:
        connection.abort()
