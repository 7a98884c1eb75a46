"""The examples of protocol/openapi.yaml: the server takes those of requests, and answers like the others."""
import copy
import unittest

from cases import LARGEST
from contract_http_test import CONTRACT, HANDSHAKE, MAY, Server


def examples(content):
    """Their values."""
    return [copy.deepcopy(CONTRACT.resolve(one)["value"]) for one in content.get("examples", {}).values()]


def members(value):
    """The names of an object's members, with those of the first item of its list and of its parts."""
    items = value.get("items") or [{}]
    parts = {"items": items[0], **{name: value.get(name) or {} for name in ("agent", "checks", "sender", "visitor")}}
    return frozenset(value) | {f"{part}.{name}" for part, names in parts.items() for name in names}


class ExamplesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()
        cls.addClassCleanup(cls.server.stop)

    def ask(self, operation, method, pattern, who, body, more=()):
        name = operation["operationId"]
        # A message and a session of its own, because some of these end what they are about.
        message = self.server.post(self.server.credentials["visitor"])
        path = pattern.replace("{conversation_id}", str(self.server.conversation)).replace("{message_id}", str(message))
        query = {**self.server.valid(name)[1], **dict(more)}
        target = path + ("?" + "&".join(f"{key}={value}" for key, value in query.items()) if query else "")
        headers = self.server.credentials[who]
        if name in ("sign_in", "set_up"):
            headers = {"Origin": f"http://{self.server.address}"}
        elif name == "connect":
            headers = {**headers, **HANDSHAKE}
        return self.server.ask(method, target, body, headers)

    def test_the_server_takes_the_examples_of_requests(self):
        mine = {"conversation_id": self.server.conversation, "visitor_id": self.server.visitor_id, "seq": 1}
        for operation, method, pattern, _ in CONTRACT.operations():
            body = CONTRACT.resolve(operation.get("requestBody"))
            for example in examples(body["content"]["application/json"]) if body else ():
                with self.subTest(operation["operationId"], example=example):
                    who = "admin" if "admin" in (MAY[operation["operationId"]] or ()) else "visitor"
                    # Staff name a visitor; an example may be a visitor's message.
                    if operation["operationId"] == "open_conversation" or example.get("sender_is_agent") is False:
                        who = "visitor"
                    sent = {key: mine.get(key, value) for key, value in example.items()}
                    if "expected_head_seq" in sent:
                        sent["expected_head_seq"] = LARGEST
                    answer = self.ask(operation, method, pattern, who, sent)
                    # The account and the link of the examples do not exist here.
                    expected = {"sign_in": (401,), "set_up": (409,)}.get(operation["operationId"], (200, 201))
                    self.assertIn(answer.status, expected, answer.body)

    def test_the_server_takes_the_examples_of_parameters(self):
        mine = {"conversation_id": self.server.conversation}
        for operation, method, pattern, parameters in CONTRACT.operations():
            for one in parameters:
                # It would wait so long.
                if one["in"] != "query" or one["name"] == "wait":
                    continue
                with self.subTest(operation["operationId"], parameter=one["name"]):
                    value = str(mine.get(one["name"], one["example"])).replace("True", "true")
                    answer = self.ask(operation, method, pattern, "admin", None, {one["name"]: value})
                    self.assertIn(answer.status, (101, 200), answer.body)

    def test_the_server_answers_like_the_examples(self):
        compared = 0
        for operation, method, pattern, _ in CONTRACT.operations():
            name = operation["operationId"]
            for who in MAY[name] or ():
                if name == "sign_out" or (name, who) == ("list_conversations", "other visitor"):
                    continue  # no body; no conversation
                body, _ = self.server.valid(name)
                answer = self.ask(operation, method, pattern, who, body)
                response = CONTRACT.resolve(operation["responses"].get(str(answer.status), {}))
                content = response.get("content", {}).get(answer.type)
                if name == "get_openapi" or not content or "json" not in answer.type:
                    continue
                with self.subTest(name, who=who, status=answer.status):
                    shown = [members(one) for one in examples(content)]
                    self.assertIn(members(answer.json()), shown)
                    compared += 1
        self.assertGreater(compared, 50)


if __name__ == "__main__":
    unittest.main()
