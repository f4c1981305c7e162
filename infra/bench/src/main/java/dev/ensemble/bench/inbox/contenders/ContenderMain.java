package dev.ensemble.bench.inbox.contenders;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.springframework.kafka.listener.ContainerProperties.AckMode;

/**
 * A contender's process: consumes what a line on its standard input says, tells how far it is, and
 * waits for the next line.
 */
public final class ContenderMain {
  /** Marks what is told to the benchmark; everything else that is printed is log. */
  public static final String MARK = "@ ";

  private static final Duration LOOK_EVERY = Duration.ofMillis(5);

  /** A record that came twice in a rebalance counts as repeated: others may be on their way. */
  private static final Duration QUIET = Duration.ofMillis(300);

  /** Longer than any start of a consumer takes. */
  private static final Duration STALLED = Duration.ofSeconds(60);

  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private ContenderMain() {}

  /**
   * Runs until its input ends.
   *
   * @param args which contender: {@code inbox}, {@code inbox-sets}, {@code listener}, {@code
   *     listener-polls} or {@code limit}; its settings come by the environment
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    PrintStream out = System.out;
    Task.Settings settings =
        Task.Settings.of(name -> Objects.requireNonNull(System.getenv(name), name));
    tell(out, "ready");
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("migrate ")) {
        InboxApplication.migrate(line.substring("migrate ".length()), settings);
        tell(out, "migrated");
      } else {
        consume(args[0], Task.of(line, settings), out);
      }
    }
  }

  private static void consume(String contender, Task task, PrintStream out)
      throws InterruptedException {
    Latency latency = new Latency(task.timedFrom());
    Consuming consuming = start(contender, task, latency);
    boolean whole;
    try (consuming) {
      whole = watch(consuming, task, out);
      tell(out, "last");
    }
    // What had begun was finished meanwhile.
    tell(out, "end " + whole + " " + consuming.tally().words() + " " + latency.line());
  }

  private static Consuming start(String contender, Task task, Latency latency) {
    return switch (contender) {
      case "inbox" -> InboxApplication.consume(task, InboxApplication.Handling.EACH, latency);
      case "inbox-sets" -> InboxApplication.consume(task, InboxApplication.Handling.SETS, latency);
      case "listener" -> ListenerApplication.consume(task, AckMode.RECORD, latency);
      case "listener-polls" -> ListenerApplication.consume(task, AckMode.BATCH, latency);
      case "limit" -> BareBatches.consume(task, latency);
      default -> throw new IllegalArgumentException(contender);
    };
  }

  /** True at the end of the topic; false where it is ended before, by time or for good reason. */
  private static boolean watch(Consuming consuming, Task task, PrintStream out)
      throws InterruptedException {
    long begun = System.nanoTime();
    long first = 0;
    long seen = 0;
    long changed = begun;
    while (true) {
      Tally tally = consuming.tally();
      long done = tally.done();
      long now = System.nanoTime();
      if (done > seen) {
        if (seen == 0) {
          first = now;
        }
        seen = done;
        changed = now;
        long cpuMicros = SYSTEM.getProcessCpuTime() / 1000;
        tell(out, "point %d %d %d".formatted((now - first) / 1000, done, cpuMicros));
      }
      boolean late = seen > 0 && now - first >= Duration.ofMillis(task.millisMax()).toNanos();
      boolean whole = tally.fresh() >= task.fresh() && done >= task.events();
      if (whole && now - changed > QUIET.toNanos()) {
        return true;
      }
      if (late || tally.others() > 0) {
        return false;
      }
      if (seen == 0 && now - begun > STALLED.toNanos()) {
        throw new IllegalStateException("nothing was consumed");
      }
      Thread.sleep(LOOK_EVERY);
    }
  }

  private static synchronized void tell(PrintStream out, String words) {
    out.println(MARK + words);
    out.flush();
  }
}
