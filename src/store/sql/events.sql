-- name: events
SELECT {event.columns} FROM events
WHERE conversation_id = $1 AND channel = $2 AND seq > $3 ORDER BY seq LIMIT $4;
-- name: updates
SELECT {event.columns} FROM events
WHERE conversation_id = $1 AND channel = 0 AND seq > $2 AND seq < $3 AND message_id IS NULL
ORDER BY seq DESC LIMIT $4;
-- name: add_event
INSERT INTO events ({event.columns}) VALUES ({event.values});
