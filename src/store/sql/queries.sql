-- Every statement of the store, by name. "-- part:" is a piece that others use as {piece}.
-- The dialect is what SQLite and PostgreSQL share. A query without an index fails
-- tests/unit/store/query_plan_test.cpp.

-- part: inbox_columns
id, name, allowed_origins, created_at_ms
-- part: visitor_columns
id, inbox_id, name, email, created_at_ms
-- part: agent_columns
id, email, name, role, avatar_url, password_hash, active, created_at_ms
-- part: bot_columns
id, name, key_hash, active, created_at_ms
-- part: session_columns
id, token_hash, kind, principal_id, created_at_ms, used_at_ms, expires_at_ms
-- part: conversation_columns
id, inbox_id, visitor_id, status, assignee_id, last_seq, staff_last_seq, created_at_ms,
updated_at_ms, last_message_at_ms, last_message, last_message_from_agent
-- part: message_columns
id, conversation_id, channel, seq, client_id, sender_kind, sender_id, sender_name,
sender_avatar_url, content, content_type, created_at_ms, edited_at_ms, deleted_at_ms,
deleted_by_sender
-- part: event_columns
seq, type, created_at_ms, message_id, status, assignee_id, assignee_name, actor_kind, actor_id,
actor_name
-- part: position_columns
conversation_id, reader_kind, reader_id, read_seq, received_seq

-- name: setting
SELECT value FROM settings WHERE name = $1;
-- name: save_setting
INSERT INTO settings (name, value) VALUES ($1, $2)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;
-- name: remove_setting
DELETE FROM settings WHERE name = $1;

-- name: inbox
SELECT {inbox_columns} FROM inboxes WHERE id = $1;
-- name: inboxes
SELECT {inbox_columns} FROM inboxes ORDER BY id;
-- name: add_inbox
INSERT INTO inboxes (name, allowed_origins, created_at_ms) VALUES ($1, $2, $3);
-- name: save_inbox
UPDATE inboxes SET name = $2, allowed_origins = $3, created_at_ms = $4 WHERE id = $1;

-- name: newest_visitor_id
SELECT max(id) FROM visitors;

-- name: visitor
SELECT {visitor_columns} FROM visitors WHERE id = $1;
-- name: add_visitor
INSERT INTO visitors (inbox_id, name, email, created_at_ms) VALUES ($1, $2, $3, $4);
-- name: save_visitor
UPDATE visitors SET inbox_id = $2, name = $3, email = $4, created_at_ms = $5 WHERE id = $1;

-- name: agent
SELECT {agent_columns} FROM agents WHERE id = $1;
-- name: agent_by_email
SELECT {agent_columns} FROM agents WHERE email = $1;
-- name: agents
SELECT {agent_columns} FROM agents ORDER BY id;
-- name: agent_inboxes
SELECT inbox_id FROM agent_inboxes WHERE agent_id = $1 ORDER BY inbox_id;
-- name: add_agent
INSERT INTO agents (email, name, role, avatar_url, password_hash, active, created_at_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7);
-- name: save_agent
UPDATE agents SET email = $2, name = $3, role = $4, avatar_url = $5, password_hash = $6,
  active = $7, created_at_ms = $8 WHERE id = $1;
-- name: remove_agent_inboxes
DELETE FROM agent_inboxes WHERE agent_id = $1;
-- name: add_agent_inbox
INSERT INTO agent_inboxes (agent_id, inbox_id) VALUES ($1, $2)
ON CONFLICT (agent_id, inbox_id) DO NOTHING;

-- name: bot
SELECT {bot_columns} FROM bots WHERE id = $1;
-- name: bot_by_key_hash
SELECT {bot_columns} FROM bots WHERE key_hash = $1;
-- name: bots
SELECT {bot_columns} FROM bots ORDER BY id;
-- name: bot_inboxes
SELECT inbox_id FROM bot_inboxes WHERE bot_id = $1 ORDER BY inbox_id;
-- name: add_bot
INSERT INTO bots (name, key_hash, active, created_at_ms) VALUES ($1, $2, $3, $4);
-- name: save_bot
UPDATE bots SET name = $2, key_hash = $3, active = $4, created_at_ms = $5 WHERE id = $1;
-- name: remove_bot_inboxes
DELETE FROM bot_inboxes WHERE bot_id = $1;
-- name: add_bot_inbox
INSERT INTO bot_inboxes (bot_id, inbox_id) VALUES ($1, $2)
ON CONFLICT (bot_id, inbox_id) DO NOTHING;

-- name: session_by_hash
SELECT {session_columns} FROM sessions WHERE token_hash = $1;
-- name: sessions_of
SELECT id FROM sessions WHERE kind = $1 AND principal_id = $2 ORDER BY id;
-- name: sessions_expired
SELECT id FROM sessions WHERE expires_at_ms <= $1 LIMIT $2;
-- name: sessions_idle
SELECT id FROM sessions WHERE used_at_ms < $1 LIMIT $2;
-- name: add_session
INSERT INTO sessions (token_hash, kind, principal_id, created_at_ms, used_at_ms, expires_at_ms)
VALUES ($1, $2, $3, $4, $5, $6);
-- name: touch_session
UPDATE sessions SET used_at_ms = $2 WHERE id = $1;
-- name: remove_session
DELETE FROM sessions WHERE id = $1;

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

-- name: position
SELECT {position_columns} FROM positions
WHERE conversation_id = $1 AND reader_kind = $2 AND reader_id = $3;
-- name: positions
SELECT {position_columns} FROM positions
WHERE conversation_id = $1 ORDER BY reader_kind, reader_id;
-- name: save_position
INSERT INTO positions (conversation_id, reader_kind, reader_id, read_seq, received_seq)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (conversation_id, reader_kind, reader_id)
DO UPDATE SET read_seq = excluded.read_seq, received_seq = excluded.received_seq;
