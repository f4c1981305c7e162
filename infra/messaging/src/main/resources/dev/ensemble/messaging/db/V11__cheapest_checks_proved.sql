-- What V10 said of rows to come, shown of those that are there: it reads the table while others
-- write to it.
ALTER TABLE messaging.processed_events
  VALIDATE CONSTRAINT processed_events_consumer_check;

ALTER TABLE messaging.outbox
  VALIDATE CONSTRAINT outbox_topic_check,
  VALIDATE CONSTRAINT outbox_partition_key_check,
  VALIDATE CONSTRAINT outbox_source_check,
  VALIDATE CONSTRAINT outbox_subject_check,
  VALIDATE CONSTRAINT outbox_correlation_id_check,
  VALIDATE CONSTRAINT outbox_causation_id_check,
  VALIDATE CONSTRAINT outbox_occurred_at_check;
