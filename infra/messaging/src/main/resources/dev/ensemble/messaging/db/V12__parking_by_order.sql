-- An outage is never parked. One that an event meets by its own making holds up its partition for as
-- long as it is made again, and only a person knows that it will be: this is where he says so.
CREATE TABLE messaging.park_orders (
  consumer text        NOT NULL CHECK (length(consumer) BETWEEN 1 AND 255),
  event_id uuid        NOT NULL,
  actor    text        NOT NULL CHECK (length(actor) BETWEEN 1 AND 255),
  reason   text        NOT NULL CHECK (length(reason) BETWEEN 1 AND 1000),
  at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  PRIMARY KEY (consumer, event_id)
);

GRANT SELECT, INSERT, DELETE, UPDATE (actor, reason, at) ON messaging.park_orders TO "${app_role}";

ALTER TABLE messaging.parking_audit
  DROP CONSTRAINT parking_audit_result_check,
  ADD CONSTRAINT parking_audit_result_check CHECK (result IN
    ('applied', 'was_applied', 'ignored', 'failed', 'discarded', 'parked')) NOT VALID;
