-- name: inbox
SELECT {inbox.columns} FROM inboxes WHERE id = $1;
-- name: inboxes
SELECT {inbox.columns} FROM inboxes ORDER BY id;
-- name: add_inbox
INSERT INTO inboxes ({inbox.new}) VALUES ({inbox.new_values});
-- name: save_inbox
UPDATE inboxes SET {inbox.changes} WHERE id = $1;
