-- name: session_by_hash
SELECT {session.columns} FROM sessions WHERE token_hash = $1;
-- name: sessions_of
SELECT id FROM sessions WHERE kind = $1 AND principal_id = $2 ORDER BY id;
-- name: sessions_expired
SELECT id FROM sessions WHERE expires_at_ms <= $1 LIMIT $2;
-- name: sessions_idle
SELECT id FROM sessions WHERE used_at_ms < $1 LIMIT $2;
-- name: add_session
INSERT INTO sessions ({session.new}) VALUES ({session.new_values});
-- name: touch_session
UPDATE sessions SET used_at_ms = $2 WHERE id = $1;
-- name: remove_session
DELETE FROM sessions WHERE id = $1;
