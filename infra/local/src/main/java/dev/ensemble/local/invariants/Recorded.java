package dev.ensemble.local.invariants;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A fact reduced to a fingerprint of everything that is sent of it: headers, key and payload. */
final class Recorded {
  /** The columns of the outbox and the headers of a record, in the order of the fingerprint. */
  static final List<String> HEADERS =
      List.of(
          "ce_specversion",
          "ce_id",
          "ce_source",
          "ce_type",
          "ce_subject",
          "ce_time",
          "ce_partitionkey",
          "ce_correlationid",
          "ce_causationid",
          "ce_sequence",
          "content-type",
          "traceparent",
          "tracestate");

  private static final int ABSENT = -1;

  private Recorded() {}

  /** Equal for equal values in equal order, different for any other; lengths keep them apart. */
  static String fingerprint(List<byte @Nullable []> values) {
    MessageDigest digest = sha256();
    for (byte @Nullable [] value : values) {
      digest.update(ByteBuffer.allocate(4).putInt(value == null ? ABSENT : value.length).array());
      if (value != null) {
        digest.update(value);
      }
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 16);
  }

  static byte @Nullable [] bytes(@Nullable String text) {
    return text == null ? null : text.getBytes(UTF_8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
