-- What V6 added is proved of the rows that were there before: each is read once, and whoever reads or
-- writes goes on meanwhile.
ALTER TABLE messaging.processed_events
  VALIDATE CONSTRAINT processed_events_consumer_check;

ALTER TABLE messaging.processed_foreign_events
  VALIDATE CONSTRAINT processed_foreign_events_consumer_check;

ALTER TABLE messaging.outbox
  VALIDATE CONSTRAINT outbox_topic_check,
  VALIDATE CONSTRAINT outbox_partition_key_check,
  VALIDATE CONSTRAINT outbox_source_check,
  VALIDATE CONSTRAINT outbox_subject_check,
  VALIDATE CONSTRAINT outbox_correlation_id_check,
  VALIDATE CONSTRAINT outbox_causation_id_check,
  VALIDATE CONSTRAINT outbox_occurred_at_check,
  VALIDATE CONSTRAINT outbox_traceparent_check;
