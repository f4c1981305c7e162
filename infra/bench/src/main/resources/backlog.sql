-- The outbox as Debezium lays it out, for every contender that reads the write-ahead log. The
-- payload is text: what the log's reader gets in either format is its bytes, without the two hex
-- digits a byte that bytea would cost a reader of the text format (Debezium Server), and without
-- the rendering that jsonb costs the server.
CREATE SCHEMA bench;

CREATE TABLE bench.outbox (
  id            uuid PRIMARY KEY,
  aggregatetype text NOT NULL,
  aggregateid   text NOT NULL,
  type          text NOT NULL,
  payload       text NOT NULL
) WITH (autovacuum_enabled = false); -- or it would run within some contender's time

-- The polling relay deletes what it has sent, so it has a copy of its own.
CREATE TABLE bench.polled (LIKE bench.outbox INCLUDING ALL)
  WITH (autovacuum_enabled = false);

CREATE PUBLICATION bench FOR TABLE bench.outbox (id, aggregatetype, aggregateid, type, payload)
  WITH (publish = 'insert', publish_via_partition_root = true);

GRANT USAGE ON SCHEMA bench TO relay;
GRANT SELECT ON bench.outbox TO relay;
GRANT SELECT, UPDATE, DELETE ON bench.polled TO relay;

-- The row with that number; Event.java makes the same.
CREATE FUNCTION bench.event(number bigint) RETURNS bench.outbox
LANGUAGE sql IMMUTABLE
RETURN ROW(
  ('01980000-0000-7000-8000-' || lpad(to_hex(number), 12, '0'))::uuid,
  'order',
  'order-' || lpad((number % 10000)::text, 5, '0'),
  'order.placed.v1',
  '{"n":"' || lpad(number::text, 10, '0')
    || '","customer":"' || md5('c' || number)
    || '","cart":"' || md5('s' || number)
    || '","currency":"EUR","lines":[{"sku":"mug","quantity":2,"price":1250},{"sku":"teapot-large","quantity":1,"price":4900}],"note":"Please ring twice; leave it with the neighbours if nobody answers..."}')::bench.outbox;

-- One row, one transaction. Whoever calls it need not wait for the disk at each.
CREATE PROCEDURE bench.append(first_number bigint, last_number bigint)
LANGUAGE plpgsql AS $$
BEGIN
  FOR number IN first_number..last_number LOOP
    INSERT INTO bench.outbox SELECT * FROM bench.event(number);
    COMMIT;
  END LOOP;
END
$$;
