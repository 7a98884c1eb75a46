-- How urgent staff find a conversation: 0 none, 1 low, 2 medium, 3 high, 4 urgent. The index has
-- only conversations with a priority, so that the messages of all others cost nothing.
ALTER TABLE conversations ADD COLUMN priority INTEGER NOT NULL DEFAULT 0;
CREATE INDEX conversations_by_priority
  ON conversations (inbox_id, priority, status, last_message_at_ms, id) WHERE priority <> 0;
