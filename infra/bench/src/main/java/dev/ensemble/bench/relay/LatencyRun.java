package dev.ensemble.bench.relay;

import dev.ensemble.bench.common.Servers;
import dev.ensemble.local.stack.Refusal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Lets one contender carry single commits, so many a second, after so many rows to warm up. */
final class LatencyRun {
  private final Servers system;
  private final Backlog backlog;
  private final Contenders contenders;
  private final SingleCommits singles;
  private long number;

  LatencyRun(Servers system, Backlog backlog, Contenders contenders, Plan plan) {
    this.system = system;
    this.backlog = backlog;
    this.contenders = contenders;
    this.singles = plan.singles();
    this.number = plan.rows();
  }

  Latencies run(Contender contender) throws InterruptedException {
    long first = number + 1;
    number += singles.warmUpRows();
    try (Stage stage = Stage.with(first, number, contender, backlog, system);
        RunningContender running = contenders.run(stage)) {
      return measure(stage, running);
    }
  }

  private Latencies measure(Stage stage, RunningContender running) throws InterruptedException {
    int settling = singles.settlingCount();
    int count = singles.count();
    long first = number + settling + 1;
    try (Arrivals arrivals =
            new Arrivals(system.bootstrapServers(), singles.warmUpRows(), first, count);
        Connection connection = system.connect();
        PreparedStatement insert =
            connection.prepareStatement(
                "INSERT INTO %s SELECT * FROM bench.event(?)".formatted(stage.table()))) {
      arrivals.awaitWarm(running);
      commit(insert, settling);
      long[] committed = commit(insert, count);
      return Latencies.between(committed, arrivals.awaitAll(running));
    } catch (SQLException e) {
      throw new Refusal("the rows cannot be written: " + e.getMessage(), e);
    }
  }

  /** Commits at an even pace; the moments at which the commits returned. */
  private long[] commit(PreparedStatement insert, int count) throws SQLException {
    long[] returned = new long[count];
    long pace = Duration.ofSeconds(1).toNanos() / SingleCommits.PER_SECOND;
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      LockSupport.parkNanos(start + i * pace - System.nanoTime());
      insert.setLong(1, ++number);
      insert.executeUpdate();
      returned[i] = System.nanoTime();
    }
    return returned;
  }
}
