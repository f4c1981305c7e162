package dev.ensemble.local.cli;

import dev.ensemble.local.invariants.Evidence;
import dev.ensemble.local.players.Outcome;
import dev.ensemble.local.players.Plan;
import dev.ensemble.local.players.Players;
import dev.ensemble.local.players.Shelves;
import dev.ensemble.local.players.Shop;
import dev.ensemble.local.players.Tally;
import dev.ensemble.local.stack.Refusal;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Plays orders at a system that somebody else has started, waits until all is quiet, and checks
 * every invariant: what {@link Up} does with a system of its own.
 */
@Command(
    name = "customers",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description =
        "Plays orders at a system that runs already, waits until all is quiet, and checks every"
            + " invariant over its databases and topics.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every order was played and every invariant holds",
      "1:an invariant is violated, or a kind of order that was planned was never seen",
      "2:the options make no sense",
      "3:it could not be asked; one sentence says why"
    })
public final class Customers implements Callable<Integer> {
  /** Seldom enough to be read by a person, often enough to do something in the middle. */
  private static final int TELL_EVERY = 10;

  @Mixin private final Elsewhere elsewhere = new Elsewhere();

  @Option(names = "--orders", paramLabel = "N", description = "How many orders (${DEFAULT-VALUE}).")
  int orders = 500;

  @Option(names = "--seed", paramLabel = "N", description = "Which orders (${DEFAULT-VALUE}).")
  long seed = 1;

  @Option(
      names = "--players",
      paramLabel = "N",
      description = "How many customers at the same time (${DEFAULT-VALUE}).")
  int players = 24;

  private final Screen screen;
  private final AtomicInteger ended = new AtomicInteger();

  Customers(Screen screen) {
    this.screen = screen;
  }

  public static void main(String[] args) {
    System.exit(commandLine(new Screen(System.out, false)).execute(args));
  }

  static CommandLine commandLine(Screen screen) {
    return new CommandLine(new Customers(screen))
        .setExecutionExceptionHandler(
            (failure, line, parsed) -> {
              screen.say(
                  failure instanceof Refusal ? "" + failure.getMessage() : failure.toString());
              return ExitCode.REFUSED;
            });
  }

  @Override
  public Integer call() throws InterruptedException {
    Evidence evidence = elsewhere.evidence();
    Shop shop = elsewhere.shop();
    Shelves.stock(shop);
    screen.say("shelves and accounts are filled; %d orders, seed %d".formatted(orders, seed));
    Tally tally = play(shop);
    screen.title("Outcomes");
    OutcomeTable.of(tally).forEach(screen::say);
    boolean holds = new Verdict(screen).of(evidence);
    boolean allKinds = tally.everyPlannedKindWasSeen();
    if (!allKinds) {
      screen.say("a kind of order that was planned was never seen");
    }
    return holds && allKinds ? ExitCode.ALL_HOLDS : ExitCode.VIOLATED;
  }

  private Tally play(Shop shop) throws InterruptedException {
    Players customers = new Players(shop, players, Duration.ZERO, this::ended);
    try {
      return customers.play(Plan.from(seed).limit(orders));
    } finally {
      customers.stop();
    }
  }

  private void ended(Outcome outcome) {
    int now = ended.incrementAndGet();
    if (now % TELL_EVERY == 0) {
      screen.say("ended: %d of %d".formatted(now, orders));
    }
  }
}
