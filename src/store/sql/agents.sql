-- name: agent
SELECT {agent.columns} FROM agents WHERE id = $1;
-- name: agent_by_email
SELECT {agent.columns} FROM agents WHERE email = $1;
-- name: agents
SELECT {agent.columns} FROM agents ORDER BY id;
-- name: agent_inboxes
SELECT inbox_id FROM agent_inboxes WHERE agent_id = $1 ORDER BY inbox_id;
-- name: add_agent
INSERT INTO agents ({agent.new}) VALUES ({agent.new_values});
-- name: save_agent
UPDATE agents SET {agent.changes} WHERE id = $1;
-- name: remove_agent_inboxes
DELETE FROM agent_inboxes WHERE agent_id = $1;
-- name: add_agent_inbox
INSERT INTO agent_inboxes (agent_id, inbox_id) VALUES ($1, $2)
ON CONFLICT (agent_id, inbox_id) DO NOTHING;
