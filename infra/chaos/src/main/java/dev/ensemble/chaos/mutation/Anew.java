package dev.ensemble.chaos.mutation;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Stands beside a mutant in the program that it is in, and needs nothing but the JDK there. Which
 * of its methods is taken follows from what the mutated one answers.
 */
public final class Anew {
  private static final int BYTES = 32;

  private Anew() {}

  /** A key that nobody has ever used. */
  public static String key() {
    return UUID.randomUUID().toString();
  }

  /** As long as a fingerprint, and of nothing. */
  public static byte[] fingerprint() {
    byte[] bytes = new byte[BYTES];
    ThreadLocalRandom.current().nextBytes(bytes);
    return bytes;
  }
}
