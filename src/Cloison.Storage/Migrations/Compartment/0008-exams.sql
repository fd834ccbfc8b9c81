-- What somebody has to pass before he is given work, and rules that lower the weight of answers or ask for the exam again.

-- All four or none: a project without them has no exam.
ALTER TABLE quality_settings ADD COLUMN exam_questions BIGINT;
ALTER TABLE quality_settings ADD COLUMN exam_pass_mark DOUBLE PRECISION;
ALTER TABLE quality_settings ADD COLUMN exam_max_tries BIGINT;
ALTER TABLE quality_settings ADD COLUMN exam_wait_hours DOUBLE PRECISION;

CREATE TABLE exam_tries (
  project TEXT NOT NULL,
  person TEXT NOT NULL,
  -- 1 is his first.
  n BIGINT NOT NULL,
  begun_at BIGINT NOT NULL,
  -- Absent: he is in it.
  finished_at BIGINT,
  questions BIGINT NOT NULL,
  -- Mean of the questions, 0 to 1, against the mark of that day.
  score DOUBLE PRECISION,
  passed BIGINT,
  PRIMARY KEY (project, person, n)
);

-- The questions of all tries: none is asked twice.
CREATE TABLE exam_questions (
  task TEXT NOT NULL,
  person TEXT NOT NULL,
  project TEXT NOT NULL,
  n BIGINT NOT NULL,
  -- 1 is the first of the try.
  place BIGINT NOT NULL,
  -- Absent: not answered yet. Skipped is 0.
  score DOUBLE PRECISION,
  PRIMARY KEY (task, person)
);
CREATE INDEX exam_questions_of_try ON exam_questions (project, person, n, place);

-- A rule lowered the weight of his answers.
ALTER TABLE skills ADD COLUMN is_discounted BIGINT NOT NULL DEFAULT 0;
-- Tries up to this one count no more: a rule asked for the exam again.
ALTER TABLE skills ADD COLUMN exam_void_until BIGINT NOT NULL DEFAULT 0;
-- Tries that a lead gave him beyond the most, and after which try he need not wait for that.
ALTER TABLE skills ADD COLUMN exam_extra_tries BIGINT NOT NULL DEFAULT 0;
ALTER TABLE skills ADD COLUMN exam_granted_after BIGINT NOT NULL DEFAULT -1;
-- The lead who lets him work without.
ALTER TABLE skills ADD COLUMN exam_waived_by TEXT;
