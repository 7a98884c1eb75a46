-- Who deletes its own message may bring it back for a moment; what an admin deleted stays deleted
-- (decision 0117).
ALTER TABLE messages ADD COLUMN deleted_by_sender INTEGER NOT NULL DEFAULT 0;
