-- What the test service changes: one row for each effect, and no rule against a second one, so that
-- a second one would be seen.
GRANT USAGE ON SCHEMA till TO "${app_role}";

CREATE TABLE till.sales (
  place bigint GENERATED ALWAYS AS IDENTITY,
  item  text NOT NULL
);

GRANT SELECT, INSERT ON till.sales TO "${app_role}";
