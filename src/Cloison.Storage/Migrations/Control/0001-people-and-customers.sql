-- Who there is. No content: projects, tasks, labels and their names live in the compartments only.

CREATE TABLE persons (
  id TEXT PRIMARY KEY,
  display_name TEXT NOT NULL,
  email TEXT NOT NULL,
  normalized_email TEXT NOT NULL UNIQUE,
  password_hash TEXT,
  is_operator BIGINT NOT NULL DEFAULT 0,
  language TEXT,
  theme TEXT,
  hotkeys TEXT,
  failed_sign_ins BIGINT NOT NULL DEFAULT 0,
  locked_until BIGINT,
  -- Where the next session begins: the customer of the last one.
  last_customer TEXT,
  created_at BIGINT NOT NULL,
  disabled_at BIGINT
);

CREATE TABLE passkeys (
  id TEXT PRIMARY KEY,
  credential_id BYTEA NOT NULL UNIQUE,
  person TEXT NOT NULL REFERENCES persons (id),
  name TEXT NOT NULL,
  data BYTEA NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX passkeys_by_person ON passkeys (person);

-- Challenges that somebody has signed in with, until they expire: an answer counts once, on every server node.
CREATE TABLE spent_challenges (
  hash BYTEA PRIMARY KEY,
  expires_at BIGINT NOT NULL
);

CREATE TABLE customers (
  id TEXT PRIMARY KEY,
  name BYTEA NOT NULL,
  -- 0 open, 1 being made: its keys and its database may not be there yet.
  state BIGINT NOT NULL DEFAULT 0,
  -- Sealed: the connection string of a database elsewhere. NULL: the installation's default place.
  placement BYTEA,
  created_at BIGINT NOT NULL
);

-- The wrapped keys of every compartment, and the control plane's own (customer 'control'). Kept apart from the data that they
-- protect, so that a compartment's backups open nothing by themselves.
CREATE TABLE key_ring (
  customer TEXT NOT NULL,
  id BIGINT NOT NULL,
  project TEXT,
  purpose TEXT NOT NULL,
  state TEXT NOT NULL,
  wrapped BYTEA NOT NULL,
  -- Clear: proves which key it was, reveals nothing of it.
  kcv BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (customer, id)
);

CREATE TABLE memberships (
  person TEXT NOT NULL REFERENCES persons (id),
  customer TEXT NOT NULL REFERENCES customers (id),
  -- Bits, in the order of Cloison.Domain.People.Role.
  roles BIGINT NOT NULL,
  joined_at BIGINT NOT NULL,
  PRIMARY KEY (person, customer)
);
CREATE INDEX memberships_by_customer ON memberships (customer, person);

CREATE TABLE sessions (
  id TEXT PRIMARY KEY,
  token_hash BYTEA NOT NULL UNIQUE,
  person TEXT NOT NULL REFERENCES persons (id),
  customer TEXT REFERENCES customers (id),
  device TEXT NOT NULL,
  address TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  last_seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL
);
CREATE INDEX sessions_by_person ON sessions (person);

CREATE TABLE invitations (
  id TEXT PRIMARY KEY,
  token_hash BYTEA NOT NULL UNIQUE,
  customer TEXT NOT NULL REFERENCES customers (id),
  email TEXT,
  roles BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  accepted_at BIGINT,
  accepted_by TEXT
);
CREATE INDEX invitations_by_customer ON invitations (customer);

CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  secret_hash BYTEA NOT NULL UNIQUE,
  prefix TEXT NOT NULL,
  customer TEXT NOT NULL REFERENCES customers (id),
  name TEXT NOT NULL,
  environment BIGINT NOT NULL,
  -- Bits, in the order of Cloison.Contracts.KeyScope.
  scopes BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT,
  last_used_at BIGINT
);
CREATE INDEX api_keys_by_customer ON api_keys (customer);

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value BYTEA NOT NULL
);
