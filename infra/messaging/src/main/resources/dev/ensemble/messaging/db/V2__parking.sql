-- Where events wait that could not be acted on, each with what comes behind it of the same key, so
-- that nothing overtakes it and all other keys flow on.

-- The keys that are parked. The row is also the lock between live traffic and redrive: whoever
-- takes in a batch holds the rows of its keys FOR KEY SHARE, whoever redrives or discards holds one
-- FOR UPDATE. So a key is freed only while nobody is adding to it, and whoever waited for the row
-- finds it gone and acts, or finds it there and parks behind.
CREATE TABLE messaging.parked_keys (
  consumer   text        NOT NULL CHECK (consumer ~ '^[a-z][a-z0-9._-]{0,63}$'),
  -- The record's key; of one that is too long for an index entry, its beginning and its hash.
  record_key bytea       NOT NULL CHECK (octet_length(record_key) BETWEEN 1 AND 255),
  since      timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (consumer, record_key)
);

-- The records themselves, as they came. The number is their order. Their ids are not in
-- processed_events: whoever redrives one inserts it there, in the transaction that acts.
CREATE TABLE messaging.parked_events (
  number             bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  consumer           text        NOT NULL CHECK (consumer ~ '^[a-z][a-z0-9._-]{0,63}$'),
  -- Null where it waits alone: a record without a key, or one from before the window.
  parked_key         bytea,
  -- Null where the record bears none that can be read.
  event_id           uuid,
  digest             bigint      NOT NULL,
  type               text        CHECK (length(type) <= 128),
  topic              text        NOT NULL,
  partition          integer     NOT NULL,
  record_offset      bigint      NOT NULL,
  -- As the broker tells it, in milliseconds: a hostile one is no time that PostgreSQL knows.
  record_time_millis bigint      NOT NULL,
  key                bytea,
  value              bytea,
  -- In UTF-8, as bytes: a header's name may hold what a text of PostgreSQL may not.
  header_names       bytea[]     NOT NULL,
  header_values      bytea[]     NOT NULL,
  -- failed: its attempts are used up. unreadable: no attempt was worth it. expired: it is from
  -- before the window and may have been acted on. behind: nothing is wrong but what is before it.
  kind               text        NOT NULL
                                 CHECK (kind IN ('failed', 'unreadable', 'expired', 'behind')),
  reason             text        CHECK (length(reason) <= 1000),
  -- Alike where events failed alike.
  fingerprint        text        CHECK (fingerprint ~ '^[0-9a-f]{12}$'),
  attempts           integer     NOT NULL CHECK (attempts >= 0),
  parked_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
  -- No event waits for a key that nobody holds.
  FOREIGN KEY (consumer, parked_key) REFERENCES messaging.parked_keys (consumer, record_key),
  CHECK ((kind = 'behind') = (reason IS NULL)),
  CHECK ((reason IS NULL) = (fingerprint IS NULL)),
  CHECK (kind <> 'behind' OR parked_key IS NOT NULL),
  CHECK (kind <> 'expired' OR parked_key IS NULL)
);

-- A redelivery finds itself. The digest is part of it, because one id with another payload is
-- another record, which must not vanish behind the first; and because a topic that was made anew
-- counts its offsets from zero again.
CREATE UNIQUE INDEX parked_events_once
  ON messaging.parked_events (consumer, event_id, digest) WHERE event_id IS NOT NULL;
CREATE UNIQUE INDEX parked_events_once_without_id
  ON messaging.parked_events (consumer, topic, partition, record_offset, digest)
  WHERE event_id IS NULL;
-- What comes next of a key; all in their order; who failed alike.
CREATE INDEX parked_events_of_key ON messaging.parked_events (consumer, parked_key, number);
CREATE INDEX parked_events_in_order ON messaging.parked_events (consumer, number);
CREATE INDEX parked_events_alike ON messaging.parked_events (consumer, fingerprint, number);

-- What people did with parked events, and why. A discarded event is remembered by its row here
-- where its id cannot be remembered in processed_events.
CREATE TABLE messaging.parking_audit (
  id            bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at            timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor         text        NOT NULL CHECK (length(actor) BETWEEN 1 AND 255),
  reason        text        NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
  result        text        NOT NULL CHECK (result IN
                              ('applied', 'was_applied', 'ignored', 'failed', 'discarded')),
  detail        text        CHECK (length(detail) <= 1000),
  consumer      text        NOT NULL,
  number        bigint      NOT NULL,
  kind          text        NOT NULL,
  parked_key    bytea,
  event_id      uuid,
  digest        bigint      NOT NULL,
  type          text,
  topic         text        NOT NULL,
  partition     integer     NOT NULL,
  record_offset bigint      NOT NULL
);

CREATE INDEX parking_audit_discarded
  ON messaging.parking_audit (consumer, event_id, digest)
  WHERE result = 'discarded' AND event_id IS NOT NULL;
CREATE INDEX parking_audit_discarded_without_id
  ON messaging.parking_audit (consumer, topic, partition, record_offset, digest)
  WHERE result = 'discarded' AND event_id IS NULL;

-- To lock a row needs a privilege to update some column of it. A parked record can be taken out or
-- judged anew, but not changed; what stands in the audit stands.
GRANT SELECT, INSERT, DELETE, UPDATE (since) ON messaging.parked_keys TO "${app_role}";
GRANT SELECT, INSERT, DELETE, UPDATE (kind, reason, fingerprint, attempts)
  ON messaging.parked_events TO "${app_role}";
GRANT SELECT, INSERT ON messaging.parking_audit TO "${app_role}";
