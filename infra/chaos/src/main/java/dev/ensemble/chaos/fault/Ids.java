package dev.ensemble.chaos.fault;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Ids for what no service has told. */
final class Ids {
  private static final long VERSION_MASK = 0xFFFF_FFFF_FFFF_0FFFL;
  private static final long VERSION_4 = 0x4000L;
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT_MASK = 0x3FFF_FFFF_FFFF_FFFFL;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final int TIMESTAMP_SHIFT = 16;
  private static final int TWELVE_BITS = 1 << 12;

  private Ids() {}

  /** By chance alone. */
  static String random(RandomGenerator random) {
    return of((random.nextLong() & VERSION_MASK) | VERSION_4, random);
  }

  /** With the time in it (RFC 9562, version 7), as events have it that are to be remembered. */
  static String now() {
    RandomGenerator random = ThreadLocalRandom.current();
    long high = System.currentTimeMillis() << TIMESTAMP_SHIFT;
    return of(high | VERSION_7 | random.nextInt(TWELVE_BITS), random);
  }

  private static String of(long high, RandomGenerator random) {
    return new UUID(high, (random.nextLong() & VARIANT_MASK) | VARIANT).toString();
  }
}
