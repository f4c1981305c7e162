-- What is remembered goes, a whole day at a time, when nothing needs it any more. The application
-- asks, and these functions, with the owner's rights, refuse what would lose something.

-- Days up to this one were dropped, or were never to be made again. A window that is made longer
-- would otherwise bring back a day without what was acted on in it, and every event of it would be
-- new.
CREATE TABLE messaging.dropped_days (
  parent_name text PRIMARY KEY CHECK (parent_name IN ('outbox', 'processed_events')),
  through     date NOT NULL
);

-- Where the write-ahead log stood when nobody was writing to a day of the outbox any more: who has
-- read so far has read all of its rows.
CREATE TABLE messaging.closed_outbox_days (
  day      date   PRIMARY KEY,
  position pg_lsn NOT NULL
);

CREATE INDEX processed_foreign_events_by_time
  ON messaging.processed_foreign_events (processed_at);

-- As before, except that days that were dropped stay so.
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

-- Drops a day that the caller's rules let go; null if it is gone, else why it stays. DETACH ...
-- CONCURRENTLY stops nobody, but runs in no function, and the application has no right of its own to
-- do it. DROP needs the parent for itself: it waits for whoever is writing and holds up whoever comes
-- behind. So it waits for half a second at most, and the next pass tries again: a day more or less
-- does not matter.
CREATE FUNCTION messaging.drop_day(parent text, old_day date, only_empty boolean) RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET lock_timeout = '500ms'
AS $$
DECLARE
  part CONSTANT text := parent || '_' || to_char(old_day, 'YYYYMMDD');
  held boolean;
BEGIN
  EXECUTE format('LOCK TABLE ONLY messaging.%I IN ACCESS EXCLUSIVE MODE', parent);
  IF to_regclass(format('messaging.%I', part)) IS NULL THEN
    RETURN NULL;
  END IF;
  EXECUTE format('LOCK TABLE messaging.%I IN ACCESS EXCLUSIVE MODE', part);
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
    RETURN 'others have been at work on the table for half a second: the next pass tries again';
END
$$;

-- Whether an event of that day waits, of any consumer: its redrive must find out whether it was
-- acted on.
CREATE FUNCTION messaging.is_parked(old_day date) RETURNS boolean
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
AS $$
  SELECT EXISTS (
    SELECT FROM messaging.parked_events
    WHERE event_id >= messaging.first_id_of(old_day)
      AND event_id < messaging.first_id_of(old_day + 1))
$$;

-- A day and a bit of it more than is kept: a replica whose clock is slow still takes an event for
-- one of the window.
CREATE FUNCTION messaging.is_over(old_day date, keep interval) RETURNS boolean
  LANGUAGE sql VOLATILE
  SET search_path = pg_catalog, pg_temp
AS $$
  SELECT old_day < ((clock_timestamp() - keep) AT TIME ZONE 'UTC')::date - 1
$$;

-- Drops a day of which nothing is acted on any more, as it is before the window; null if it is gone,
-- else why it stays.
CREATE FUNCTION messaging.drop_processed_day(old_day date, keep interval) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF keep IS NULL OR keep < interval '1 day' THEN
    RAISE EXCEPTION 'a window is a day at least, not %', keep;
  END IF;
  IF old_day IS NULL OR NOT messaging.is_over(old_day, keep) THEN
    RETURN 'it is not over';
  END IF;
  -- Before the lock as well, so that a day that stays for long does not stop all writers each hour.
  IF messaging.is_parked(old_day) THEN
    RETURN 'an event of it is parked: redrive or discard it';
  END IF;
  RETURN messaging.drop_day('processed_events', old_day, false);
END
$$;

-- Drops a day of the outbox that is old enough, and of which every row is published: each logical
-- slot of this database has confirmed a place in the log that is behind all of its rows. Which of
-- the slots is the relay's is not known here, and one that is behind, whosesoever it is, may be it.
-- Null if it is gone, else why it stays.
CREATE FUNCTION messaging.drop_outbox_day(old_day date, keep interval) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET lock_timeout = '500ms'
AS $$
DECLARE
  part CONSTANT text := 'outbox_' || to_char(old_day, 'YYYYMMDD');
  written boolean;
  closed_at pg_lsn;
  slots integer;
  behind text;
  gone text;
BEGIN
  IF keep IS NULL OR keep < interval '3 days' THEN
    RAISE EXCEPTION 'an outbox is kept for 3 days at least, not %', keep;
  END IF;
  IF old_day IS NULL OR NOT messaging.is_over(old_day, keep) THEN
    RETURN 'it is not over';
  END IF;
  IF to_regclass(format('messaging.%I', part)) IS NULL THEN
    RETURN NULL;
  END IF;
  EXECUTE format('SELECT EXISTS (SELECT FROM messaging.%I)', part) INTO written;
  IF written THEN
    SELECT position INTO closed_at FROM messaging.closed_outbox_days WHERE day = old_day;
    IF closed_at IS NULL THEN
      BEGIN
        -- Whoever has written to it has committed once this lock is there.
        EXECUTE format('LOCK TABLE messaging.%I IN SHARE MODE', part);
      EXCEPTION
        WHEN lock_not_available THEN
          RETURN 'somebody has been writing to it for half a second';
      END;
      closed_at := pg_current_wal_insert_lsn();
      INSERT INTO messaging.closed_outbox_days (day, position) VALUES (old_day, closed_at);
    END IF;
    SELECT count(*),
           min(slot_name) FILTER (
             WHERE confirmed_flush_lsn IS NULL OR confirmed_flush_lsn < closed_at
                OR wal_status = 'lost')
    INTO slots, behind
    FROM pg_replication_slots
    WHERE slot_type = 'logical' AND database = current_database() AND NOT temporary;
    IF slots = 0 THEN
      RETURN 'this database has no replication slot, so nothing tells that its rows are published';
    ELSIF behind IS NOT NULL THEN
      RETURN format('the replication slot %s has not confirmed all of its rows', behind);
    END IF;
  END IF;
  gone := messaging.drop_day('outbox', old_day, NOT written);
  IF gone IS NULL THEN
    DELETE FROM messaging.closed_outbox_days WHERE day = old_day;
  END IF;
  RETURN gone;
END
$$;

-- Forgets events without a time in their ids that were acted on before the window and a day, a
-- bounded number of them at once; answers how many. What people decided upon stays: a discarded event
-- must not be new again, nor one from before the window that somebody had act once more (the only
-- reason for which an id with a time stands here).
CREATE FUNCTION messaging.forget_foreign_events(keep interval, rows_max integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  forgotten integer;
BEGIN
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

REVOKE ALL ON FUNCTION messaging.drop_day(text, date, boolean) FROM PUBLIC;
REVOKE ALL ON FUNCTION messaging.is_parked(date) FROM PUBLIC;
REVOKE ALL ON FUNCTION messaging.is_over(date, interval) FROM PUBLIC;
REVOKE ALL ON FUNCTION messaging.drop_processed_day(date, interval) FROM PUBLIC;
REVOKE ALL ON FUNCTION messaging.drop_outbox_day(date, interval) FROM PUBLIC;
REVOKE ALL ON FUNCTION messaging.forget_foreign_events(interval, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION messaging.drop_processed_day(date, interval),
  messaging.drop_outbox_day(date, interval), messaging.forget_foreign_events(interval, integer),
  messaging.is_over(date, interval) TO "${app_role}";
