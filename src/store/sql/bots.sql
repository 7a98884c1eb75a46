-- part: bot_columns
id, name, key_hash, active, created_at_ms
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
