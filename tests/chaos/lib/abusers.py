"""Who abuses (scenario 12), in a process of their own: their loop is not the ordinary client's.

Each kind is a coroutine of (address, token, how many) that answers what came of every connection.
"""
import asyncio
import concurrent.futures
import multiprocessing
import socket
import time
import zlib

from lib.http_connection import FAULTS, HttpConnection, request_bytes, split
from lib.websocket import PING, TEXT, WebSocket

AT_ONCE = 10  # floods: one after the other they pour as fast as this process can
STAY_S = 3.0  # who asks and takes nothing
DRIP_S = 1.0  # between two drops of what never ends


async def apart(abuse, *arguments):
    """Its answer, from a process that ends with it."""
    spawn = multiprocessing.get_context("spawn")
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=spawn) as process:
        return await asyncio.get_running_loop().run_in_executor(process, _run, abuse, arguments)


def _run(abuse, arguments):
    return asyncio.run(asyncio.wait_for(abuse(*arguments), 300))


async def oversize(address, token, count):
    return await _flood(address, token, count, lambda c: c.write(TEXT, b"x" * 65537))


async def fragments(address, token, count):
    opened = set()

    def pour(connection):
        connection.write(0 if connection in opened else TEXT, b"x" * 20, fin=False)
        opened.add(connection)
    return await _flood(address, token, count, pour)


async def pings(address, token, count):
    return await _flood(address, token, count, lambda c: c.write(PING, b"?"))


async def frames(address, token, count):
    return await _flood(address, token, count, lambda c: c.send({"type": "ping"}))


async def _flood(address, token, count, pour):
    """So many connections, each poured into until it is closed; the codes."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def one():
        async with turns:
            return await poured()

    async def poured():
        connection = await WebSocket.connect(address, token=token)
        closing = asyncio.create_task(connection.closing(20))
        while not closing.done():
            pour(connection)
            try:
                await connection.writer.drain()
            except FAULTS:
                break  # closed while we poured: the code is in the stream already
            await asyncio.sleep(0)
        try:
            return await closing
        finally:
            connection.abort()
    return await asyncio.gather(*(one() for _ in range(count)))


async def deflate_bombs(address, token, count):
    """Sixty megabytes in a frame that is within its limit; the codes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = packer.compress(bytes(60 << 20)) + packer.flush(zlib.Z_SYNC_FLUSH)
    bomb = bomb.removesuffix(b"\0\0\xff\xff")
    assert len(bomb) < 65536, len(bomb)

    async def one():
        connection = await WebSocket.connect(address, token=token, headers={
            "Sec-WebSocket-Extensions": "permessage-deflate; client_no_context_takeover"})
        assert "permessage-deflate" in connection.extensions, connection.extensions
        connection.write(TEXT, bomb, reserved=0x40)
        return await connection.closing()
    return await asyncio.gather(*(one() for _ in range(count)))


async def fill(address, token, conversation_id, count):
    """So many messages of 10.7 KB of control characters: 64 KB of JSON each."""
    connection = HttpConnection(address, token, patience=60)
    for number in range(count):
        answer = await connection.request("POST", "/messages", {
            "conversation_id": conversation_id, "content": "x" + "\x01" * 10_700,
            "client_id": f"fill-{number}"})
        assert answer.status == 201, answer
    connection.abort()


async def reads_and_gone(address, token, path, count):
    """Each asks and closes at once."""
    request = _read(address, token, path)
    for _ in range(count):
        _, writer = await asyncio.open_connection(*split(address))
        writer.write(request)
        await writer.drain()
        writer.close()


async def reads_not_taken(address, token, path, count):
    """Each asks, takes no byte of the answer, and stays for a while."""
    request = _read(address, token, path)
    crowd = []
    for _ in range(count):
        plain = socket.socket()
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        plain.connect(split(address))
        plain.sendall(request)
        crowd.append(plain)
    await asyncio.sleep(STAY_S)
    for plain in crowd:
        plain.close()


def _read(address, token, path):
    return request_bytes(address, "GET", path, headers={"Authorization": f"Bearer {token}"})


async def crawling_heads(address, _token, count):
    """A header now and then, until the server has enough; when that was."""
    return await _crawl(address, count, b"GET /healthz HTTP/1.1\r\nHost: walkie\r\n", b"X-Slow: 1\r\n")


async def crawling_bodies(address, token, count):
    head = (f"POST /messages HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n"
            "Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n{").encode()
    return await _crawl(address, count, head, b" ")


async def _crawl(address, count, head, drop):
    async def one():
        reader, writer = await asyncio.open_connection(*split(address))
        began = time.monotonic()
        ended = asyncio.create_task(reader.read())
        writer.write(head)
        while not ended.done():
            await asyncio.wait([ended], timeout=DRIP_S)
            writer.write(drop)
        seconds = time.monotonic() - began
        await asyncio.gather(ended, return_exceptions=True)
        writer.transport.abort()
        return seconds
    return await asyncio.gather(*(one() for _ in range(count)))
