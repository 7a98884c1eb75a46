-- What a conversation_update says is one text now (src/store/sql/change_text.h): it holds what
-- changed, what it was before and what made the change, for any field that a conversation has or
-- will have. Older updates keep what they said: the state after the change, and who made it.
CREATE TABLE events_5 (
  conversation_id INTEGER NOT NULL REFERENCES conversations (id),
  channel INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  type INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL,
  message_id INTEGER REFERENCES messages (id),
  change TEXT,  -- of a conversation_update; NULL for the others
  PRIMARY KEY (conversation_id, channel, seq)
) ${clustered};

-- A name cannot hold a line's end; a backslash is written twice.
INSERT INTO events_5 (conversation_id, channel, seq, type, created_at_ms, message_id, change)
SELECT conversation_id, channel, seq, type, created_at_ms, message_id,
  CASE WHEN type = 3 THEN
    'status=' || status || '
assignee_id=' || assignee_id || '
assignee_name=' || replace(assignee_name, '\', '\\') || '
actor_kind=' || actor_kind || '
actor_id=' || actor_id || '
actor_name=' || replace(actor_name, '\', '\\')
  END
FROM events ORDER BY conversation_id, channel, seq;

DROP TABLE events;
ALTER TABLE events_5 RENAME TO events;

-- One spelling from SQL to TypeScript.
ALTER TABLE conversations RENAME COLUMN last_message_from_agent TO last_message_is_agent;
