-- part: visitor_columns
id, inbox_id, name, email, created_at_ms
-- name: newest_visitor_id
SELECT max(id) FROM visitors;
-- name: visitor
SELECT {visitor_columns} FROM visitors WHERE id = $1;
-- name: add_visitor
INSERT INTO visitors (inbox_id, name, email, created_at_ms) VALUES ($1, $2, $3, $4);
-- name: save_visitor
UPDATE visitors SET inbox_id = $2, name = $3, email = $4, created_at_ms = $5 WHERE id = $1;
