-- Every change of points, by the event that led to it.
CREATE TABLE loyalty.entries (
  entry_number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  event_id     uuid   NOT NULL,
  customer_id  text   NOT NULL,
  order_id     uuid   NOT NULL,
  points       bigint NOT NULL CHECK (points <> 0)
);
CREATE INDEX entries_by_order ON loyalty.entries (order_id);

-- What a customer has: the sum of the entries.
CREATE TABLE loyalty.accounts (
  customer_id text   PRIMARY KEY,
  points      bigint NOT NULL DEFAULT 0 CHECK (points >= 0),
  version     bigint NOT NULL DEFAULT 0
);

GRANT USAGE ON SCHEMA loyalty TO "${app_role}";
GRANT SELECT, INSERT ON loyalty.entries TO "${app_role}";
GRANT SELECT, INSERT, UPDATE ON loyalty.accounts TO "${app_role}";
