-- name: message
SELECT {message.columns} FROM messages WHERE id = $1;
-- name: message_by_client_id
SELECT {message.columns} FROM messages
WHERE client_id = $1 AND conversation_id = $2 AND sender_kind = $3 AND sender_id = $4;
-- name: newest_messages
SELECT {message.columns} FROM messages
WHERE conversation_id = $1 AND channel = $2 AND seq > $3 AND seq < $4
ORDER BY seq DESC LIMIT $5;
-- name: oldest_messages
SELECT {message.columns} FROM messages
WHERE conversation_id = $1 AND channel = $2 AND seq > $3 AND seq < $4
ORDER BY seq LIMIT $5;
-- name: answer_of_another
SELECT {message.columns} FROM messages
WHERE conversation_id = $1 AND channel = 0 AND seq > $2 AND sender_kind <> 1
  AND deleted_at_ms IS NULL AND NOT (sender_kind = $3 AND sender_id = $4)
ORDER BY seq DESC LIMIT 1;
-- name: count_messages_of_visitors
SELECT count(*) FROM (
  SELECT 1 FROM messages WHERE conversation_id = $1 AND channel = 0 AND seq > $2
    AND sender_kind = 1 AND deleted_at_ms IS NULL LIMIT $3) AS found;
-- name: count_messages_of_staff
SELECT count(*) FROM (
  SELECT 1 FROM messages WHERE conversation_id = $1 AND channel = 0 AND seq > $2
    AND sender_kind <> 1 AND deleted_at_ms IS NULL LIMIT $3) AS found;
-- name: newest_message_id
SELECT max(id) FROM messages;
-- name: newest_note_id
SELECT -min(id) FROM messages;
-- name: add_message
INSERT INTO messages ({message.columns}) VALUES ({message.values})
ON CONFLICT (client_id, conversation_id, sender_kind, sender_id) DO NOTHING;
-- name: save_message
UPDATE messages SET {message.changes} WHERE id = $1;
