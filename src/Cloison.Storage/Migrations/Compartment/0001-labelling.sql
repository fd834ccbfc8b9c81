-- One customer's compartment. BYTEA columns are sealed (Sealing/Envelope.cs) unless their comment says otherwise;
-- clear are only ids, states, times, counts and numeric scores.

CREATE TABLE sequences (
  name TEXT PRIMARY KEY,
  value BIGINT NOT NULL
);
INSERT INTO sequences (name, value) VALUES ('queue', 0);

CREATE TABLE projects (
  id TEXT PRIMARY KEY,
  state BIGINT NOT NULL,
  name BYTEA NOT NULL,
  instructions BYTEA NOT NULL,
  editor BIGINT NOT NULL,
  overlap BIGINT NOT NULL,
  review_levels BIGINT NOT NULL,
  lease_seconds BIGINT NOT NULL,
  ontology_version BIGINT NOT NULL,
  created_by TEXT,
  created_at BIGINT NOT NULL
);

CREATE TABLE ontologies (
  project TEXT NOT NULL REFERENCES projects (id),
  version BIGINT NOT NULL,
  content BYTEA NOT NULL,
  created_by TEXT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (project, version)
);

CREATE TABLE batches (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL REFERENCES projects (id),
  name BYTEA NOT NULL,
  -- Blind index of the name.
  name_key BYTEA NOT NULL,
  created_at BIGINT NOT NULL,
  UNIQUE (project, name_key)
);

CREATE TABLE assets (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL REFERENCES projects (id),
  blob TEXT NOT NULL,
  thumbnail_blob TEXT,
  media_type TEXT NOT NULL,
  bytes BIGINT NOT NULL,
  width BIGINT,
  height BIGINT,
  -- 1: shown in the instructions, to everybody who works on the project.
  is_instruction BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  UNIQUE (project, blob)
);

CREATE TABLE tasks (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL REFERENCES projects (id),
  batch TEXT,
  -- Blind index of the external id, or of the content when there is none: the same thing is not imported twice.
  external_key BYTEA NOT NULL,
  state BIGINT NOT NULL,
  -- Place in the queue: rank is priority * 2, plus 1 when the task came back; pos grows for ever. See Features/Tasks/TaskQueue.cs.
  rank BIGINT NOT NULL,
  pos BIGINT NOT NULL,
  overlap BIGINT NOT NULL,
  -- overlap - accepted - pending - active leases: how many more people may start.
  free_slots BIGINT NOT NULL,
  accepted BIGINT NOT NULL DEFAULT 0,
  -- Answers that wait for a reviewer, or for their author's rework.
  pending BIGINT NOT NULL DEFAULT 0,
  answers BIGINT NOT NULL DEFAULT 0,
  -- The newest fencing token.
  token BIGINT NOT NULL DEFAULT 0,
  thumbnail TEXT,
  -- With one answer the result is that annotation and is not copied.
  result_annotation TEXT,
  result_due BIGINT NOT NULL DEFAULT 0,
  agreement DOUBLE PRECISION,
  created_at BIGINT NOT NULL,
  updated_at BIGINT NOT NULL
);
CREATE INDEX tasks_in_queue ON tasks (project, rank, pos) WHERE state = 0 AND free_slots > 0;
CREATE UNIQUE INDEX tasks_by_external_key ON tasks (project, external_key);
CREATE INDEX tasks_by_project ON tasks (project, id);
CREATE INDEX tasks_by_state ON tasks (project, state, id);
CREATE INDEX tasks_by_batch ON tasks (project, batch, id);
CREATE INDEX tasks_with_result_due ON tasks (project, id) WHERE result_due = 1;

-- Apart from tasks, so that a claim does not rewrite a document of a megabyte.
CREATE TABLE task_contents (
  task TEXT PRIMARY KEY,
  -- Name and data.
  content BYTEA NOT NULL,
  gold BYTEA,
  result BYTEA
);

