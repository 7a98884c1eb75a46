-- part: event_columns
seq, type, created_at_ms, message_id, status, assignee_id, assignee_name, actor_kind, actor_id,
actor_name
-- name: events
SELECT {event_columns} FROM events
WHERE conversation_id = $1 AND channel = $2 AND seq > $3 ORDER BY seq LIMIT $4;
-- name: updates
SELECT {event_columns} FROM events
WHERE conversation_id = $1 AND channel = 0 AND seq > $2 AND seq < $3 AND message_id IS NULL
ORDER BY seq DESC LIMIT $4;
-- name: add_event
INSERT INTO events (conversation_id, channel, seq, type, created_at_ms, message_id, status,
  assignee_id, assignee_name, actor_kind, actor_id, actor_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);
