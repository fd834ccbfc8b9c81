-- Logs that were closed because their database was put back from a backup (docs/operations/access-log.md). Number 1 was the first.
CREATE TABLE log_breaks (
  n BIGINT PRIMARY KEY,
  -- Clear, they are served: what both logs have signed about it, and the last checkpoint of the one that was closed.
  note BYTEA NOT NULL,
  head BYTEA NOT NULL,
  -- Sealed by the control plane: the private key of the log that takes its place, until the change of keys is through.
  successor BYTEA,
  acknowledged_at BIGINT,
  acknowledged_by TEXT
);

-- The entries that were left of them, as they lay in log_entries.
CREATE TABLE log_kept (
  log BIGINT NOT NULL,
  n BIGINT NOT NULL,
  leaf BYTEA NOT NULL,
  entry BYTEA NOT NULL,
  PRIMARY KEY (log, n)
);

-- Sealed: the private key of the second signature, ML-DSA-44. NULL until the log is opened where the platform has it, and once it was destroyed.
ALTER TABLE log_keys ADD COLUMN post_quantum_seed BYTEA;
