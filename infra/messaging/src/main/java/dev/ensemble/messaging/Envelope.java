package dev.ensemble.messaging;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The context attributes of one fact, as CloudEvents 1.0 names them; on Kafka they travel as {@code
 * ce_} headers (Kafka protocol binding, binary content mode).
 *
 * @param id {@code ce_id}; a UUIDv7, made by the writer, the same at every redelivery
 * @param source {@code ce_source}; a URI reference of the service that told the fact
 * @param type {@code ce_type}; {@code noun.verb.vN}
 * @param subject {@code ce_subject}; the aggregate's id
 * @param time {@code ce_time}; when the fact became true at the writer
 * @param partitionKey {@code ce_partitionkey}, and the Kafka record's key
 * @param correlationId {@code ce_correlationid}; one saga, one id
 * @param causationId {@code ce_causationid}; the event that led to this one, null at the beginning
 * @param sequence {@code ce_sequence}; the aggregate's version, from 1; 0 where the producer counts
 *     nothing
 */
public record Envelope(
    UUID id,
    String source,
    String type,
    @Nullable String subject,
    @Nullable Instant time,
    String partitionKey,
    @Nullable String correlationId,
    @Nullable String causationId,
    long sequence) {}
