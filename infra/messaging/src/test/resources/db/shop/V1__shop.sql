-- The database of the tests' service. Its first statement fails where messaging is not there yet:
-- the library migrates before the service.
SELECT count(*) FROM messaging.outbox;

-- One row per effect: an event that acts twice leaves two.
CREATE TABLE shop.effects (
  place bigint GENERATED ALWAYS AS IDENTITY,
  key text NOT NULL,
  amount integer NOT NULL CHECK (amount >= 0)
);

-- Rows that many events share.
CREATE TABLE shop.accounts (
  id text PRIMARY KEY,
  balance integer NOT NULL
);

GRANT USAGE ON SCHEMA shop TO ${app_role};
GRANT SELECT, INSERT ON shop.effects TO ${app_role};
GRANT SELECT, INSERT, UPDATE ON shop.accounts TO ${app_role};