-- Which tasks show an asset: an annotator may read it when he was given one of them.
CREATE TABLE task_assets (
  asset TEXT NOT NULL,
  task TEXT NOT NULL,
  PRIMARY KEY (asset, task)
);

CREATE TABLE task_counts (
  project TEXT NOT NULL,
  batch TEXT NOT NULL,
  state BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (project, batch, state)
);

-- Who has had which task: 0 holds it, 1 answered, 2 skipped. Nobody is given a task again that is in here.
CREATE TABLE task_people (
  task TEXT NOT NULL,
  person TEXT NOT NULL,
  state BIGINT NOT NULL,
  PRIMARY KEY (task, person)
);
CREATE INDEX task_people_by_person ON task_people (person, task);

-- How far down the queue a person has looked, rank by rank.
CREATE TABLE queue_cursors (
  project TEXT NOT NULL,
  person TEXT NOT NULL,
  rank BIGINT NOT NULL,
  pos BIGINT NOT NULL,
  PRIMARY KEY (project, person, rank)
);

CREATE TABLE predictions (
  task TEXT NOT NULL,
  n BIGINT NOT NULL,
  content BYTEA NOT NULL,
  PRIMARY KEY (task, n)
);

CREATE TABLE leases (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL,
  task TEXT NOT NULL,
  -- The annotation under review, or to be reworked.
  annotation TEXT,
  person TEXT NOT NULL,
  kind BIGINT NOT NULL,
  level BIGINT NOT NULL DEFAULT 0,
  token BIGINT NOT NULL,
  -- 0 active, 1 submitted, 2 skipped, 3 expired, 4 released, 5 revoked
  state BIGINT NOT NULL,
  reason BYTEA,
  created_at BIGINT NOT NULL,
  ended_at BIGINT,
  expires_at BIGINT NOT NULL
);
CREATE INDEX leases_held ON leases (project, person) WHERE state = 0;
CREATE INDEX leases_by_expiry ON leases (expires_at) WHERE state = 0;
CREATE INDEX leases_by_task ON leases (task);

CREATE TABLE annotations (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL,
  task TEXT NOT NULL,
  person TEXT NOT NULL,
  lease TEXT,
  state BIGINT NOT NULL,
  -- The reviewer level that it waits for, or has passed.
  level BIGINT NOT NULL DEFAULT 0,
  -- The annotation that this one replaces: a fix, or a rework.
  replaces TEXT,
  ontology_version BIGINT NOT NULL,
  -- SHA-256 of the content as sent, under the compartment's hash key: equal content, equal hash, nothing else.
  content_hash BYTEA NOT NULL,
  content BYTEA NOT NULL,
  active_ms BIGINT NOT NULL,
  rework_until BIGINT,
  created_at BIGINT NOT NULL
);
CREATE INDEX annotations_by_task ON annotations (task, id);
CREATE INDEX annotations_by_person ON annotations (project, person, id);
CREATE INDEX annotations_in_review ON annotations (project, level, id) WHERE state = 0;
CREATE INDEX annotations_for_rework ON annotations (project, person, id) WHERE rework_until IS NOT NULL;
CREATE INDEX annotations_by_rework_until ON annotations (rework_until) WHERE rework_until IS NOT NULL;

