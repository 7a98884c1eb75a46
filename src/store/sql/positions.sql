-- part: position_columns
conversation_id, reader_kind, reader_id, read_seq, received_seq
-- name: position
SELECT {position_columns} FROM positions
WHERE conversation_id = $1 AND reader_kind = $2 AND reader_id = $3;
-- name: positions
SELECT {position_columns} FROM positions
WHERE conversation_id = $1 ORDER BY reader_kind, reader_id;
-- name: save_position
INSERT INTO positions (conversation_id, reader_kind, reader_id, read_seq, received_seq)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (conversation_id, reader_kind, reader_id)
DO UPDATE SET read_seq = excluded.read_seq, received_seq = excluded.received_seq;
