-- part: message_columns
id, conversation_id, channel, seq, client_id, sender_kind, sender_id, sender_name,
sender_avatar_url, content, content_type, created_at_ms, edited_at_ms, deleted_at_ms,
deleted_by_sender
-- name: message
SELECT {message_columns} FROM messages WHERE id = $1;
-- name: message_by_client_id
SELECT {message_columns} FROM messages
WHERE client_id = $1 AND conversation_id = $2 AND sender_kind = $3 AND sender_id = $4;
-- name: newest_messages
SELECT {message_columns} FROM messages
WHERE conversation_id = $1 AND channel = $2 AND seq > $3 AND seq < $4
ORDER BY seq DESC LIMIT $5;
-- name: oldest_messages
SELECT {message_columns} FROM messages
WHERE conversation_id = $1 AND channel = $2 AND seq > $3 AND seq < $4
ORDER BY seq LIMIT $5;
-- name: answer_of_another
SELECT {message_columns} FROM messages
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
INSERT INTO messages (id, conversation_id, channel, seq, client_id, sender_kind, sender_id,
  sender_name, sender_avatar_url, content, content_type, created_at_ms, edited_at_ms,
  deleted_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
ON CONFLICT (client_id, conversation_id, sender_kind, sender_id) DO NOTHING;
-- name: save_message
UPDATE messages SET content = $2, edited_at_ms = $3, deleted_at_ms = $4, deleted_by_sender = $5
WHERE id = $1;
