package dev.ensemble.chaos.load;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.History;
import dev.ensemble.chaos.system.SystemUnderTest;
import dev.ensemble.local.invariants.Evidence;
import dev.ensemble.local.stack.Program;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Looks at the system from outside, every second, past all faults, and writes down what it sees.
 */
public final class Sampler implements AutoCloseable {
  private static final Duration PACE = Duration.ofSeconds(1);

  /** Of the looks at the database; the meters cost more, so that they are read less often. */
  private static final int METERS_EVERY = 2;

  private static final String ORDERS =
      """
      SELECT count(*), count(*) FILTER (WHERE status IN ('COMPLETED', 'CANCELLED')),
             count(*) FILTER (WHERE status = 'COMPLETED')
      FROM orders.orders
      """;

  private final SystemUnderTest system;
  private final History history;
  private final Customers customers;
  private final Consumer<Sample> screen;
  private final Meters meters = new Meters();
  private final Counted counted;
  private final Positions positions;
  private final Thread thread;
  private volatile boolean closing;
  private volatile long ended;

  /** How many of each there are at a moment; -1 where nobody answers. */
  public record Sample(long came, long acknowledged, long placed, long ended, double lag) {
    public long open() {
      return placed < 0 ? -1 : placed - ended;
    }
  }

  private Sampler(
      SystemUnderTest system, History history, Customers customers, Consumer<Sample> screen) {
    this.system = system;
    this.history = history;
    this.customers = customers;
    this.screen = screen;
    this.counted = new Counted(history);
    this.positions = new Positions(system.evidence(), history);
    this.thread = Thread.ofVirtual().name("sampler").unstarted(this::run);
  }

  /** Begins to look. */
  public static Sampler start(
      SystemUnderTest system, History history, Customers customers, Consumer<Sample> screen) {
    Sampler sampler = new Sampler(system, history, customers, screen);
    sampler.thread.start();
    sampler.positions.start();
    return sampler;
  }

  private void run() {
    try {
      for (int look = 0; !closing; look++) {
        if (look % METERS_EVERY == 0) {
          readMeters();
        }
        sample();
        Thread.sleep(PACE);
      }
      readMeters();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void readMeters() throws InterruptedException {
    for (Program program : Program.values()) {
      for (int replica = 1; replica <= system.replicas(); replica++) {
        String process = system.name(program, replica);
        long life = system.process(process).starts();
        meters
            .of(system.management(program, replica))
            .ifPresent(now -> counted.take(process, life, now));
      }
    }
  }

  private void sample() {
    long[] orders = orders();
    Sample sample =
        new Sample(customers.came(), customers.acknowledged(), orders[0], orders[1], counted.lag());
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("came", sample.came());
    details.put("acknowledged", sample.acknowledged());
    details.put("placed", sample.placed());
    details.put("ended", sample.ended());
    details.put("completed", orders[2]);
    details.put("lag", sample.lag());
    history.note(Happening.SAMPLE, details);
    ended = sample.ended();
    screen.accept(sample);
  }

  private long[] orders() {
    Evidence evidence = system.evidence();
    String url = evidence.orders() + "?connectTimeout=1&socketTimeout=2";
    try (Connection connection =
            DriverManager.getConnection(url, evidence.user(), evidence.password());
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery(ORDERS)) {
      row.next();
      return new long[] {row.getLong(1), row.getLong(2), row.getLong(3)};
    } catch (SQLException notNow) {
      return new long[] {-1, -1, -1};
    }
  }

  /** Orders that had ended at the last look; -1 where nobody answered. */
  public long ended() {
    return ended;
  }

  /** Looks a last time, and writes down what was counted over all lives of all processes. */
  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      thread.interrupt();
      Thread.currentThread().interrupt();
    }
    positions.close();
    history.note(Happening.COUNTED, counted.totals());
  }
}
