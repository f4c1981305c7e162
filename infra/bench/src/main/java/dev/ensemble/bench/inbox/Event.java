package dev.ensemble.bench.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ensemble.bench.inbox.contenders.Transfer;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * One event, made from its number: the same bytes for every contender, as the relay sends them.
 *
 * @param number from 0
 * @param idMillis the time in its id
 * @param sentMicros what it says of its sending; 0 where that is not timed
 */
record Event(long number, long idMillis, long sentMicros) {
  static final int ACCOUNTS = 10_000;

  /** Each key comes a few times, so that it has a history. */
  private static final int KEYS = 50_000;

  /** So many ids share a millisecond at most. */
  private static final int IDS_A_MILLISECOND = 100;

  private static final String NOTE =
      "Please ring twice; leave it with the neighbours if nobody answers";

  /** A UUIDv7 whose order is that of the numbers. */
  UUID id() {
    long high = idMillis << 16 | 0x7000 | number % IDS_A_MILLISECOND;
    return new UUID(high, 0x8000_0000_0000_0000L | mixed(number) >>> 2);
  }

  int account() {
    return (int) Long.remainderUnsigned(mixed(-1 - number), ACCOUNTS);
  }

  private int amount() {
    return (int) (1 + number % 100);
  }

  private String key() {
    return "order-%05d".formatted(number % KEYS);
  }

  byte[] payload() {
    return """
        {"number":%d,"account":%d,"amount":%d,"sentMicros":%d,"currency":"EUR","reference":"%016x","note":"%s"}"""
        .formatted(number, account(), amount(), sentMicros, mixed(number), NOTE)
        .getBytes(UTF_8);
  }

  /** By which this inbox knows its content again: a part of the hash over type and payload. */
  long digest() {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update(Transfer.TYPE.getBytes(UTF_8));
      hash.update((byte) 0);
      return ByteBuffer.wrap(hash.digest(payload())).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  ProducerRecord<byte[], byte[]> toSend(String topic) {
    Instant time = Instant.ofEpochMilli(idMillis);
    return new ProducerRecord<>(
        topic,
        null,
        key().getBytes(UTF_8),
        payload(),
        List.of(
            header("ce_specversion", "1.0"),
            header("ce_id", id().toString()),
            header("ce_source", "/ensemble/order-service"),
            header("ce_type", Transfer.TYPE),
            header("ce_subject", key()),
            header("ce_time", time.toString()),
            header("ce_partitionkey", key()),
            header("ce_correlationid", key()),
            header("ce_sequence", Long.toString(1 + number / KEYS)),
            header("content-type", "application/json")));
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(UTF_8));
  }

  /** Scatters numbers evenly (the finaliser of SplitMix64). */
  private static long mixed(long number) {
    long z = number + 0x9e3779b97f4a7c15L;
    z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
    z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
    return z ^ z >>> 31;
  }
}
