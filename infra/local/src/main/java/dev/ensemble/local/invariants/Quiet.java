package dev.ensemble.local.invariants;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The moment when nothing moves: nothing is open in any database, every fact is on its topic, and
 * every record has been consumed. Nothing but a new request can then change anything.
 */
final class Quiet implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  private static final Duration TELL_EVERY = Duration.ofSeconds(2);

  // Whatever was committed since the last look has a transaction that was not over then; the place
  // to go on from is taken before the rows are.
  private static final String NOW =
      "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint % 4294967296";

  private static final String FACTS =
      "SELECT id::text FROM messaging.outbox WHERE xmin::text::bigint >= ?::bigint";

  private static final String PARKED =
      """
      SELECT format('%s events parked by %s: java -jar %s-service.jar parked list',
                    count(*), consumer, consumer)
      FROM messaging.parked_events GROUP BY consumer ORDER BY consumer
      """;

  private final Databases databases;
  private final TopicLog log;
  private final Horizon horizon;
  private final Lag lag;

  /** By database: every row of an older transaction has been seen. */
  private final Map<Database, Long> seenUpTo = new HashMap<>();

  /** Facts that were not on their topic when we last looked. */
  private final Set<String> awaited = new HashSet<>();

  private long factsBefore;
  private long behindBefore = 1;

  Quiet(Databases databases, Evidence evidence) {
    this.databases = databases;
    this.log = new TopicLog(evidence.bootstrapServers());
    this.horizon = Horizon.of(evidence.topicsRetention());
    this.lag = new Lag(evidence.bootstrapServers());
  }

  Finding await(Duration patience, Consumer<String> progress) throws InterruptedException {
    long startedAt = System.nanoTime();
    long toldAt = startedAt;
    List<String> moving = stillMoving();
    while (!moving.isEmpty() && System.nanoTime() - startedAt < patience.toNanos()) {
      if (System.nanoTime() - toldAt > TELL_EVERY.toNanos()) {
        toldAt = System.nanoTime();
        progress.accept(String.join(", ", moving));
      }
      Thread.sleep(LOOK_EVERY);
      moving = stillMoving();
    }
    Duration waited = Duration.ofNanos(System.nanoTime() - startedAt);
    String figures = "after %d s of at most %d".formatted(waited.toSeconds(), patience.toSeconds());
    return Finding.of("all is quiet: nothing is open, unpublished or unconsumed", figures, moving);
  }

  /**
   * Two looks in a row must find the same, and nothing to consume: a record may be consumed between
   * our looks at the outboxes and at the groups, and what follows from it then stands in an outbox
   * where we have looked already. If all was consumed at the first look, and no row was added until
   * the second, whatever was consumed has had its effects, and their rows are among those seen.
   */
  private List<String> stillMoving() {
    Map<String, Long> moving = new LinkedHashMap<>();
    moving.put(
        "orders open",
        databases
            .orders()
            .number(
                "SELECT count(*) FROM orders.orders WHERE status NOT IN ('COMPLETED', 'CANCELLED')"));
    moving.put(
        "payments pending",
        databases
            .payments()
            .number("SELECT count(*) FROM payments.payments WHERE status = 'PENDING'"));
    moving.put(
        "reservations open",
        databases
            .inventory()
            .number(
                "SELECT count(*) FROM inventory.reservations"
                    + " WHERE status IN ('RESERVED', 'SHIPPING')"));
    long facts = databases.all().stream().mapToLong(this::seeNewFacts).sum();
    log.readOn();
    awaited.removeIf(fact -> !isMissing(fact));
    moving.put("facts new", facts - factsBefore);
    moving.put("facts not on their topic", (long) awaited.size());
    factsBefore = facts;
    long behind = lag.ofAll();
    moving.put("records not consumed", behind);
    moving.put("records not consumed a moment ago", behind == 0 ? behindBefore : 0);
    behindBefore = behind;
    List<String> words = new ArrayList<>();
    moving.forEach(
        (what, howMany) -> {
          if (howMany > 0) {
            words.add(howMany + " " + what);
          }
        });
    if (!words.isEmpty()) {
      words.addAll(parked());
    }
    return words;
  }

  /** Reads what is new alone: at each look everything would be too much after a long run. */
  private long seeNewFacts(Database one) {
    long now = one.number(NOW);
    awaited.addAll(one.texts(FACTS, String.valueOf(seenUpTo.getOrDefault(one, 0L))));
    seenUpTo.put(one, now);
    return one.number("SELECT count(*) FROM messaging.outbox");
  }

  /** What is parked does not move, but may be what the rest waits for. */
  private List<String> parked() {
    List<String> words = new ArrayList<>();
    for (Database one : databases.all()) {
      words.addAll(one.texts(PARKED));
    }
    return words;
  }

  private boolean isMissing(String fact) {
    return log.first(fact) == null && horizon.demands(fact);
  }

  @Override
  public void close() {
    log.close();
    lag.close();
  }
}
