package dev.ensemble.chaos.fault;

import dev.ensemble.chaos.system.SystemUnderTest;
import dev.ensemble.testkit.faults.Direction;
import dev.ensemble.testkit.faults.TcpProxy;
import java.time.Duration;
import java.util.List;

/** The network between two processes fails. */
public final class LinkFault implements Fault {
  /** Each byte in each direction: every round trip takes more than half a second. */
  private static final Duration LATE_BY = Duration.ofMillis(300);

  /** Some requests end before it. */
  private static final long SHORT_BYTES = 700;

  private final Harm harm;
  private final String link;
  private int cut;

  /** How it fails. */
  public enum Harm {
    CUT("cut"),
    SILENCE("silence"),
    DELAY("delay"),
    /** Half open: requests do not arrive. */
    DEAF("let nothing through of"),
    /** Half open: answers do not arrive. */
    MUTE("let no answer through of"),
    /** In the middle of a message, as a rule. */
    CUT_SHORT("cut after 700 bytes"),
    /** What was asked is done, and whoever asked does not hear of it. */
    LOSE_ANSWERS("cut at every answer"),
    REFUSE("refuse");

    private final String words;

    Harm(String words) {
      this.words = words;
    }
  }

  public LinkFault(Harm harm, String link) {
    this.harm = harm;
    this.link = link;
  }

  @Override
  public List<String> targets() {
    return List.of(link);
  }

  /** Counts the connections that it cuts at once. */
  @Override
  public long inject(SystemUnderTest system) {
    TcpProxy proxy = system.links().get(link);
    switch (harm) {
      case CUT -> cut = proxy.cut();
      case SILENCE -> proxy.blackHole();
      case DELAY -> proxy.delay(LATE_BY);
      case DEAF -> proxy.silence(Direction.TO_SERVER);
      case MUTE -> proxy.silence(Direction.TO_CLIENT);
      case CUT_SHORT -> proxy.cutAfter(Direction.TO_SERVER, SHORT_BYTES);
      case LOSE_ANSWERS -> proxy.cutAfter(Direction.TO_CLIENT, 0);
      case REFUSE -> {
        proxy.refuse();
        cut = proxy.cut(); // Whoever was cut off comes back, and is refused.
      }
    }
    return cut;
  }

  @Override
  public boolean hasHit(SystemUnderTest system) {
    return cut > 0 || harm == Harm.CUT || harm == Harm.REFUSE || harmed(system) > 0;
  }

  /** Counts the connections that it has cut meanwhile, or else the bytes that it has held back. */
  private long harmed(SystemUnderTest system) {
    TcpProxy.Harm done = system.links().get(link).harm();
    return switch (harm) {
      case CUT, REFUSE -> 0;
      case CUT_SHORT, LOSE_ANSWERS -> done.connectionsCut();
      case SILENCE, DELAY, DEAF, MUTE -> done.bytesHeld();
    };
  }

  @Override
  public long heal(SystemUnderTest system) {
    long harmed = harmed(system);
    system.links().get(link).pass();
    return harmed;
  }

  @Override
  public String toString() {
    return harm.words + " " + link;
  }
}
