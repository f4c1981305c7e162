package dev.ensemble.idempotency;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * What a command says, in 32 bytes: two commands with one key are retries of each other exactly
 * where their fingerprints are equal.
 *
 * @param hex 64 hexadecimal digits in lower case
 */
public record Fingerprint(String hex) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public Fingerprint {
    if (!FORM.matcher(hex).matches()) {
      throw new IllegalArgumentException("A fingerprint is 64 hexadecimal digits in lower case");
    }
  }

  /** Over the parts in their order; each counts with its length, so no two lists meet. */
  public static Fingerprint of(byte[]... parts) {
    MessageDigest digest = sha256();
    for (byte[] part : parts) {
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
      digest.update(part);
    }
    return ofDigest(digest.digest());
  }

  byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  static Fingerprint ofDigest(byte[] digest) {
    return new Fingerprint(HexFormat.of().formatHex(digest));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
