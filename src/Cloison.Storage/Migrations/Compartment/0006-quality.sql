-- Gold tasks, people's skill, and how many answers a task needs. Numbers, states and ids are clear; what somebody wrote is sealed.

-- A project without a row is worked on without gold, with a fixed overlap.
CREATE TABLE quality_settings (
  project TEXT PRIMARY KEY REFERENCES projects (id),
  -- Absent: every task gets as many answers as the overlap says.
  wanted_confidence DOUBLE PRECISION,
  max_answers BIGINT NOT NULL,
  gold_rate DOUBLE PRECISION NOT NULL,
  newcomer_gold_rate DOUBLE PRECISION NOT NULL,
  pass_score DOUBLE PRECISION NOT NULL,
  -- JSON of numbers and words of the product: Contracts.QualityRule.
  rules TEXT NOT NULL,
  -- Nobody can count his way to the next gold task.
  seed BIGINT NOT NULL
);

-- Tasks whose right answer is known (task_contents.gold), and that are given for it. The task's own state is then 4.
CREATE TABLE gold_tasks (
  task TEXT PRIMARY KEY,
  project TEXT NOT NULL,
  -- 0: hidden in the work; 1: training, with the right answer shown afterwards.
  purpose BIGINT NOT NULL,
  -- 0 in use, 1 held back because it is probably wrong itself, 2 retired.
  state BIGINT NOT NULL,
  explanation BYTEA,
  given BIGINT NOT NULL DEFAULT 0,
  added_by TEXT,
  added_at BIGINT NOT NULL
);
CREATE INDEX gold_tasks_to_give ON gold_tasks (project, purpose, given, task) WHERE state = 0;
CREATE INDEX gold_tasks_by_project ON gold_tasks (project, task);

CREATE TABLE gold_answers (
  task TEXT NOT NULL,
  person TEXT NOT NULL,
  project TEXT NOT NULL,
  annotation TEXT NOT NULL,
  score DOUBLE PRECISION NOT NULL,
  active_ms BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (task, person)
);
CREATE INDEX gold_answers_by_person ON gold_answers (project, person, at);

CREATE TABLE skills (
  project TEXT NOT NULL,
  person TEXT NOT NULL,
  -- 0 good, 1 works through the training, 2 paused.
  standing BIGINT NOT NULL DEFAULT 0,
  -- Tasks that he was given, and how many of the last were gold without a break.
  given BIGINT NOT NULL DEFAULT 0,
  gold_in_row BIGINT NOT NULL DEFAULT 0,
  -- JSON of numbers: Inference.Skill.SkillState.
  state TEXT NOT NULL,
  -- The same as he is shown it: some answers behind, so that nobody can see which of his tasks was gold.
  shown TEXT NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (project, person)
);

-- The estimate at the end of each day on which something was learnt of it.
CREATE TABLE skill_days (
  project TEXT NOT NULL,
  person TEXT NOT NULL,
  day BIGINT NOT NULL,
  mean DOUBLE PRECISION NOT NULL,
  lower_end DOUBLE PRECISION NOT NULL,
  upper_end DOUBLE PRECISION NOT NULL,
  evidence DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (project, person, day)
);

-- What a rule did to somebody, and why.
CREATE TABLE skill_notices (
  project TEXT NOT NULL,
  person TEXT NOT NULL,
  n BIGINT NOT NULL,
  at BIGINT NOT NULL,
  rule TEXT NOT NULL,
  action BIGINT NOT NULL,
  measure BIGINT NOT NULL,
  value DOUBLE PRECISION NOT NULL,
  threshold DOUBLE PRECISION NOT NULL,
  evidence DOUBLE PRECISION NOT NULL,
  appeal BYTEA,
  appealed_at BIGINT,
  -- A lead took it back or let it stand.
  settled_by TEXT,
  settled_at BIGINT,
  is_taken_back BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (project, person, n)
);
CREATE INDEX skill_notices_open ON skill_notices (project, at) WHERE settled_at IS NULL;

-- How sure the result is, 0 to 1, and whether a lead has to decide.
ALTER TABLE tasks ADD COLUMN confidence DOUBLE PRECISION;
ALTER TABLE tasks ADD COLUMN is_unclear BIGINT NOT NULL DEFAULT 0;
CREATE INDEX tasks_unclear ON tasks (project, id) WHERE is_unclear = 1;

-- How likely the other answers make this one: counted once as evidence of its author's skill.
ALTER TABLE annotations ADD COLUMN consensus_score DOUBLE PRECISION;
