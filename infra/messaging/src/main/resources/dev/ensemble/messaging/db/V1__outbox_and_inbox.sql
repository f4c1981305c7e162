-- What a service needs so that a crash, a retry or a redelivery neither loses a step nor does it
-- twice. These tables belong to the role that migrates; the application and the relay get only
-- the privileges named here. Every rule that the Java types check is checked here again.

-- A grant to a role that is missing fails with few words, so the missing role is named first.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = '${app_role}') THEN
    RAISE EXCEPTION 'the application''s role "${app_role}" does not exist'
      USING HINT = 'Create it, or name another one in ensemble.messaging.database.app-role.';
  END IF;
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = '${relay_role}') THEN
    RAISE EXCEPTION 'the relay''s role "${relay_role}" does not exist'
      USING HINT = 'Create it with LOGIN REPLICATION, or name another one in '
                   'ensemble.messaging.database.relay-role.';
  END IF;
END
$$;

GRANT USAGE ON SCHEMA messaging TO "${app_role}", "${relay_role}";

-- The facts that this service tells. A row is written in the transaction that makes the fact true
-- and never changes afterwards: the relay reads it from the write-ahead log, and the table is kept
-- for the retention time as what a lost replication slot is recovered from. The key is a UUIDv7,
-- so that a range of ids is a range of time: a day is one partition, and is dropped whole. There
-- is no DEFAULT partition: it would hide a missing day and forbid dropping days concurrently.
CREATE TABLE messaging.outbox (
  id             uuid   NOT NULL,
  topic          text   NOT NULL CHECK (topic ~ '^[A-Za-z0-9._-]{1,249}$'),
  -- Key of the Kafka record; facts of one key stay in order. Visible ASCII, as it is a header too.
  partition_key  text   NOT NULL CHECK (partition_key ~ '^[!-~]{1,255}$'),
  type           text   NOT NULL CHECK (type ~ '^[a-z][a-z0-9-]*[.][a-z][a-z0-9-]*[.]v[1-9][0-9]{0,3}$'
                                        AND length(type) <= 128),
  source         text   NOT NULL CHECK (source ~ '^[!-~]{1,255}$'),
  subject        text   NOT NULL CHECK (subject ~ '^[!-~]{1,255}$'),
  -- RFC 3339 in UTC, as text: it travels as it was written, and nothing on the way parses it.
  occurred_at    text   NOT NULL CHECK (occurred_at ~ '^[0-9-]{10}T[0-9:]{8}([.][0-9]{1,9})?Z$'),
  -- One saga has one correlation id; the causation id is the event that led to this one, if any.
  correlation_id text   NOT NULL CHECK (correlation_id ~ '^[!-~]{1,255}$'),
  causation_id   text   CHECK (causation_id ~ '^[!-~]{1,255}$'),
  -- The aggregate's version after the transition that told the fact.
  sequence       bigint NOT NULL CHECK (sequence >= 1),
  content_type   text   NOT NULL CHECK (content_type = 'application/json'),
  traceparent    text   CHECK (traceparent ~ '^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$'),
  tracestate     text   CHECK (tracestate ~ '^[ -~]+$' AND length(tracestate) <= 512),
  -- Bytes, so that they arrive as they were written. A million leaves room for key, headers and
  -- framing below Kafka's default limit of 1,048,576 for a record; two is the empty object {}.
  payload        bytea  NOT NULL CHECK (octet_length(payload) BETWEEN 2 AND 1000000),
  PRIMARY KEY (id)
) PARTITION BY RANGE (id);

-- INSERT alone: what has been told cannot be changed, taken back or read by the application.
GRANT INSERT ON messaging.outbox TO "${app_role}";
GRANT SELECT ON messaging.outbox TO "${relay_role}";

-- Published through the root, so that the relay sees one table and not its days; inserts only, so
-- that dropping a day is no news; and only the columns that the relay sends.
CREATE PUBLICATION outbox
  FOR TABLE messaging.outbox (
    id, topic, partition_key, type, source, subject, occurred_at, correlation_id, causation_id,
    sequence, content_type, traceparent, tracestate, payload)
  WITH (publish = 'insert', publish_via_partition_root = true);

