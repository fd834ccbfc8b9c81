-- Blind work: what workers must not read, who let it through all the same, and the mark over what they see.

-- One row: the list of names.
CREATE TABLE blind_settings (
  id BIGINT PRIMARY KEY,
  content BYTEA NOT NULL
);

CREATE TABLE name_overrides (
  n BIGINT PRIMARY KEY,
  project TEXT NOT NULL,
  person TEXT NOT NULL,
  at BIGINT NOT NULL,
  -- Where, and which names.
  content BYTEA NOT NULL
);

ALTER TABLE projects ADD COLUMN watermark BIGINT NOT NULL DEFAULT 0;
