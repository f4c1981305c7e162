package dev.ensemble.local.cli;

import dev.ensemble.local.Session;
import dev.ensemble.local.players.Outcome;
import dev.ensemble.local.players.Plan;
import dev.ensemble.local.players.Tally;
import dev.ensemble.local.stack.Refusal;
import dev.ensemble.local.stack.Seconds;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command behind {@code ./infra/local/up}. */
@Command(
    name = "./infra/local/up",
    sortOptions = false,
    usageHelpWidth = 100,
    description = {
      "",
      "Starts PostgreSQL, a Kafka broker, the three services and the relay on this machine, each as"
          + " a process of its own, and plays customers. Ctrl-C stops all of it and nothing else.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything was done, and with --exit every invariant holds",
      "1:an invariant is violated, or a kind of order that was planned was never seen",
      "2:the options make no sense",
      "3:it did not start or did not keep running; one sentence says why",
      "4:something unexpected; launcher.log in the log folder has it",
      "130:stopped by Ctrl-C (143: by SIGTERM, 129: by a closing terminal)"
    })
public final class Up implements Runnable {
  /** Endless customers leave the machine time for whoever watches. */
  private static final Duration PAUSE_WITHOUT_END = Duration.ofMillis(400);

  @Mixin private final Options options = new Options();

  private final Screen screen;
  private final Path house;
  private final AtomicBoolean firstCompleted = new AtomicBoolean();
  private int exitCode = ExitCode.ALL_HOLDS;
  private @Nullable Throwable broken;

  private Up(Screen screen, Path house) {
    this.screen = screen;
    this.house = house;
  }

  /**
   * Runs the command.
   *
   * <p>The script tells by system properties where the source tree is ({@code ensemble.house}) and
   * whether our output is a terminal ({@code ensemble.terminal}).
   */
  public static void main(String[] args) {
    boolean colour = Colour.wanted(Boolean.getBoolean("ensemble.terminal"), System.getenv());
    Path house = Path.of(System.getProperty("ensemble.house", ""));
    Up up = new Up(new Screen(System.out, colour), house);
    int usage = commandLine(up).execute(args);
    System.exit(usage == CommandLine.ExitCode.OK ? up.exitCode : usage);
  }

  static CommandLine commandLine(Up up) {
    return new CommandLine(up)
        .setExecutionExceptionHandler((failure, line, parsed) -> up.explain(failure));
  }

  static Up forHelp() {
    return new Up(new Screen(System.out, false), Path.of(""));
  }

  private int explain(Exception failure) {
    if (failure instanceof Refusal refusal) {
      System.err.println(refusal.getMessage());
      return ExitCode.REFUSED;
    }
    LoggerFactory.getLogger(Up.class).error("something unexpected", failure);
    System.err.println("something unexpected (the log folder's launcher.log has more): " + failure);
    return ExitCode.UNEXPECTED;
  }

  @Override
  public void run() {
    options.requireSense();
    Session session = Session.over(options.setup(house, System.getenv()), screen);
    // Read by our logging's configuration, which nothing has asked for before this line.
    Path log = session.stack().data().logs().resolve("launcher.log");
    System.setProperty("ensemble.log", log.toString());
    Thread main = Thread.currentThread();
    Interrupts interrupts = Interrupts.install(main::interrupt, session::kill);
    var watch =
        session.stack().givenUp().whenComplete((nothing, failure) -> breakOff(main, failure));
    try {
      playIn(session);
    } catch (InterruptedException stopped) {
      exitCode = ExitCode.signal(interrupts.signal());
    } catch (RuntimeException e) {
      // Clients that were interrupted in the middle say so in their own words.
      if (interrupts.signal() == 0) {
        throw e;
      }
      exitCode = ExitCode.signal(interrupts.signal());
    } finally {
      screen.title("Stopping; Ctrl-C (again) ends everything at once");
      watch.cancel(false); // from here on, a process that ends is no surprise
      session.close();
    }
    if (broken != null) {
      throw new Refusal(String.valueOf(broken.getMessage()), broken);
    }
  }

  private void breakOff(Thread main, @Nullable Throwable failure) {
    broken = failure;
    main.interrupt();
  }

  private void playIn(Session session) throws InterruptedException {
    Welcome welcome = new Welcome(screen, session.stack());
    welcome.starting();
    session.open();
    welcome.listening();
    Tally tally = session.play(plans(), options.players, pause(), this::ended);
    screen.title("Outcomes");
    OutcomeTable.of(tally).forEach(screen::say);
    if (!options.exit) {
      screen.title("All played. Everything keeps running; Ctrl-C stops it");
      new CountDownLatch(1).await();
    }
    boolean holds = new Verdict(screen).of(session.evidence());
    exitCode = holds && tally.everyPlannedKindWasSeen() ? ExitCode.ALL_HOLDS : ExitCode.VIOLATED;
  }

  private Stream<Plan> plans() {
    Stream<Plan> endless = Plan.from(options.seed);
    return options.orders == null ? endless : endless.limit(options.orders);
  }

  private Duration pause() {
    return options.orders == null ? PAUSE_WITHOUT_END : Duration.ZERO;
  }

  private void ended(Outcome outcome) {
    screen.order(outcome);
    boolean completed = outcome.order().status().equals("COMPLETED");
    if (completed && firstCompleted.compareAndSet(false, true)) {
      // We are what the script has become: our process began when the command was typed.
      ProcessHandle.current()
          .info()
          .startInstant()
          .map(typed -> Duration.between(typed, Instant.now()))
          .ifPresent(
              took ->
                  screen.say("(first order completed " + Seconds.of(took) + " after the command)"));
    }
  }
}
