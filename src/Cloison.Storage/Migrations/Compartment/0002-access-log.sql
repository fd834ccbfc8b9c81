-- The compartment's access log: an append-only Merkle tree (docs/adr/0009-access-log.md). Rows are only ever added.

CREATE TABLE log_entries (
  -- 0, 1, 2 … without gaps.
  n BIGINT PRIMARY KEY,
  -- Clear: the hash of the entry, which is salted.
  leaf BYTEA NOT NULL,
  -- Sealed with the log's own key, which outlives the compartment's.
  entry BYTEA NOT NULL
);

-- Roots of whole subtrees of 256^level leaves, from level 1 on: hash n stands for the leaves from n·256^level on. Clear.
CREATE TABLE log_nodes (
  level BIGINT NOT NULL,
  n BIGINT NOT NULL,
  hash BYTEA NOT NULL,
  PRIMARY KEY (level, n)
);

-- One row: the checkpoint that was signed last, as it is served. Clear.
CREATE TABLE log_head (
  id BIGINT PRIMARY KEY,
  size BIGINT NOT NULL,
  note BYTEA NOT NULL,
  signed_at BIGINT NOT NULL
);

-- Who cosigns the checkpoints.
CREATE TABLE log_witnesses (
  id TEXT PRIMARY KEY,
  -- Address and public key, sealed with the log's own key.
  place BYTEA NOT NULL,
  -- The size that it cosigned last, and its signature line. Clear: they are served.
  size BIGINT NOT NULL DEFAULT 0,
  signature TEXT,
  cosigned_at BIGINT,
  -- Why the last attempt came to nothing: a word.
  problem TEXT,
  added_at BIGINT NOT NULL
);
