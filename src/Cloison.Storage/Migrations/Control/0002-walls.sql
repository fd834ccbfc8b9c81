-- Who may see whose content: rivalry, exposure, and every decision. No content.

-- Two random words that stand for the customer; NULL until somebody asks for them.
ALTER TABLE customers ADD COLUMN code_name TEXT;
-- 1: the operator's own house, whose content he may see.
ALTER TABLE customers ADD COLUMN is_house BIGINT NOT NULL DEFAULT 0;
CREATE UNIQUE INDEX customers_by_code_name ON customers (code_name);
UPDATE customers SET is_house = 1 WHERE id = (SELECT MIN(id) FROM customers);

-- Every code name that was ever given: none is given twice.
CREATE TABLE code_names (
  name TEXT PRIMARY KEY,
  given_at BIGINT NOT NULL
);

-- Goes up with every change that may shut a door: what servers remember of decisions is then forgotten.
CREATE TABLE wall_registry (
  id BIGINT PRIMARY KEY,
  version BIGINT NOT NULL
);
INSERT INTO wall_registry (id, version) VALUES (1, 1);

-- "They are no rivals of ours." Two of them, each naming the other, make an agreement a day later. By code name, so that one that
-- nobody has is stored like any other.
CREATE TABLE rival_signatures (
  customer TEXT NOT NULL,
  other TEXT NOT NULL,
  signed_by TEXT NOT NULL,
  signed_at BIGINT NOT NULL,
  PRIMARY KEY (customer, other)
);

-- How long who has seen the customer's content stays away from its rivals, and since when; the last row counts, for what was seen
-- before it the longest since then.
CREATE TABLE wall_cooling (
  customer TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  days BIGINT NOT NULL,
  PRIMARY KEY (customer, from_at)
);

-- Accounts of one person; who is not here has one account.
CREATE TABLE person_aliases (
  person TEXT PRIMARY KEY,
  identity TEXT NOT NULL
);
CREATE INDEX person_aliases_by_identity ON person_aliases (identity);

CREATE TABLE interests (
  id TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  customer TEXT NOT NULL,
  kind BIGINT NOT NULL,
  since BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX interests_by_person ON interests (person);

CREATE TABLE insiders (
  person TEXT PRIMARY KEY,
  kind BIGINT NOT NULL,
  since BIGINT NOT NULL
);

-- Who has seen whose content. Rows outlive roles, customers and accounts.
CREATE TABLE exposures (
  person TEXT NOT NULL,
  customer TEXT NOT NULL,
  first_at BIGINT NOT NULL,
  last_at BIGINT NOT NULL,
  -- The session or key that was let in last.
  opener TEXT,
  PRIMARY KEY (person, customer)
);
CREATE INDEX exposures_by_customer ON exposures (customer);
-- Before there was a wall nobody counted: whoever has a role has seen something.
INSERT INTO exposures (person, customer, first_at, last_at)
  SELECT m.person, m.customer, m.joined_at, COALESCE((SELECT MAX(s.last_seen_at) FROM sessions s WHERE s.person = m.person AND s.customer = m.customer), m.joined_at)
  FROM memberships m;

-- Append-only: every decision and every change of the registry, each bound to the one before by its hash.
CREATE TABLE wall_decisions (
  n BIGINT PRIMARY KEY,
  at BIGINT NOT NULL,
  type TEXT NOT NULL,
  customer TEXT,
  person TEXT,
  other TEXT,
  opener TEXT,
  rule TEXT,
  decision TEXT,
  detail TEXT,
  hash BYTEA NOT NULL,
  -- 1: the customer's own access log has it too.
  passed_on BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX wall_decisions_by_customer ON wall_decisions (customer, n);
CREATE INDEX wall_decisions_to_pass_on ON wall_decisions (customer, n) WHERE passed_on = 0;
