-- What V12 said of rows to come, shown of those that are there: it reads the table while others
-- write to it.
ALTER TABLE messaging.parking_audit
  VALIDATE CONSTRAINT parking_audit_result_check;
