-- Schema 1. Words in ${…} are the database's own spelling (driver.h, dialect()):
--   ${id} a key that counts up by itself · ${unique_id} the same, never given out twice ·
--   ${bytes} raw bytes · ${table} and ${clustered} what follows a table's closing bracket.
-- Small numbers stand for enums, in the order of the C++ ones: channel 0 everyone, 1 staff; kind
-- 1 visitor, 2 agent, 3 bot; status 0 open, 1 pending, 2 snoozed, 3 resolved; role 0 agent,
-- 1 admin; event type 1 message_edited, 2 message_deleted, 3 conversation_update.
-- Times are milliseconds since 1970 UTC. An assignee_id of 0 is nobody: equality finds it, where
-- NULL would need a query of its own.

CREATE TABLE settings (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) ${clustered};

CREATE TABLE inboxes (
  id ${id},
  name TEXT NOT NULL,
  allowed_origins TEXT NOT NULL,  -- one a line
  created_at_ms INTEGER NOT NULL
) ${table};

CREATE TABLE visitors (
  id ${id},
  inbox_id INTEGER NOT NULL REFERENCES inboxes (id),
  name TEXT NOT NULL,
  email TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL
) ${table};

CREATE TABLE agents (
  id ${id},
  email TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role INTEGER NOT NULL,
  avatar_url TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  active INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL
) ${table};

CREATE TABLE agent_inboxes (
  agent_id INTEGER NOT NULL REFERENCES agents (id),
  inbox_id INTEGER NOT NULL REFERENCES inboxes (id),
  PRIMARY KEY (agent_id, inbox_id)
) ${clustered};

CREATE TABLE bots (
  id ${id},
  name TEXT NOT NULL,
  key_hash ${bytes} NOT NULL UNIQUE,
  active INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL
) ${table};

CREATE TABLE bot_inboxes (
  bot_id INTEGER NOT NULL REFERENCES bots (id),
  inbox_id INTEGER NOT NULL REFERENCES inboxes (id),
  PRIMARY KEY (bot_id, inbox_id)
) ${clustered};

CREATE TABLE sessions (
  id ${unique_id},
  token_hash ${bytes} NOT NULL UNIQUE,
  kind INTEGER NOT NULL,
  principal_id INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL,
  used_at_ms INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL
) ${table};
CREATE INDEX sessions_of ON sessions (kind, principal_id);
CREATE INDEX sessions_by_expiry ON sessions (expires_at_ms);
CREATE INDEX sessions_by_use ON sessions (used_at_ms);

CREATE TABLE conversations (
  id ${id},
  inbox_id INTEGER NOT NULL REFERENCES inboxes (id),
  visitor_id INTEGER NOT NULL REFERENCES visitors (id),
  status INTEGER NOT NULL,
  assignee_id INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  staff_last_seq INTEGER NOT NULL,
  version INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL,
  updated_at_ms INTEGER NOT NULL,
  last_message_at_ms INTEGER NOT NULL,
  last_message TEXT NOT NULL,
  last_message_from_agent INTEGER NOT NULL
) ${table};
CREATE INDEX conversations_of_visitor ON conversations (visitor_id);
CREATE INDEX conversations_by_status
  ON conversations (inbox_id, status, last_message_at_ms, id);
CREATE INDEX conversations_by_assignee
  ON conversations (inbox_id, assignee_id, status, last_message_at_ms, id);

-- A new_message event is its row here and nothing else. Sender's name and picture are those of
-- the time of writing: history does not change when somebody is renamed, and reading needs no
-- join.
CREATE TABLE messages (
  id ${id},
  conversation_id INTEGER NOT NULL REFERENCES conversations (id),
  channel INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  client_id TEXT NOT NULL,
  sender_kind INTEGER NOT NULL,
  sender_id INTEGER NOT NULL,
  sender_name TEXT NOT NULL,
  sender_avatar_url TEXT NOT NULL,
  content TEXT NOT NULL,
  content_type TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL,
  edited_at_ms INTEGER,
  deleted_at_ms INTEGER
) ${table};
CREATE UNIQUE INDEX messages_log ON messages (conversation_id, channel, seq);
-- client_id first: it starts with its time (UUIDv7), so that new entries go where the last ones
-- went, and a commit of 256 messages dirties few pages instead of 256.
CREATE UNIQUE INDEX messages_by_client_id
  ON messages (client_id, conversation_id, sender_kind, sender_id);

-- Every event but new_message. A message's text is never copied here, so a deleted one is gone.
CREATE TABLE events (
  conversation_id INTEGER NOT NULL REFERENCES conversations (id),
  channel INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  type INTEGER NOT NULL,
  created_at_ms INTEGER NOT NULL,
  message_id INTEGER REFERENCES messages (id),
  status INTEGER NOT NULL,
  assignee_id INTEGER NOT NULL,
  assignee_name TEXT NOT NULL,
  actor_kind INTEGER NOT NULL,
  actor_id INTEGER NOT NULL,
  actor_name TEXT NOT NULL,
  PRIMARY KEY (conversation_id, channel, seq)
) ${clustered};

CREATE TABLE positions (
  conversation_id INTEGER NOT NULL REFERENCES conversations (id),
  reader_kind INTEGER NOT NULL,
  reader_id INTEGER NOT NULL,
  read_seq INTEGER NOT NULL,
  received_seq INTEGER NOT NULL,
  PRIMARY KEY (conversation_id, reader_kind, reader_id)
) ${clustered};
