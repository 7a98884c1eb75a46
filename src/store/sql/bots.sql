-- name: bot
SELECT {bot.columns} FROM bots WHERE id = $1;
-- name: bot_by_key_hash
SELECT {bot.columns} FROM bots WHERE key_hash = $1;
-- name: bots
SELECT {bot.columns} FROM bots ORDER BY id;
-- name: bot_inboxes
SELECT inbox_id FROM bot_inboxes WHERE bot_id = $1 ORDER BY inbox_id;
-- name: add_bot
INSERT INTO bots ({bot.new}) VALUES ({bot.new_values});
-- name: save_bot
UPDATE bots SET {bot.changes} WHERE id = $1;
-- name: remove_bot_inboxes
DELETE FROM bot_inboxes WHERE bot_id = $1;
-- name: add_bot_inbox
INSERT INTO bot_inboxes (bot_id, inbox_id) VALUES ($1, $2)
ON CONFLICT (bot_id, inbox_id) DO NOTHING;
