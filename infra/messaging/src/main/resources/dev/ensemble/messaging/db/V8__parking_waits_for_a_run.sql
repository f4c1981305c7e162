-- Whoever parks an event must know what became of it elsewhere: another replica may be acting on it
-- at this moment, and its id is then in a transaction that nobody sees. To insert the id is to wait
-- for that one: it commits and the id is known, or rolls back. What is inserted here is taken out
-- again at once; as long as the transaction runs, though, whoever wants to act on the event waits,
-- and finds it parked afterwards. With the owner's rights, because the application may not forget
-- what was acted on: nothing else goes than what was put in here.
CREATE FUNCTION messaging.hold_events(by_consumer text, timed uuid[], timeless uuid[]) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
  held uuid[];
BEGIN
  -- An id whose day has no partition is acted on by nobody.
  WITH put AS (
    INSERT INTO messaging.processed_events (consumer, event_id, digest)
    SELECT by_consumer, id, 0 FROM unnest(timed) AS came (id)
    WHERE to_regclass('messaging.processed_events_' || to_char(
            to_timestamp(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000)
              AT TIME ZONE 'UTC', 'YYYYMMDD')) IS NOT NULL
    ORDER BY id
    ON CONFLICT DO NOTHING
    RETURNING event_id)
  SELECT array_agg(event_id) INTO held FROM put;
  DELETE FROM messaging.processed_events WHERE consumer = by_consumer AND event_id = ANY (held);

  WITH put AS (
    INSERT INTO messaging.processed_foreign_events (consumer, event_id, digest)
    SELECT by_consumer, id, 0 FROM unnest(timeless) AS came (id)
    ORDER BY id
    ON CONFLICT DO NOTHING
    RETURNING event_id)
  SELECT array_agg(event_id) INTO held FROM put;
  DELETE FROM messaging.processed_foreign_events
  WHERE consumer = by_consumer AND event_id = ANY (held);
END
$$;

REVOKE ALL ON FUNCTION messaging.hold_events(text, uuid[], uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION messaging.hold_events(text, uuid[], uuid[]) TO "${app_role}";
