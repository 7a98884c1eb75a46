"""What was promised and what was seen; the checker that compares the two with the truth."""
import collections
import dataclasses

from lib.http_connection import ask


@dataclasses.dataclass
class Findings:
    """All zero, or the promise is broken. `first` tells the first of each kind."""
    losses: int = 0
    duplicates: int = 0
    gaps: int = 0
    disorder: int = 0
    damage: int = 0  # the database's own checks
    first: list = dataclasses.field(default_factory=list)

    def add(self, kind, text):
        setattr(self, kind, getattr(self, kind) + 1)
        if getattr(self, kind) == 1:
            self.first.append(f"{kind}: {text}")

    def numbers(self):
        return {name: getattr(self, name)
                for name in ("losses", "duplicates", "gaps", "disorder", "damage")}


async def read_log(address, token, conversation_id):
    """All messages, by seq, and the head, over REST."""
    messages, after = [], 0
    while True:
        answer = await ask(address, "GET", f"/messages?conversation_id={conversation_id}"
                                           f"&after_seq={after}&limit=200", token=token)
        assert answer.status == 200, answer
        messages += answer.body["items"]
        if answer.body["next"] is None or not answer.body["items"]:
            return messages, answer.body["head_seq"]
        after = answer.body["items"][-1]["seq"]


class History:
    def __init__(self):
        self.attempted = {}     # (conversation, client_id) → content
        self.acknowledged = {}  # (conversation, client_id) → the message answered
        self.created = collections.Counter()  # how often 201 was answered for one
        self.contradictions = []
        self.latencies = []

    def attempt(self, conversation_id, client_id, content):
        self.attempted[conversation_id, client_id] = content

    def acknowledge(self, conversation_id, client_id, message, created):
        key = conversation_id, client_id
        known = self.acknowledged.setdefault(key, message)
        self.created[key] += created
        if (known["id"], known["seq"]) != (message["id"], message["seq"]):
            self.contradictions.append(f"{key}: {known} and {message}")

    async def check(self, server, readers, tokens):
        """tokens: conversation → a credential that may read it. The server runs, load is over."""
        findings, logs = Findings(), {}
        for conversation_id, token in tokens.items():
            messages, head = await read_log(server.address, token, conversation_id)
            logs[conversation_id] = messages
            self.check_log(findings, conversation_id, messages, head)
        self.check_promises(findings, logs)
        for reader in readers:
            self.check_reader(findings, reader, logs[reader.conversation_id])
        connection = server.open_database()
        try:
            check_database(findings, connection)
        finally:
            connection.close()
        return findings

    def check_log(self, findings, conversation_id, messages, head):
        seqs = [message["seq"] for message in messages]
        if seqs != sorted(set(seqs)):
            findings.add("disorder", f"log {conversation_id}: {seqs}")
        if head < (seqs[-1] if seqs else 0):
            findings.add("gaps", f"log {conversation_id}: head {head} before {seqs[-1]}")
        for client_id, count in collections.Counter(m["client_id"] for m in messages).items():
            if count > 1:
                findings.add("duplicates", f"log {conversation_id}: {client_id} {count} times")
        for message in messages:
            wanted = self.attempted.get((conversation_id, message["client_id"]))
            if wanted is not None and wanted != message["content"]:
                findings.add("damage", f"{message} should say {wanted!r}")

    def check_promises(self, findings, logs):
        saved = {(conversation_id, m["client_id"]): m
                 for conversation_id, messages in logs.items() for m in messages}
        for key, promised in self.acknowledged.items():
            found = saved.get(key)
            if found is None:
                findings.add("losses", f"acknowledged {promised}, not in the log")
            elif (found["id"], found["seq"]) != (promised["id"], promised["seq"]):
                findings.add("disorder", f"acknowledged {promised}, the log has {found}")
            if self.created[key] > 1:
                findings.add("duplicates", f"201 {self.created[key]} times for {key}")
        for text in self.contradictions:
            findings.add("duplicates", text)

    def check_reader(self, findings, reader, messages):
        """Everyone sees the log, whole, once, in its order."""
        who = f"reader of {reader.conversation_id} over {reader.transport}"
        if reader.repeated:
            findings.add("duplicates", f"{who}: a seq came twice on one connection")
        if reader.holes:
            findings.add("gaps", f"{who}: the server left a hole")
        seqs = [event[0] for event in reader.seen]
        if seqs != sorted(seqs):
            findings.add("disorder", f"{who}: {seqs}")
        if len(seqs) != len(set(seqs)):
            findings.add("duplicates", f"{who}: {seqs}")
        seen = [event[::2][:2] + event[3:] for event in reader.seen if event[1] == "new_message"]
        truth = [(m["seq"], m["id"], m["client_id"], m["content"]) for m in messages]
        if seen != truth:
            missing = sorted(set(truth) - set(seen))
            if missing:
                findings.add("losses", f"{who} never saw {missing[0]} (and {len(missing) - 1})")
            foreign = sorted(set(seen) - set(truth))
            if foreign:
                findings.add("duplicates", f"{who} saw what is not in the log: {foreign[0]}")
            if not missing and not foreign:
                findings.add("disorder", f"{who}: another order than the log")


def check_database(findings, connection):
    """SQLite's own checks, and L1 and S1a on the rows themselves."""
    for (text,) in connection.execute("PRAGMA integrity_check"):
        if text != "ok":
            findings.add("damage", text)
    for row in connection.execute("PRAGMA foreign_key_check"):
        findings.add("damage", f"foreign key: {row}")
    twice = """SELECT client_id, count(*) FROM messages
               GROUP BY client_id, conversation_id, sender_kind, sender_id
               HAVING count(*) > 1"""
    for row in connection.execute(twice):
        findings.add("duplicates", f"row {row}")
    holes = """SELECT c.id, c.last_seq, count(l.seq), coalesce(max(l.seq), 0)
               FROM conversations c LEFT JOIN
                 (SELECT conversation_id, seq FROM messages WHERE channel = 0
                  UNION ALL SELECT conversation_id, seq FROM events WHERE channel = 0) l
               ON l.conversation_id = c.id GROUP BY c.id
               HAVING c.last_seq != count(l.seq) OR c.last_seq != coalesce(max(l.seq), 0)"""
    for row in connection.execute(holes):
        findings.add("gaps", f"conversation, last_seq, events, highest: {row}")
