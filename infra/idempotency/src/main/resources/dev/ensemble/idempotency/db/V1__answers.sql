-- What calls were answered, so that a call that comes again is not executed again. The table belongs
-- to the role that migrates; the application gets only the privileges named here. Every rule that
-- the Java types check is checked here again.

-- A grant to a role that is missing fails with few words, so the missing role is named first.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = '${app_role}') THEN
    RAISE EXCEPTION 'the application''s role "${app_role}" does not exist'
      USING HINT = 'Create it, or name another one in ensemble.idempotency.database.app-role.';
  END IF;
END
$$;

GRANT USAGE ON SCHEMA idempotency TO "${app_role}";

-- A row is written in the transaction that executes the call, and never changes. A day is one
-- partition and is dropped whole. There is no DEFAULT partition: it would hide a missing day.
--
-- The primary key of a partitioned table has to contain the partition's column, so by itself it
-- would let one call be answered on two days. That this does not happen is the work of the advisory
-- lock: only its holder looks, over all days, and only its holder inserts.
CREATE TABLE idempotency.answers (
  -- No control characters in client and operation: the lock joins them by a line break. Even of the
  -- widest characters the three together fit into an index row, which has 2,704 bytes.
  client      text        NOT NULL CHECK (length(client) BETWEEN 1 AND 300
                                          AND client !~ '[\x01-\x1f\x7f]'),
  operation   text        NOT NULL CHECK (length(operation) BETWEEN 1 AND 255
                                          AND operation !~ '[\x01-\x1f\x7f]'),
  key         text        NOT NULL CHECK (key ~ '^[!-~]{1,255}$'),
  -- SHA-256 of what the call said.
  fingerprint bytea       NOT NULL CHECK (octet_length(fingerprint) = 32),
  -- A failure of ours is never stored: it may be tried again.
  status      smallint    NOT NULL CHECK (status BETWEEN 200 AND 499),
  -- Name, value, name, value, in the order in which they are sent.
  headers     text[]      NOT NULL CHECK (cardinality(headers) <= 32
                                          AND cardinality(headers) % 2 = 0
                                          AND array_position(headers, NULL) IS NULL),
  body        bytea       NOT NULL CHECK (octet_length(body) <= 65536),
  -- By the database's clock, which all replicas share.
  created_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (client, operation, key, created_at)
) PARTITION BY RANGE (created_at);

-- An answer that was given cannot be changed or taken back by the application.
GRANT SELECT, INSERT ON idempotency.answers TO "${app_role}";

-- Takes the call's lock until the transaction ends and tells what is stored. Whoever does not get
-- the lock is told at once: waiting, on it or on a unique index, would hold a connection for each
-- duplicate. The lock comes first and the look second, in a statement of its own: in READ COMMITTED
-- each statement of a volatile function has a fresh snapshot, so the holder sees what the one
-- before it committed (a commit is visible before its locks are free). Two calls whose hashes are
-- equal, one in 2^64, would make each other wait, and no more than that.
CREATE FUNCTION idempotency.begin(the_client text, the_operation text, the_key text, life interval)
  RETURNS TABLE (locked boolean, expired boolean, fingerprint bytea, status smallint,
                 headers text[], body bytea)
  LANGUAGE plpgsql VOLATILE
AS $$
DECLARE
  -- Other advisory locks in this database have other numbers.
  seed CONSTANT bigint := hashtextextended('dev.ensemble.idempotency', 0);
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'a call begins in READ COMMITTED: an older snapshot would not see its answer';
  END IF;
  locked := pg_try_advisory_xact_lock(
    hashtextextended(concat_ws(E'\n', the_client, the_operation, the_key), seed));
  expired := false;
  IF locked THEN
    -- Over all days, also those ahead: a clock that was set back must not hide an answer.
    SELECT a.fingerprint, a.status, a.headers, a.body, a.created_at <= clock_timestamp() - life
      INTO fingerprint, status, headers, body, expired
      FROM idempotency.answers a
      WHERE a.client = the_client AND a.operation = the_operation AND a.key = the_key
      ORDER BY a.created_at DESC
      LIMIT 1;
    IF expired THEN
      fingerprint := NULL;
      status := NULL;
      headers := NULL;
      body := NULL;
    END IF;
  END IF;
  RETURN NEXT;
END
$$;

-- Creates the days that are missing, from yesterday on (a clock may be set back), and answers how
-- many it made. It runs with the owner's rights, so that the application needs none on the schema:
-- hence the pinned search path and the bounded span. Replicas that come together wait for each other
-- on the table's lock, which lets readers and writers pass, and look again once they have it. A day
-- is made apart and then attached, because ATTACH needs no more than that lock, where CREATE ...
-- PARTITION OF would stop all writers.
CREATE FUNCTION idempotency.ensure_partitions(days_ahead integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET lock_timeout = '5s'
AS $$
DECLARE
  days_max CONSTANT integer := 60;
  today CONSTANT date := (clock_timestamp() AT TIME ZONE 'UTC')::date;
  made integer := 0;
  part text;
  day date;
BEGIN
  IF days_ahead NOT BETWEEN 0 AND days_max THEN
    RAISE EXCEPTION '% is no number of days from 0 to %', days_ahead, days_max;
  END IF;
  FOR offset_days IN -1 .. days_ahead LOOP
    day := today + offset_days;
    part := 'answers_' || to_char(day, 'YYYYMMDD');
    CONTINUE WHEN to_regclass(format('idempotency.%I', part)) IS NOT NULL;
    LOCK TABLE idempotency.answers IN SHARE UPDATE EXCLUSIVE MODE;
    CONTINUE WHEN to_regclass(format('idempotency.%I', part)) IS NOT NULL;
    EXECUTE format('CREATE TABLE idempotency.%I (LIKE idempotency.answers INCLUDING ALL)', part);
    EXECUTE format('ALTER TABLE idempotency.answers ATTACH PARTITION idempotency.%I '
                   'FOR VALUES FROM (%L) TO (%L)',
                   part, day::timestamp AT TIME ZONE 'UTC', (day + 1)::timestamp AT TIME ZONE 'UTC');
    made := made + 1;
  END LOOP;
  RETURN made;
END
$$;

-- Drops the days of which even the last moment is longer ago than an answer lives, and answers how
-- many. Dropping needs the table for itself for a moment, and everybody queues behind who asks for
-- it; so it asks for a second at most, and the next pass tries again. The least life is here, too,
-- so that nobody drops today by a wrong argument.
CREATE FUNCTION idempotency.drop_expired(life interval) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET lock_timeout = '1s'
AS $$
DECLARE
  -- A service that stood still for a month has about this many; the rest waits for the next pass.
  days_max CONSTANT integer := 60;
  dropped integer := 0;
  part text;
BEGIN
  IF life < interval '1 hour' THEN
    RAISE EXCEPTION 'answers live for an hour at least, not %', life;
  END IF;
  FOR part IN
    SELECT c.relname
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'idempotency.answers'::regclass
        AND (to_date(right(c.relname, 8), 'YYYYMMDD') + 1)::timestamp AT TIME ZONE 'UTC' + life
            <= clock_timestamp()
      ORDER BY c.relname
      LIMIT days_max
  LOOP
    -- Another replica may have been faster.
    EXECUTE format('DROP TABLE IF EXISTS idempotency.%I', part);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA idempotency FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA idempotency TO "${app_role}";
