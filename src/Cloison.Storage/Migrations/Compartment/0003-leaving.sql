-- Everything of a customer in one file, for the customer to take away.

CREATE TABLE customer_exports (
  id TEXT PRIMARY KEY,
  -- 1 being made, 2 done, 3 failed: Cloison.Contracts.TransferState.
  state BIGINT NOT NULL,
  -- For whom it is encrypted, if for anybody.
  options BYTEA NOT NULL,
  artifact TEXT,
  bytes BIGINT NOT NULL DEFAULT 0,
  -- Files in it.
  members BIGINT NOT NULL DEFAULT 0,
  problem BYTEA,
  created_by TEXT,
  created_at BIGINT NOT NULL,
  finished_at BIGINT
);
CREATE INDEX customer_exports_running ON customer_exports (id) WHERE state = 1;
