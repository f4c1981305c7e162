package dev.ensemble.messaging;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A record's key, as what is parked goes by it; two with the same bytes are equal. */
record ParkedKey(ByteBuffer content) {

  /** An entry of an index has room for some 2,700 bytes; ours are of 255 at most. */
  static final int BYTES_MAX = 255;

  private static final int HASH_BYTES = 32;

  static ParkedKey stored(byte[] bytes) {
    return new ParkedKey(ByteBuffer.wrap(bytes.clone()));
  }

  /**
   * Null where the record has no key, and so no order to keep. Of a longer one it is the beginning
   * and a hash of all: should two ever be alike, one waits for the other needlessly.
   */
  static @Nullable ParkedKey of(byte @Nullable [] recordKey) {
    if (recordKey == null || recordKey.length == 0) {
      return null;
    }
    if (recordKey.length <= BYTES_MAX) {
      return stored(recordKey);
    }
    byte[] shortened = Arrays.copyOf(recordKey, BYTES_MAX);
    System.arraycopy(hash(recordKey), 0, shortened, BYTES_MAX - HASH_BYTES, HASH_BYTES);
    return stored(shortened);
  }

  byte[] bytes() {
    byte[] bytes = new byte[content.capacity()];
    content.get(0, bytes);
    return bytes;
  }

  private static byte[] hash(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
