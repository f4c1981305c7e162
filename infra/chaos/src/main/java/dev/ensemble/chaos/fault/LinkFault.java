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
  private boolean injected;

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

  /** Counts the connections that it hits at once; who comes later is hit as well. */
  @Override
  public long inject(SystemUnderTest system) {
    TcpProxy proxy = system.links().get(link);
    int open = proxy.connections();
    switch (harm) {
      case CUT -> proxy.cut();
      case SILENCE -> proxy.blackHole();
      case DELAY -> proxy.delay(LATE_BY);
      case DEAF -> proxy.silence(Direction.TO_SERVER);
      case MUTE -> proxy.silence(Direction.TO_CLIENT);
      case CUT_SHORT -> proxy.cutAfter(Direction.TO_SERVER, SHORT_BYTES);
      case LOSE_ANSWERS -> proxy.cutAfter(Direction.TO_CLIENT, 0);
      case REFUSE -> {
        proxy.refuse();
        proxy.cut();
      }
    }
    injected = true;
    return open;
  }

  @Override
  public long heal(SystemUnderTest system) {
    TcpProxy proxy = system.links().get(link);
    int open = injected && harm != Harm.CUT ? proxy.connections() : 0;
    proxy.pass();
    return open;
  }

  @Override
  public String toString() {
    return harm.words + " " + link;
  }
}
