-- Emergency access (R12 of docs/operations/walls.md): who asks whom for what, who approved, and what became of it. No content.
CREATE TABLE glasses (
  id TEXT PRIMARY KEY,
  customer TEXT NOT NULL,
  project TEXT NOT NULL,
  person TEXT NOT NULL,
  reason BIGINT NOT NULL,
  -- A reference in somebody's tracker, never a sentence.
  ticket TEXT NOT NULL,
  minutes BIGINT NOT NULL,
  -- By Cloison.Contracts.GlassState.
  state BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  -- The one session that it opens for; NULL until it is opened.
  session TEXT,
  opened_at BIGINT,
  expires_at BIGINT,
  ended_at BIGINT,
  -- When the session that the requester came with would have ended: closing gives him one that does.
  resumes_until BIGINT,
  -- The report: reads that were let through.
  reads BIGINT NOT NULL DEFAULT 0,
  first_read_at BIGINT,
  last_read_at BIGINT
);
CREATE INDEX glasses_by_customer ON glasses (customer, id);
CREATE INDEX glasses_by_person ON glasses (person, id);
CREATE INDEX glasses_under_way ON glasses (id) WHERE state IN (0, 2);

CREATE TABLE glass_approvals (
  glass TEXT NOT NULL,
  person TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (glass, person)
);

-- 0: "never". Nobody may even ask.
ALTER TABLE customers ADD COLUMN allows_glass BIGINT NOT NULL DEFAULT 1;

-- The glass that this session came through; it sees one project, and changes nothing.
ALTER TABLE sessions ADD COLUMN glass TEXT;