-- The events that this service's consumers have acted on. The row is inserted before anything
-- acts, in the transaction that acts, so an event's effect and its memory are one. Partitioned by
-- the event's own id, not by the time of arrival: a unique key of a partitioned table must contain
-- the partition key, and by arrival time a late redelivery would be new again. An id outside every
-- partition cannot be proved new and is never acted on.
CREATE TABLE messaging.processed_events (
  consumer text   NOT NULL CHECK (consumer ~ '^[a-z][a-z0-9._-]{0,63}$'),
  event_id uuid   NOT NULL,
  -- A part of the hash over type and payload: one id with two meanings is noticed, not swallowed.
  digest   bigint NOT NULL,
  PRIMARY KEY (consumer, event_id)
) PARTITION BY RANGE (event_id);

-- The same for events of other producers whose ids are UUIDs without a time in them. They cannot be
-- kept by the day, so they have a table of their own. Nothing is dropped from it; the time of arrival
-- is there for a window of its own, which comes with retention.
CREATE TABLE messaging.processed_foreign_events (
  consumer     text        NOT NULL CHECK (consumer ~ '^[a-z][a-z0-9._-]{0,63}$'),
  event_id     uuid        NOT NULL,
  digest       bigint      NOT NULL,
  processed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (consumer, event_id)
);

GRANT SELECT, INSERT ON messaging.processed_events, messaging.processed_foreign_events
  TO "${app_role}";

-- The smallest UUIDv7 of a day in UTC. The session's time zone plays no part.
CREATE FUNCTION messaging.first_id_of(day date) RETURNS uuid
  LANGUAGE sql IMMUTABLE STRICT
  SET search_path = pg_catalog, pg_temp
AS $$
  SELECT (lpad(to_hex((extract(epoch FROM day::timestamp) * 1000)::bigint), 12, '0')
          || repeat('0', 20))::uuid
$$;

-- Creates the days that are missing and answers how many partitions it made. It runs with the
-- owner's rights, so that the application needs none on the schema: hence the pinned search path
-- and the bounded span. Replicas that come together wait for each other on the parent's lock, which
-- lets readers and writers pass, and look again once they have it. (An advisory lock would not do:
-- waiting for it does not tell a session what others have created meanwhile.) A day is made apart
-- and then attached, because ATTACH needs no more than that lock, where CREATE ... PARTITION OF
-- would stop all writers.
CREATE FUNCTION messaging.ensure_partitions(first_day date, last_day date) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET lock_timeout = '5s'
AS $$
DECLARE
  days_max CONSTANT integer := 800;
  made integer := 0;
  parent text;
  part text;
  day date;
BEGIN
  IF last_day < first_day OR last_day - first_day > days_max THEN
    RAISE EXCEPTION 'from % to % is no span of at most % days', first_day, last_day, days_max;
  END IF;
  FOREACH parent IN ARRAY ARRAY['outbox', 'processed_events'] LOOP
    FOR offset_days IN 0 .. last_day - first_day LOOP
      day := first_day + offset_days;
      part := parent || '_' || to_char(day, 'YYYYMMDD');
      CONTINUE WHEN to_regclass(format('messaging.%I', part)) IS NOT NULL;
      EXECUTE format('LOCK TABLE messaging.%I IN SHARE UPDATE EXCLUSIVE MODE', parent);
      CONTINUE WHEN to_regclass(format('messaging.%I', part)) IS NOT NULL;
      EXECUTE format('CREATE TABLE messaging.%I (LIKE messaging.%I INCLUDING ALL)', part, parent);
      EXECUTE format('ALTER TABLE messaging.%I ATTACH PARTITION messaging.%I '
                     'FOR VALUES FROM (%L) TO (%L)',
                     parent, part, messaging.first_id_of(day), messaging.first_id_of(day + 1));
      made := made + 1;
    END LOOP;
  END LOOP;
  RETURN made;
END
$$;

REVOKE ALL ON FUNCTION messaging.ensure_partitions(date, date) FROM PUBLIC;
REVOKE ALL ON FUNCTION messaging.first_id_of(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION messaging.ensure_partitions(date, date) TO "${app_role}";
