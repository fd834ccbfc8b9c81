-- Keys of the access logs: one row a customer, and 'control' for the log of logs.
CREATE TABLE log_keys (
  customer TEXT PRIMARY KEY,
  -- The log's name, for ever: its checkpoints begin with it. Names no customer.
  origin TEXT NOT NULL,
  -- Sealed: the private key that signs.
  seed BYTEA NOT NULL,
  -- Sealed: what entries are sealed and people's pseudonyms are made with. NULL once it was destroyed.
  secret BYTEA,
  created_at BIGINT NOT NULL
);

-- The log of logs: as a compartment's log, but its entries are commitments, 32 bytes that reveal nothing. Clear.
CREATE TABLE log_entries (
  n BIGINT PRIMARY KEY,
  leaf BYTEA NOT NULL,
  entry BYTEA NOT NULL
);

CREATE TABLE log_nodes (
  level BIGINT NOT NULL,
  n BIGINT NOT NULL,
  hash BYTEA NOT NULL,
  PRIMARY KEY (level, n)
);

CREATE TABLE log_head (
  id BIGINT PRIMARY KEY,
  size BIGINT NOT NULL,
  note BYTEA NOT NULL,
  signed_at BIGINT NOT NULL
);

-- What a customer needs to find his checkpoint in the log of logs: the newest of each.
CREATE TABLE log_anchors (
  customer TEXT PRIMARY KEY,
  n BIGINT NOT NULL,
  -- Sealed: the salt and the checkpoint that the commitment was made of.
  content BYTEA NOT NULL,
  at BIGINT NOT NULL
);
