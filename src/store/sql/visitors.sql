-- name: newest_visitor_id
SELECT max(id) FROM visitors;
-- name: visitor
SELECT {visitor.columns} FROM visitors WHERE id = $1;
-- name: add_visitor
INSERT INTO visitors ({visitor.new}) VALUES ({visitor.new_values});
-- name: save_visitor
UPDATE visitors SET {visitor.changes} WHERE id = $1;
