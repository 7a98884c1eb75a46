-- name: position
SELECT {position.columns} FROM positions
WHERE conversation_id = $1 AND reader_kind = $2 AND reader_id = $3;
-- name: positions
SELECT {position.columns} FROM positions
WHERE conversation_id = $1 ORDER BY reader_kind, reader_id;
-- name: save_position
INSERT INTO positions ({position.columns}) VALUES ({position.values})
ON CONFLICT (conversation_id, reader_kind, reader_id)
DO UPDATE SET read_seq = excluded.read_seq, received_seq = excluded.received_seq;
