package dev.ensemble.chaos.fault;

import dev.ensemble.chaos.system.Layout;
import dev.ensemble.chaos.system.SystemUnderTest;
import dev.ensemble.local.stack.Life;
import dev.ensemble.local.stack.Program;
import dev.ensemble.testkit.faults.Direction;
import dev.ensemble.testkit.faults.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One of a program's processes is killed at a certain moment of its work: when something is on the
 * wire that says so. The process stands still there, or what it said has just passed.
 */
public final class KillPoint implements Fault {
  /** Orders come all the time; a service that is waiting for another fault's end does nothing. */
  private static final Duration TRIPPED_WITHIN = Duration.ofSeconds(8);

  private static final Duration LOOK_EVERY = Duration.ofMillis(2);

  /** How the server says so. */
  private static final String INSERTED = "INSERT 0 ";

  /** A header's name, which each record has; compression leaves what it meets first as it is. */
  private static final String EVENT = "ce_id";

  private final Moment moment;
  private final List<String> processes;
  private @Nullable String killed;
  private @Nullable Life life;

  /** When it is killed. */
  public enum Moment {
    /** A row is inserted, and the transaction is not committed. */
    AFTER_INSERT("after an insert and before the commit", Direction.TO_CLIENT),
    /** The server has committed what was inserted, and the process does not know it. */
    AFTER_COMMIT("after a commit and before it hears of it", Direction.TO_CLIENT),
    /** A relay has read an event, and the broker has not got it. */
    BEFORE_SEND("with an event in its hands", Direction.TO_SERVER),
    /** The broker gets an event, and the relay has no answer. */
    AFTER_SEND("after it sent an event", Direction.TO_SERVER);

    private final String words;
    private final Direction direction;

    Moment(String words, Direction direction) {
      this.words = words;
      this.direction = direction;
    }

    private TcpProxy.Wire wire() {
      return switch (this) {
        case AFTER_INSERT -> new TcpProxy.Wire("", INSERTED, false);
        case AFTER_COMMIT -> new TcpProxy.Wire(INSERTED, "COMMIT", false);
        case BEFORE_SEND -> new TcpProxy.Wire("", EVENT, false);
        case AFTER_SEND -> new TcpProxy.Wire("", EVENT, true);
      };
    }
  }

  /**
   * @param program the one of its processes that comes there first is killed
   */
  public KillPoint(Moment moment, Program program) {
    this.moment = moment;
    this.processes = Layout.processes(List.of(program));
  }

  @Override
  public List<String> targets() {
    List<String> targets = new ArrayList<>(processes);
    processes.forEach(process -> targets.addAll(links(process)));
    return targets;
  }

  private List<String> links(String process) {
    List<String> servers =
        moment.direction == Direction.TO_CLIENT ? List.of(Layout.POSTGRES) : Layout.brokers();
    return servers.stream().map(server -> process + ">" + server).toList();
  }

  @Override
  public long inject(SystemUnderTest system) throws InterruptedException {
    forEachLink(system, link -> link.trip(moment.direction, moment.wire()));
    try {
      String first = awaitFirst(system);
      Life now = system.process(first).life();
      Processes.kill(now.process());
      killed = first;
      life = now;
      return 0;
    } finally {
      forEachLink(system, TcpProxy::pass);
    }
  }

  private String awaitFirst(SystemUnderTest system) throws InterruptedException {
    long deadline = System.nanoTime() + TRIPPED_WITHIN.toNanos();
    while (System.nanoTime() < deadline) {
      for (String process : processes) {
        if (links(process).stream().anyMatch(link -> system.links().get(link).tripped() > 0)) {
          return process;
        }
      }
      Thread.sleep(LOOK_EVERY);
    }
    throw new IllegalStateException("nobody came there");
  }

  private void forEachLink(SystemUnderTest system, Consumer<TcpProxy> deed) {
    processes.forEach(
        process -> links(process).forEach(link -> deed.accept(system.links().get(link))));
  }

  @Override
  public long heal(SystemUnderTest system) {
    return 0;
  }

  /** Counts that it was started again. */
  @Override
  public long awaitEffect(SystemUnderTest system) throws InterruptedException {
    Life before = life;
    String process = killed;
    if (before == null || process == null) {
      return 0;
    }
    boolean again =
        Patience.until(
            Patience.BACK_WITHIN, () -> system.process(process).starts() > before.number());
    return again ? 1 : 0;
  }

  @Override
  public String toString() {
    return "kill -9 one of %s %s".formatted(String.join(" and ", processes), moment.words);
  }
}
