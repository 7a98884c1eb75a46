-- part: inbox_columns
id, name, allowed_origins, created_at_ms
-- name: inbox
SELECT {inbox_columns} FROM inboxes WHERE id = $1;
-- name: inboxes
SELECT {inbox_columns} FROM inboxes ORDER BY id;
-- name: add_inbox
INSERT INTO inboxes (name, allowed_origins, created_at_ms) VALUES ($1, $2, $3);
-- name: save_inbox
UPDATE inboxes SET name = $2, allowed_origins = $3, created_at_ms = $4 WHERE id = $1;
