-- When the person of a session last proved that it is he: by password or passkey. NULL: when the session began.
ALTER TABLE sessions ADD COLUMN proved_at BIGINT;

-- 1: annotators and reviewers see the customer's own name instead of its code name.
ALTER TABLE customers ADD COLUMN shows_name BIGINT NOT NULL DEFAULT 0;
