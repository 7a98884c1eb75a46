-- part: conversation_columns
id, inbox_id, visitor_id, status, assignee_id, last_seq, staff_last_seq, created_at_ms,
updated_at_ms, last_message_at_ms, last_message, last_message_from_agent
-- name: every_inbox_id
SELECT id FROM inboxes ORDER BY id;
-- name: conversation
SELECT {conversation_columns} FROM conversations WHERE id = $1;
-- name: conversations_by_status
SELECT {conversation_columns} FROM conversations
WHERE inbox_id = $1 AND status = $2 AND (last_message_at_ms, id) < ($3, $4)
ORDER BY last_message_at_ms DESC, id DESC LIMIT $5;
-- name: conversations_by_assignee
SELECT {conversation_columns} FROM conversations
WHERE inbox_id = $1 AND status = $2 AND (last_message_at_ms, id) < ($3, $4) AND assignee_id = $6
ORDER BY last_message_at_ms DESC, id DESC LIMIT $5;
-- name: conversations_of_visitor
SELECT {conversation_columns} FROM conversations
WHERE visitor_id = $1 AND (last_message_at_ms, id) < ($2, $3)
ORDER BY last_message_at_ms DESC, id DESC;
-- name: count_by_status
SELECT count(*) FROM (
  SELECT 1 FROM conversations
  WHERE inbox_id = $1 AND status = $2 AND (last_message_at_ms, id) < ($3, $4) LIMIT $5) AS found;
-- name: count_by_assignee
SELECT count(*) FROM (
  SELECT 1 FROM conversations
  WHERE inbox_id = $1 AND status = $2 AND (last_message_at_ms, id) < ($3, $4)
    AND assignee_id = $6 LIMIT $5) AS found;
-- name: newest_conversation_id
SELECT max(id) FROM conversations;
-- name: add_conversation
INSERT INTO conversations (id, inbox_id, visitor_id, status, assignee_id, last_seq, staff_last_seq,
  created_at_ms, updated_at_ms, last_message_at_ms, last_message, last_message_from_agent)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12);
-- name: save_conversation
UPDATE conversations SET status = $2, assignee_id = $3, last_seq = $4, staff_last_seq = $5,
  created_at_ms = $6, updated_at_ms = $7, last_message_at_ms = $8, last_message = $9,
  last_message_from_agent = $10
WHERE id = $1 AND last_seq = $11 AND staff_last_seq = $12;
-- name: save_heads
UPDATE conversations SET last_seq = $2, staff_last_seq = $3
WHERE id = $1 AND last_seq = $4 AND staff_last_seq = $5;
