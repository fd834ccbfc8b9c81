-- Who holds the key above a customer's root. A customer without a row has the installation's own custodian.
CREATE TABLE custodies (
  customer TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  -- Sealed under the control plane's key: addresses, keys' names, credentials.
  settings BYTEA NOT NULL,
  -- How long a root stays in memory before its custodian is asked again.
  ttl_seconds BIGINT NOT NULL,
  -- 1: jobs may ask for the root when nobody is signed in.
  background BIGINT NOT NULL,
  -- 0 available, 1 revoked
  state BIGINT NOT NULL,
  since BIGINT NOT NULL,
  revoked_by TEXT,
  -- The newest message of the key agent that counted: an older one, sent again, changes nothing.
  agent_number BIGINT NOT NULL,
  -- Grows with every change of this row or of the customer's key_ring: what other nodes look at.
  version BIGINT NOT NULL
);

-- Keys that are being replaced. What is left to do stands in the sealed columns themselves, so a job goes on where it stopped.
CREATE TABLE rotations (
  id TEXT PRIMARY KEY,
  customer TEXT NOT NULL,
  -- compartment or project; a custodian's key is replaced at once.
  level TEXT NOT NULL,
  project TEXT,
  -- 0 new key known, 1 sealing anew, 2 waiting for what is under way, 3 done, 4 failed
  state BIGINT NOT NULL,
  new_key BIGINT NOT NULL,
  done BIGINT NOT NULL,
  total BIGINT NOT NULL,
  -- Values that do not open: the old key stays for them.
  broken BIGINT NOT NULL,
  created_by TEXT,
  created_at BIGINT NOT NULL,
  -- When the present state began.
  since BIGINT NOT NULL,
  finished_at BIGINT
);
CREATE INDEX rotations_by_customer ON rotations (customer, id);
CREATE INDEX rotations_running ON rotations (customer, id) WHERE state < 3;
