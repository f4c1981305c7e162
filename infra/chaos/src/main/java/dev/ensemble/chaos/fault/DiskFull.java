package dev.ensemble.chaos.fault;

import dev.ensemble.chaos.system.Layout;
import dev.ensemble.chaos.system.SystemUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Nothing more fits on the disk that PostgreSQL's log or a broker's records are on. */
public final class DiskFull implements Fault {
  /** What both of them say in their logs. */
  private static final String COMPLAINT = "No space left on device";

  /** Log files that the server keeps ready: each is filled at once by being left. */
  private static final int FILES_READY_MAX = 40;

  /** A server that has ended for it starts, recovers and is asked again. */
  private static final Duration BACK_WITHIN = Duration.ofSeconds(60);

  private final String process;
  private long complaintsBefore;
  private boolean full;

  /**
   * @param process PostgreSQL, or the broker that has a disk of its own
   */
  public DiskFull(String process) {
    this.process = process;
  }

  @Override
  public List<String> targets() {
    return isPostgres() ? PostgresFault.everythingOnIt() : List.of(process);
  }

  private boolean isPostgres() {
    return process.equals(Layout.POSTGRES);
  }

  @Override
  public long inject(SystemUnderTest system) throws IOException {
    if (!full) {
      complaintsBefore = complaints(system);
      system.disk(process).fill();
      full = true;
    }
    if (isPostgres()) {
      useUpWhatIsReady(system);
    }
    return 0;
  }

  private static void useUpWhatIsReady(SystemUnderTest system) {
    try {
      for (int file = 0; file < FILES_READY_MAX; file++) {
        system
            .server()
            .ask(
                """
                WITH said AS (SELECT pg_logical_emit_message(false, 'chaos', 'full') AS at)
                SELECT count(pg_switch_wal()) FROM said WHERE at IS NOT NULL
                """);
      }
    } catch (SQLException itIsFull) {
      // The server has ended for it.
    }
  }

  @Override
  public boolean hasHit(SystemUnderTest system) {
    try {
      return complaints(system) > complaintsBefore;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public long heal(SystemUnderTest system) throws IOException {
    if (!full) {
      return 0;
    }
    system.disk(process).widen();
    return complaints(system) - complaintsBefore;
  }

  /** Adds nothing: what it must have caused stands in the log. But it must be back. */
  @Override
  public long awaitEffect(SystemUnderTest system) throws InterruptedException {
    Patience.until(BACK_WITHIN, () -> system.process(process).ready());
    return 0;
  }

  private long complaints(SystemUnderTest system) throws IOException {
    Path log = system.stack().data().logs().resolve(process + ".log");
    try (Stream<String> lines = Files.lines(log)) {
      return lines.filter(line -> line.contains(COMPLAINT)).count();
    }
  }

  @Override
  public String toString() {
    return "fill the disk of " + (isPostgres() ? "PostgreSQL's log" : process);
  }
}
