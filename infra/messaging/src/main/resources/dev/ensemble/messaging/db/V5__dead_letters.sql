-- Parked events are copied to a dead-letter topic where one is set. A mark at each one, not the
-- number of the last: numbers are given before the commit, so a smaller one may appear later.
-- Whoever waits behind another is no dead letter, until a redrive fails with it.
ALTER TABLE messaging.parked_events
  -- copied: it is on the topic. refused: the topic does not take such a record, and never will.
  ADD COLUMN dead_letter text CHECK (dead_letter IN ('copied', 'refused'));

CREATE INDEX parked_events_to_copy
  ON messaging.parked_events (consumer, number)
  WHERE dead_letter IS NULL AND kind <> 'behind';

GRANT UPDATE (dead_letter) ON messaging.parked_events TO "${app_role}";
