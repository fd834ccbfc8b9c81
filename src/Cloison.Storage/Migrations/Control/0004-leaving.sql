-- Customers who leave. A row is made when an administrator asks, and stays for ever once a second one has approved: it holds the certificate.

CREATE TABLE departures (
  customer TEXT PRIMARY KEY REFERENCES customers (id),
  -- What the certificate is found by. Not the customer's name.
  code_name TEXT NOT NULL UNIQUE,
  -- How far it is: Features/Leaving/DepartureStep.cs.
  step BIGINT NOT NULL,
  asked_by TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  approved_by TEXT,
  approved_at BIGINT,
  -- What the certificate will say, as it becomes known: numbers, times, keys' check values, pseudonyms. No content, no names.
  facts TEXT,
  -- The signed note.
  certificate TEXT
);
CREATE INDEX departures_under_way ON departures (step);
