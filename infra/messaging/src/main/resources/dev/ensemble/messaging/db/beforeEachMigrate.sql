-- Whoever waits for a table to be his alone holds up all who come behind him. A migration that does
-- not get it in this time gives up whole, and the start with it: the replicas that run go on, and
-- the next start tries again. Shorter than the five seconds that an inbox's statement waits for a lock.
SET LOCAL lock_timeout = '2s';
