-- A visitor's row must not tell of notes. The version is counted from the heads now; the time of
-- the last change becomes that of the newest event of the public log, which stands at its head.
ALTER TABLE conversations DROP COLUMN version;

UPDATE conversations SET updated_at_ms = coalesce(
  (SELECT m.created_at_ms FROM messages AS m
   WHERE m.conversation_id = conversations.id AND m.channel = 0 AND m.seq = conversations.last_seq),
  (SELECT e.created_at_ms FROM events AS e
   WHERE e.conversation_id = conversations.id AND e.channel = 0 AND e.seq = conversations.last_seq),
  created_at_ms)
WHERE staff_last_seq > 0;
