package dev.ensemble.messaging;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A parked event with all that it takes to act on it.
 *
 * @param key what waits behind it; null where it waits alone
 * @param record as it came
 */
record ParkedRow(
    ParkedRecord event,
    @Nullable ParkedKey key,
    long digest,
    ConsumerRecord<byte[], byte[]> record) {}
