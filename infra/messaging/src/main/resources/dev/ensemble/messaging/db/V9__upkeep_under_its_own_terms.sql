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
