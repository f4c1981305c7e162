-- Functions that look, wait for a lock and look again are right where each statement sees what was
-- committed before it, and nowhere else. At a higher level the second look shows what was there
-- before the wait: a day would go although an event of it was parked meanwhile, or come back empty
-- after it was dropped. The library's own callers ask for READ COMMITTED whatever the database's
-- default is; whoever comes otherwise is refused.
CREATE FUNCTION messaging.require_read_committed() RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF current_setting('transaction_isolation') <> 'read committed' THEN
    RAISE EXCEPTION 'this needs a transaction at READ COMMITTED, and this one is at %',
      upper(current_setting('transaction_isolation'))
      USING ERRCODE = 'invalid_transaction_state';
  END IF;
END
$$;

REVOKE ALL ON FUNCTION messaging.require_read_committed() FROM PUBLIC;

-- As before, and the day's own lock is not waited for: everybody waits for the parent meanwhile.
CREATE OR REPLACE FUNCTION messaging.drop_day(parent text, old_day date, only_empty boolean)
  RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET lock_timeout = '500ms'
AS $$
DECLARE
  part CONSTANT text := parent || '_' || to_char(old_day, 'YYYYMMDD');
  held boolean;
BEGIN
  PERFORM messaging.require_read_committed();
  EXECUTE format('LOCK TABLE ONLY messaging.%I IN ACCESS EXCLUSIVE MODE', parent);
  IF to_regclass(format('messaging.%I', part)) IS NULL THEN
    RETURN NULL;
  END IF;
  EXECUTE format('LOCK TABLE messaging.%I IN ACCESS EXCLUSIVE MODE NOWAIT', part);
  -- Asked again, now that nobody can add anything.
  IF parent = 'processed_events' AND messaging.is_parked(old_day) THEN
    RETURN 'an event of it is parked: redrive or discard it';
  END IF;
  IF only_empty THEN
    EXECUTE format('SELECT EXISTS (SELECT FROM messaging.%I)', part) INTO held;
    IF held THEN
      RETURN 'it was written to just now';
    END IF;
  END IF;
  EXECUTE format('DROP TABLE messaging.%I', part);
  INSERT INTO messaging.dropped_days AS d (parent_name, through) VALUES (parent, old_day)
  ON CONFLICT (parent_name) DO UPDATE SET through = greatest(d.through, excluded.through);
  RETURN NULL;
EXCEPTION
  WHEN lock_not_available THEN
    RETURN 'others have been at work on the table: the next pass tries again';
END
$$;

-- As in V4, at READ COMMITTED alone.
CREATE OR REPLACE FUNCTION messaging.ensure_partitions(first_day date, last_day date)
  RETURNS integer
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
  gone date;
BEGIN
  PERFORM messaging.require_read_committed();
  IF last_day < first_day OR last_day - first_day > days_max THEN
    RAISE EXCEPTION 'from % to % is no span of at most % days', first_day, last_day, days_max;
  END IF;
  FOREACH parent IN ARRAY ARRAY['outbox', 'processed_events'] LOOP
    SELECT through INTO gone FROM messaging.dropped_days AS d WHERE d.parent_name = parent;
    FOR offset_days IN 0 .. last_day - first_day LOOP
      day := first_day + offset_days;
      part := parent || '_' || to_char(day, 'YYYYMMDD');
      CONTINUE WHEN day <= gone;
      CONTINUE WHEN to_regclass(format('messaging.%I', part)) IS NOT NULL;
      EXECUTE format('LOCK TABLE messaging.%I IN SHARE UPDATE EXCLUSIVE MODE', parent);
      CONTINUE WHEN to_regclass(format('messaging.%I', part)) IS NOT NULL;
      -- Once more under the lock, which excludes those who drop.
      SELECT through INTO gone FROM messaging.dropped_days AS d WHERE d.parent_name = parent;
      CONTINUE WHEN day <= gone;
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

-- As in V3, at READ COMMITTED alone: a snapshot from before shows a lease that its owner has given
-- back and somebody else has taken since, and FOR KEY SHARE does not find the change in its way.
CREATE OR REPLACE FUNCTION messaging.hold_lease(held text, fence bigint) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET lock_timeout = '5s'
AS $$
DECLARE
  ends timestamptz;
BEGIN
  PERFORM messaging.require_read_committed();
  SELECT expires_at INTO ends FROM messaging.leases
  WHERE resource = held AND token = fence
  FOR KEY SHARE;
  RETURN FOUND AND ends > clock_timestamp();
END
$$;

-- As in V4, at READ COMMITTED alone.
CREATE OR REPLACE FUNCTION messaging.forget_foreign_events(keep interval, rows_max integer)
  RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  forgotten integer;
BEGIN
  PERFORM messaging.require_read_committed();
  IF keep IS NULL OR keep < interval '1 day' THEN
    RAISE EXCEPTION 'a window is a day at least, not %', keep;
  END IF;
  IF rows_max IS NULL OR rows_max NOT BETWEEN 1 AND 10000 THEN
    RAISE EXCEPTION '1 to 10000 at once, not %', rows_max;
  END IF;
  WITH old AS (
    SELECT consumer, event_id FROM messaging.processed_foreign_events AS f
    WHERE processed_at < clock_timestamp() - keep - interval '1 day'
      AND event_id::text !~ '^.{14}7.{4}[89ab]'
      AND NOT EXISTS (
        SELECT FROM messaging.parking_audit AS known
        WHERE known.result = 'discarded' AND known.consumer = f.consumer
          AND known.event_id = f.event_id)
    ORDER BY processed_at
    LIMIT rows_max
    FOR UPDATE SKIP LOCKED)
  DELETE FROM messaging.processed_foreign_events AS f
  USING old
  WHERE f.consumer = old.consumer AND f.event_id = old.event_id;
  GET DIAGNOSTICS forgotten = ROW_COUNT;
  RETURN forgotten;
END
$$;
