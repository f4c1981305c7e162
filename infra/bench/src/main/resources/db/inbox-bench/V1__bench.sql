-- What the contenders of the inbox's benchmark act on, and what the listener keeps for itself.
CREATE TABLE bench.accounts (
  id      integer PRIMARY KEY,
  balance bigint  NOT NULL
)
-- Room for changed rows on their own page, as for any table that is updated all the time.
WITH (fillfactor = 50);

INSERT INTO bench.accounts SELECT n, 0 FROM generate_series(0, 9999) AS n;

-- The pattern as everyone writes it: the id in a table of its own, and an outbox beside it.
CREATE TABLE bench.processed_events (
  consumer     text        NOT NULL,
  event_id     uuid        NOT NULL,
  processed_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consumer, event_id)
);

CREATE TABLE bench.outbox (
  id             uuid        PRIMARY KEY,
  topic          text        NOT NULL,
  partition_key  text        NOT NULL,
  type           text        NOT NULL,
  correlation_id text        NOT NULL,
  causation_id   text,
  occurred_at    timestamptz NOT NULL,
  payload        bytea       NOT NULL
);

GRANT USAGE ON SCHEMA bench TO ${app_role};
GRANT SELECT, UPDATE ON bench.accounts TO ${app_role};
GRANT SELECT, INSERT ON bench.processed_events, bench.outbox TO ${app_role};
