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

-- As in V4, except for who is taken for the relay. A slot that has confirmed everything says that the
-- rows are published only if it is the relay's: an analyst's own says nothing of the kind where the
-- relay's is gone. Which one it is, the application may say; else it is the only one that reads as
-- the relay does. Where that is not clear, the day stays. All others are waited for, too.
DROP FUNCTION messaging.drop_outbox_day(date, interval);

CREATE FUNCTION messaging.drop_outbox_day(
  old_day date, keep interval, relay_slot text DEFAULT NULL) RETURNS text
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
  SET lock_timeout = '500ms'
AS $$
DECLARE
  part CONSTANT text := 'outbox_' || to_char(old_day, 'YYYYMMDD');
  written boolean;
  closed_at pg_lsn;
  slots integer;
  relays integer;
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
           count(*) FILTER (
             WHERE CASE WHEN relay_slot IS NULL THEN plugin = 'pgoutput'
                        ELSE slot_name = relay_slot END),
           min(slot_name) FILTER (
             WHERE confirmed_flush_lsn IS NULL OR confirmed_flush_lsn < closed_at
                OR wal_status = 'lost')
    INTO slots, relays, behind
    FROM pg_replication_slots
    WHERE slot_type = 'logical' AND database = current_database() AND NOT temporary;
    IF slots = 0 THEN
      RETURN 'this database has no replication slot, so nothing tells that its rows are published';
    ELSIF behind IS NOT NULL THEN
      RETURN format('the replication slot %s has not confirmed all of its rows', behind);
    ELSIF relays = 0 AND relay_slot IS NOT NULL THEN
      RETURN format('the relay''s replication slot %s is not there, '
                    'so nothing tells that its rows are published', relay_slot);
    ELSIF relays <> 1 THEN
      RETURN format('it is not known which of %s replication slots is the relay''s: '
                    'name it in ensemble.messaging.retention.relay-slot', slots);
    END IF;
  END IF;
  gone := messaging.drop_day('outbox', old_day, NOT written);
  IF gone IS NULL THEN
    DELETE FROM messaging.closed_outbox_days WHERE day = old_day;
  END IF;
  RETURN gone;
END
$$;

REVOKE ALL ON FUNCTION messaging.drop_outbox_day(date, interval, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION messaging.drop_outbox_day(date, interval, text) TO "${app_role}";

-- What people did with parked events is kept for long, and not for good: it holds keys. A discarded
-- event that only the audit remembers is forgotten with it, which is why it is kept for longer than
-- any event can come again; what comes all the same is parked as from before the window, or as
-- unreadable, and not acted on.
CREATE INDEX parking_audit_by_time ON messaging.parking_audit (at);

-- The application's role may ask for this, and must not be able to wipe what was done with its own
-- password. The least is the foreign window's default: discarded events are known by the audit alone.
CREATE FUNCTION messaging.forget_audit(keep interval, rows_max integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  forgotten integer;
BEGIN
  IF keep IS NULL OR keep < interval '30 days' THEN
    RAISE EXCEPTION 'an audit is kept for 30 days at least, not %', keep;
  END IF;
  IF rows_max IS NULL OR rows_max NOT BETWEEN 1 AND 10000 THEN
    RAISE EXCEPTION '1 to 10000 at once, not %', rows_max;
  END IF;
  WITH old AS (
    SELECT id FROM messaging.parking_audit
    WHERE at < clock_timestamp() - keep
    ORDER BY at
    LIMIT rows_max
    FOR UPDATE SKIP LOCKED)
  DELETE FROM messaging.parking_audit AS audit
  USING old
  WHERE audit.id = old.id;
  GET DIAGNOSTICS forgotten = ROW_COUNT;
  RETURN forgotten;
END
$$;

REVOKE ALL ON FUNCTION messaging.forget_audit(interval, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION messaging.forget_audit(interval, integer) TO "${app_role}";
