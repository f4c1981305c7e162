package dev.ensemble.messaging;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * By what a record is known again, readable or not.
 *
 * @param id its {@code ce_id}; null where none, or more than one, can be read
 * @param type its {@code ce_type}, fit to be shown
 * @param digest a part of the hash over type and payload
 */
record Identity(@Nullable UUID id, @Nullable String type, long digest) {

  private static final int UUID_LENGTH = 36;

  /** To look the algorithm up takes as long as a short digest. */
  private static final ThreadLocal<MessageDigest> HASH = ThreadLocal.withInitial(Identity::sha256);

  static Identity of(ConsumerRecord<byte[], byte[]> record) {
    String id = only(record, "ce_id");
    String type = only(record, "ce_type");
    byte[] value = record.value() == null ? new byte[0] : record.value();
    return new Identity(
        id != null && isUuid(id) ? UUID.fromString(id) : null,
        type == null ? null : shown(type),
        digest(type == null ? "" : type, value));
  }

  /**
   * UUID.fromString also takes "1-1-1-1-1", which no two systems would write alike. By hand, as
   * every record passes here.
   */
  static boolean isUuid(String text) {
    if (text.length() != UUID_LENGTH) {
      return false;
    }
    for (int i = 0; i < UUID_LENGTH; i++) {
      char c = text.charAt(i);
      boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
      if (hyphen ? c != '-' : !isHexadecimal(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isHexadecimal(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  /** Copies of one event are the same byte for byte: the relay sends what was written. */
  static long digest(String type, byte[] value) {
    MessageDigest hash = HASH.get();
    // An error amid the last one may have left half of it here.
    hash.reset();
    hash.update(type.getBytes(StandardCharsets.UTF_8));
    hash.update((byte) 0);
    return ByteBuffer.wrap(hash.digest(value)).getLong();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /** Headers are the sender's: what is shown is cut and without control characters. */
  static String shown(String text) {
    String visible = text.replaceAll("[^ -~]", "?");
    return visible.length() <= Wire.TYPE_LENGTH_MAX
        ? visible
        : visible.substring(0, Wire.TYPE_LENGTH_MAX - 1) + "~";
  }

  private static @Nullable String only(ConsumerRecord<byte[], byte[]> record, String name) {
    String found = null;
    for (Header header : record.headers().headers(name)) {
      if (found != null || header.value() == null) {
        return null;
      }
      found = new String(header.value(), StandardCharsets.UTF_8);
    }
    return found;
  }
}
