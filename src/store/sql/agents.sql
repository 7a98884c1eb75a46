-- part: agent_columns
id, email, name, role, avatar_url, password_hash, active, created_at_ms
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
