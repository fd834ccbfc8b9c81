-- Acceptance of a batch by a drawn sample. Ids, states, numbers and times are clear; kinds, findings and the certificate are sealed.

CREATE TABLE acceptances (
  project TEXT NOT NULL REFERENCES projects (id),
  n BIGINT NOT NULL,
  -- Absent: the whole project.
  batch TEXT,
  -- 0 open, 1 accepted, 2 refused: both from when a certificate was asked for; 3 withdrawn.
  state BIGINT NOT NULL DEFAULT 0,
  tasks BIGINT NOT NULL,
  sample_size BIGINT NOT NULL,
  most_wrong BIGINT NOT NULL,
  -- The bits of an unsigned number.
  seed BIGINT NOT NULL,
  rejectable_rate DOUBLE PRECISION NOT NULL,
  acceptable_rate DOUBLE PRECISION,
  consumer_risk DOUBLE PRECISION NOT NULL,
  producer_risk DOUBLE PRECISION NOT NULL,
  confidence DOUBLE PRECISION NOT NULL,
  wrong_from DOUBLE PRECISION NOT NULL,
  -- Only errors of these are looked for; absent: of all.
  kinds BYTEA,
  -- What it was drawn from: a line a task, its id and its stratum.
  lot TEXT NOT NULL,
  -- Goes up with every finding: what is decided is what was judged.
  version BIGINT NOT NULL DEFAULT 0,
  drawn_by TEXT,
  drawn_at BIGINT NOT NULL,
  ended_by TEXT,
  ended_at BIGINT,
  certificate BYTEA,
  certified_at BIGINT,
  -- Its entry in the access log.
  entry BIGINT,
  PRIMARY KEY (project, n)
);

CREATE TABLE acceptance_items (
  project TEXT NOT NULL,
  acceptance BIGINT NOT NULL,
  task TEXT NOT NULL,
  stratum TEXT NOT NULL,
  -- SHA-256 of the result that was drawn, or last audited. Sealed: labels are easily guessed from it.
  digest BYTEA NOT NULL,
  digest_at BIGINT NOT NULL,
  changes BIGINT NOT NULL DEFAULT 0,
  -- An earlier result of it was found wrong.
  is_repaired BIGINT NOT NULL DEFAULT 0,
  -- Of the heaviest error; 0: right; absent: not audited.
  weight DOUBLE PRECISION,
  finding BYTEA,
  audited_by TEXT,
  audited_at BIGINT,
  PRIMARY KEY (project, acceptance, task)
);
CREATE INDEX acceptance_items_by_task ON acceptance_items (task);
