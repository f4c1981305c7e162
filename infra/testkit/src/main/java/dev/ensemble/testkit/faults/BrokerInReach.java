package dev.ensemble.testkit.faults;

/**
 * Whether the test's broker runs in this JVM. What holds a step of the broker's own can do so there
 * alone, and says so rather than wait for what cannot come.
 */
public final class BrokerInReach {
  private static volatile boolean elsewhere;

  private BrokerInReach() {}

  /** Called by who has started it elsewhere. */
  public static void isElsewhere() {
    elsewhere = true;
  }

  static void check(Class<?> who) {
    if (elsewhere) {
      throw new IllegalStateException(
          who.getSimpleName()
              + " holds steps of the broker's own and needs it in this JVM:"
              + " -Densemble.test.servers=embedded");
    }
  }
}
