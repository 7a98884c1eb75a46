-- name: every_inbox_id
SELECT id FROM inboxes ORDER BY id;
-- name: conversation
SELECT {conversation.columns} FROM conversations WHERE id = $1;
-- {filters} are conditions on $6, $7 … (conversation_list.h).
-- name: conversations
SELECT {conversation.columns} FROM conversations
WHERE inbox_id = $1 AND status = $2 AND (last_message_at_ms, id) < ($3, $4){filters}
ORDER BY last_message_at_ms DESC, id DESC LIMIT $5;
-- name: count_conversations
SELECT count(*) FROM (
  SELECT 1 FROM conversations
  WHERE inbox_id = $1 AND status = $2 AND (last_message_at_ms, id) < ($3, $4){filters}
  LIMIT $5) AS found;
-- name: conversations_of_visitor
SELECT {conversation.columns} FROM conversations
WHERE visitor_id = $1 AND (last_message_at_ms, id) < ($2, $3)
ORDER BY last_message_at_ms DESC, id DESC;
-- name: newest_conversation_id
SELECT max(id) FROM conversations;
-- name: add_conversation
INSERT INTO conversations ({conversation.columns}) VALUES ({conversation.values});
-- name: save_conversation
UPDATE conversations SET {conversation.changes from 4}
WHERE id = $1 AND last_seq = $2 AND staff_last_seq = $3;
-- name: save_heads
UPDATE conversations SET last_seq = $2, staff_last_seq = $3
WHERE id = $1 AND last_seq = $4 AND staff_last_seq = $5;
