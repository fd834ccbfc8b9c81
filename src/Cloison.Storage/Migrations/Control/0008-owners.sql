-- Who owns the operator, certificates, and what is left of accounts that were erased. No content.

-- Every version of the ownership register.
CREATE TABLE owner_registers (
  version BIGINT PRIMARY KEY,
  -- Sealed: the entries.
  content BYTEA NOT NULL,
  -- SHA-256 of its text, in hex: what customers' logs hold.
  hash TEXT NOT NULL,
  announced_by TEXT NOT NULL,
  announced_at BIGINT NOT NULL,
  -- As it was when it was announced: a shorter setting afterwards shortens nothing.
  notice_days BIGINT NOT NULL,
  -- NULL: not in effect (yet).
  effective_at BIGINT
);

-- In which customers' logs a version stands.
CREATE TABLE owner_notices (
  version BIGINT NOT NULL,
  customer TEXT NOT NULL,
  entry BIGINT NOT NULL,
  logged_at BIGINT NOT NULL,
  PRIMARY KEY (version, customer)
);

CREATE TABLE certificates (
  id TEXT PRIMARY KEY,
  customer TEXT NOT NULL,
  -- Cloison.Contracts.CertificateOf
  kind BIGINT NOT NULL,
  -- Of an end-of-screen notice: whose, and when he had last seen something. NULL: of nobody.
  person TEXT,
  last_seen BIGINT,
  made_at BIGINT NOT NULL,
  -- Its place in the customer's log.
  entry BIGINT NOT NULL,
  hash TEXT NOT NULL,
  note TEXT NOT NULL
);
CREATE INDEX certificates_by_customer ON certificates (customer, id);
CREATE INDEX certificates_by_person ON certificates (customer, person, last_seen);

-- Accounts that were erased: by the hash a new account of the same person is known, until his last cooling-off is over.
CREATE TABLE erased_people (
  person TEXT PRIMARY KEY,
  -- Keyed, of the e-mail address.
  email_hash BYTEA NOT NULL,
  erased_at BIGINT NOT NULL,
  -- 1: kept whatever the time, because somebody is in court.
  held BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX erased_people_by_hash ON erased_people (email_hash);
