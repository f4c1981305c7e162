package dev.ensemble.messaging;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A parked event with its payload and all else that is known of it.
 *
 * @param record byte for byte as it came, whatever that is
 * @param history what was done with it, oldest first
 */
public record ParkedContent(
    ParkedRecord event, ConsumerRecord<byte[], byte[]> record, List<ParkingNote> history) {}
