package dev.ensemble.messaging;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record that is to be parked.
 *
 * @param key what waits behind it; null where it waits alone
 */
record Parkable(
    ConsumerRecord<byte[], byte[]> record,
    Identity identity,
    @Nullable ParkedKey key,
    Grounds grounds) {

  static Parkable culprit(ConsumerRecord<byte[], byte[]> record, Throwable cause, int attempts) {
    Identity identity = Identity.of(record);
    Grounds grounds = Grounds.of(cause, identity.type(), attempts);
    // A topic that is read again from its beginning must not park every key that it knows.
    ParkedKey key = grounds.kind() == ParkedRecord.Kind.EXPIRED ? null : ParkedKey.of(record.key());
    return new Parkable(record, identity, key, grounds);
  }

  static Parkable behind(ConsumerRecord<byte[], byte[]> record, ParkedKey key) {
    return new Parkable(record, Identity.of(record), key, Grounds.BEHIND);
  }

  /** Of its key, payload and headers. */
  long bytes() {
    long bytes = length(record.key()) + length(record.value());
    for (Header header : record.headers()) {
      bytes += header.key().length() + length(header.value());
    }
    return bytes;
  }

  private static long length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }

  boolean isCulprit() {
    return grounds.kind() != ParkedRecord.Kind.BEHIND;
  }
}
