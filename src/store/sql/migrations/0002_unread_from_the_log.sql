-- Counting what somebody has not read must not visit the messages: they lie anywhere, and a list
-- has fifty such counts. The index holds what the count asks. It is no longer unique, because
-- SQLite's unique indexes have no columns beside their key: conversation_cache gives each seq once
-- (decision 0081).
DROP INDEX messages_log;
CREATE INDEX messages_log
  ON messages (conversation_id, channel, seq, sender_kind, deleted_at_ms);