CREATE TABLE reviews (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL,
  task TEXT NOT NULL,
  annotation TEXT NOT NULL,
  person TEXT NOT NULL,
  level BIGINT NOT NULL,
  verdict BIGINT NOT NULL,
  comment BYTEA,
  -- Of verdict, comment and fix: a second send with other content is noticed.
  content_hash BYTEA NOT NULL,
  fix TEXT,
  active_ms BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE INDEX reviews_by_annotation ON reviews (annotation, id);
CREATE INDEX reviews_by_task ON reviews (task, id);

CREATE TABLE comments (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL,
  task TEXT NOT NULL,
  annotation TEXT,
  person TEXT NOT NULL,
  content BYTEA NOT NULL,
  resolved BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL
);
CREATE INDEX comments_by_task ON comments (task, id);

CREATE TABLE drafts (
  task TEXT NOT NULL,
  person TEXT NOT NULL,
  version BIGINT NOT NULL,
  content BYTEA NOT NULL,
  updated_at BIGINT NOT NULL,
  PRIMARY KEY (task, person)
);

-- What leads did to a task; claims, answers and reviews are read from their own tables.
CREATE TABLE task_events (
  task TEXT NOT NULL,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL,
  person TEXT,
  detail BYTEA
);
CREATE INDEX task_events_by_task ON task_events (task, at);

-- Labels by number, so that tasks can be filtered and counted by label without opening them. The histogram is clear, the names are not.
CREATE TABLE labels (
  id BIGINT PRIMARY KEY,
  project TEXT NOT NULL,
  -- Blind index of the name.
  name_key BYTEA NOT NULL,
  name BYTEA NOT NULL,
  n BIGINT NOT NULL DEFAULT 0,
  UNIQUE (project, name_key)
);

CREATE TABLE task_labels (
  label BIGINT NOT NULL,
  task TEXT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (label, task)
);
CREATE INDEX task_labels_by_task ON task_labels (task);

CREATE TABLE person_stats (
  project TEXT NOT NULL,
  person TEXT NOT NULL,
  submitted BIGINT NOT NULL DEFAULT 0,
  accepted BIGINT NOT NULL DEFAULT 0,
  rejected BIGINT NOT NULL DEFAULT 0,
  reviews BIGINT NOT NULL DEFAULT 0,
  skipped BIGINT NOT NULL DEFAULT 0,
  active_ms BIGINT NOT NULL DEFAULT 0,
  last_at BIGINT,
  PRIMARY KEY (project, person)
);

CREATE TABLE hour_stats (
  project TEXT NOT NULL,
  hour BIGINT NOT NULL,
  n BIGINT NOT NULL,
  PRIMARY KEY (project, hour)
);

CREATE TABLE imports (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL REFERENCES projects (id),
  state BIGINT NOT NULL,
  options BYTEA NOT NULL,
  batch TEXT,
  files BIGINT NOT NULL DEFAULT 0,
  tasks BIGINT NOT NULL DEFAULT 0,
  duplicates BIGINT NOT NULL DEFAULT 0,
  labels_added BIGINT NOT NULL DEFAULT 0,
  refused BIGINT NOT NULL DEFAULT 0,
  problem BYTEA,
  created_by TEXT,
  created_at BIGINT NOT NULL,
  finished_at BIGINT
);
CREATE INDEX imports_by_project ON imports (project, id);

CREATE TABLE import_files (
  import TEXT NOT NULL,
  -- Blind index of the path.
  path_key BYTEA NOT NULL,
  path BYTEA NOT NULL,
  outcome TEXT NOT NULL,
  -- A file that waits for the finish: labels.
  blob TEXT,
  tasks BIGINT NOT NULL DEFAULT 0,
  reason BYTEA,
  PRIMARY KEY (import, path_key)
);

CREATE TABLE import_refusals (
  import TEXT NOT NULL,
  n BIGINT NOT NULL,
  content BYTEA NOT NULL,
  PRIMARY KEY (import, n)
);

CREATE TABLE exports (
  id TEXT PRIMARY KEY,
  project TEXT NOT NULL REFERENCES projects (id),
  state BIGINT NOT NULL,
  options BYTEA NOT NULL,
  blob TEXT,
  bytes BIGINT NOT NULL DEFAULT 0,
  tasks BIGINT NOT NULL DEFAULT 0,
  annotations BIGINT NOT NULL DEFAULT 0,
  report BYTEA,
  problem BYTEA,
  created_by TEXT,
  created_at BIGINT NOT NULL,
  finished_at BIGINT
);
CREATE INDEX exports_by_project ON exports (project, id);
