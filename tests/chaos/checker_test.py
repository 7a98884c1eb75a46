"""The checker bites: every kind of broken promise, planted, is found. No server is needed."""
import sqlite3
import types
import unittest

from lib.history import Findings, History, check_database


def message(seq, client_id=None, content="text"):
    return {"seq": seq, "id": 100 + seq, "client_id": client_id or f"c{seq}", "content": content}


def reader(messages, repeated=0, holes=0):
    seen = [(m["seq"], "new_message", m["id"], m["client_id"], m["content"]) for m in messages]
    return types.SimpleNamespace(conversation_id=1, transport="ws", seen=seen, repeated=repeated,
                                 holes=holes)


LOG = [message(1), message(2), message(3)]


class CheckerTest(unittest.TestCase):
    def setUp(self):
        self.history, self.findings = History(), Findings()

    def found(self):
        return {name: count for name, count in self.findings.numbers().items() if count}

    def read(self, seen):
        self.history.check_reader(self.findings, seen, LOG)
        return self.found()

    def promised(self, *answers, log=None):
        for answer, created in answers:
            self.history.acknowledge(1, answer["client_id"], answer, created)
        self.history.check_promises(self.findings, {1: LOG if log is None else log})
        return self.found()

    def test_an_exact_reader_and_kept_promises_pass(self):
        self.assertEqual(self.read(reader(LOG)), {})
        self.assertEqual(self.promised((LOG[0], True), (LOG[0], False)), {})
        self.history.check_log(self.findings, 1, LOG, 3)
        self.assertEqual(self.found(), {})

    def test_an_acknowledged_message_that_is_gone(self):
        self.assertEqual(self.promised((message(4), True)), {"losses": 1})

    def test_a_retry_with_another_answer(self):
        self.assertEqual(self.promised((LOG[0], True), ({**LOG[0], "id": 9, "seq": 9}, False)),
                         {"duplicates": 1})

    def test_created_twice(self):
        self.assertEqual(self.promised((LOG[0], True), (LOG[0], True)), {"duplicates": 1})

    def test_an_acknowledged_seq_that_moved(self):
        self.assertEqual(self.promised(({**LOG[0], "seq": 2}, True)), {"disorder": 1})

    def test_a_client_id_twice_in_the_log(self):
        self.history.check_log(self.findings, 1, [message(1, "a"), message(2, "a")], 2)
        self.assertEqual(self.found(), {"duplicates": 1})

    def test_other_content_than_was_sent(self):
        self.history.attempt(1, "c1", "what was sent")
        self.history.check_log(self.findings, 1, [message(1)], 1)
        self.assertEqual(self.found(), {"damage": 1})

    def test_a_head_behind_its_log(self):
        self.history.check_log(self.findings, 1, LOG, 2)
        self.assertEqual(self.found(), {"gaps": 1})

    def test_a_reader_who_missed_one(self):
        self.assertEqual(self.read(reader([LOG[0], LOG[2]])), {"losses": 1})

    def test_a_reader_who_saw_one_twice(self):
        self.assertIn("duplicates", self.read(reader([LOG[0], LOG[1], LOG[1], LOG[2]])))

    def test_a_reader_who_saw_what_is_not_there(self):
        self.assertEqual(self.read(reader([*LOG, message(4)])), {"duplicates": 1})

    def test_a_reader_in_another_order(self):
        self.assertIn("disorder", self.read(reader([LOG[0], LOG[2], LOG[1]])))

    def test_a_repeat_or_a_hole_on_the_wire_that_the_client_healed(self):
        self.assertEqual(self.read(reader(LOG, repeated=1, holes=1)), {"duplicates": 1, "gaps": 1})


class DatabaseCheckTest(unittest.TestCase):
    def setUp(self):
        self.rows = sqlite3.connect(":memory:")
        self.addCleanup(self.rows.close)
        self.rows.executescript("""
            CREATE TABLE conversations (id INTEGER, last_seq INTEGER);
            CREATE TABLE messages (conversation_id, channel, seq, client_id, sender_kind, sender_id);
            CREATE TABLE events (conversation_id, channel, seq);
            INSERT INTO conversations VALUES (1, 3);
            INSERT INTO messages VALUES (1, 0, 1, 'a', 1, 1), (1, 0, 3, 'b', 1, 1),
                                        (1, 1, 9, 'note', 2, 1);
            INSERT INTO events VALUES (1, 0, 2);""")

    def found(self):
        findings = Findings()
        check_database(findings, self.rows)
        return {name: count for name, count in findings.numbers().items() if count}

    def test_a_whole_log_passes(self):
        self.assertEqual(self.found(), {})

    def test_a_hole_in_the_log(self):
        self.rows.execute("DELETE FROM events")
        self.assertEqual(self.found(), {"gaps": 1})

    def test_a_last_seq_that_ran_ahead(self):
        self.rows.execute("UPDATE conversations SET last_seq = 4")
        self.assertEqual(self.found(), {"gaps": 1})

    def test_the_same_client_id_twice(self):
        self.rows.execute("UPDATE messages SET client_id = 'a' WHERE channel = 0")
        self.assertEqual(self.found(), {"duplicates": 1})


if __name__ == "__main__":
    unittest.main()
