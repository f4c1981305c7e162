package dev.ensemble.messaging.leases;

import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.HexFormat;

/** By what this process is told from all others, and found by people. */
public final class LeaseOwner {

  /** Process ids repeat after a restart, and are all 1 in containers. */
  private static final int RANDOM_BYTES = 8;

  private static final int SHOWN_LENGTH_MAX = 200;

  private static final String OF_THIS_PROCESS = made();

  private LeaseOwner() {}

  /** Process id, host and what no other process has; the same for as long as this process lives. */
  public static String ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  private static String made() {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String shown = ManagementFactory.getRuntimeMXBean().getName().replaceAll("[^!-~]", "?");
    return shown.substring(0, Math.min(shown.length(), SHOWN_LENGTH_MAX))
        + "/"
        + HexFormat.of().formatHex(random);
  }
}
