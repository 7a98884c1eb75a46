"""Scenario 3: the answer is lost, the same client_id comes again (S1b): one row, same answer."""
import asyncio
import collections
import glob
import unittest

from lib.client import new_client_id
from lib.history import Findings, check_database, read_log
from lib.http_connection import Broken, HttpConnection, ask
from lib.proxy import Proxy
from lib.websocket import WebSocket
from scenario import Scenario

FAKETIME = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")


class AnswerLostTest(Scenario):
    async def test_a_retry_gets_the_same_answer(self):
        rounds, at_once = self.pick((10, 50), (60, 50), (500, 50))
        server = await self.started()
        token = await server.visitor()
        conversation_id = await server.conversation(token)
        proxy = await Proxy(server.address).start()
        self.addAsyncCleanup(proxy.stop)
        findings, answers, kept = Findings(), 0, []
        for number in range(rounds):
            body = {"conversation_id": conversation_id, "client_id": new_client_id(),
                    "content": f"lost answer {number}"}
            await self.lose_answer(proxy, token, body)
            found = await self.ask_many(server, token, body, at_once)
            answers += len(found)
            if collections.Counter(status for status, *_ in found)[201]:
                findings.add("duplicates", f"201 for what was saved: {found}")
            if len({(one, seq) for _, one, seq in found}) != 1:
                findings.add("duplicates", f"{body}: {found}")
            kept.append((body, found[0]))
        self.assertEqual(proxy.lost_answers, rounds)
        await self.race(server, token, conversation_id, at_once, findings)
        await self.much_later(server, token, kept, findings)
        await self.another_body(server, token, kept[0][0])
        messages, head = await read_log(server.address, token, conversation_id)
        self.assertEqual(len(messages), head)
        self.assertEqual(head, rounds + 1)
        check_database(findings, server.open_database())
        self.figures(3, findings, messages=head, answers_lost=proxy.lost_answers,
                     repeats=answers + at_once + len(kept),
                     a_day_later="faketime" if FAKETIME else "skipped: no faketime")

    async def lose_answer(self, proxy, token, body):
        """Saved on the server, and the client does not know it."""
        proxy.answers_to_lose = 1
        connection = HttpConnection(proxy.address, token)
        with self.assertRaises(Broken):
            await connection.request("POST", "/messages", body)

    async def ask_many(self, server, token, body, count):
        """At once, half over HTTP and half over WebSockets."""
        async def over_http():
            answer = await ask(server.address, "POST", "/messages", body, token, patience=30)
            return answer.status, answer.body["id"], answer.body["seq"]

        async def over_socket():
            socket = await WebSocket.connect(server.address, token=token, patience=30)
            socket.send({"type": "message", **body})
            frame = await socket.receive_until("ack", "error", patience=30)
            socket.abort()
            ack = frame["data"]
            return 201 if ack["created"] else 200, ack["message"]["id"], ack["message"]["seq"]
        return await self.gather(*(work() for work in [over_http, over_socket] * (count // 2)))

    async def race(self, server, token, conversation_id, count, findings):
        """Never sent before, all at once: exactly one of them is the first."""
        body = {"conversation_id": conversation_id, "client_id": new_client_id(),
                "content": "fifty at once"}
        found = await self.ask_many(server, token, body, count)
        created = [one for one in found if one[0] == 201]
        if len(created) != 1 or len({(one, seq) for _, one, seq in found}) != 1:
            findings.add("duplicates", f"at once: {found}")

    async def much_later(self, server, token, kept, findings):
        """After a restart a day on, by the server's clock where faketime is installed."""
        await server.kill()
        if FAKETIME:
            server.environment.update(LD_PRELOAD=FAKETIME[0], FAKETIME="+25h",
                                      FAKETIME_DONT_FAKE_MONOTONIC="1")
        await server.start()
        for body, (_, message_id, seq) in kept:
            answer = await ask(server.address, "POST", "/messages", body, token)
            if (answer.status, answer.body.get("id"), answer.body.get("seq")) != (200, message_id,
                                                                                   seq):
                findings.add("duplicates", f"a day later: {body}: {answer}")

    async def another_body(self, server, token, body):
        answer = await ask(server.address, "POST", "/messages", {**body, "content": "other"}, token)
        self.assertEqual(answer.status, 409, answer)


if __name__ == "__main__":
    unittest.main()
