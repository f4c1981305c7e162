package dev.ensemble.chaos.fault;

import dev.ensemble.chaos.system.SystemUnderTest;
import dev.ensemble.local.invariants.Database;
import dev.ensemble.local.invariants.Evidence;
import dev.ensemble.local.stack.Program;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * On a key of its own somebody else tells inventory-service something that it cannot read, and then
 * two things that it can: all three must be parked, in their order. When the fault is over, a
 * person discards the first and has the others acted on.
 */
public final class Poisoned implements Fault {
  /** Of this service's consumers, as nobody else reads the topic. */
  private static final Program READER = Program.INVENTORY;

  private static final Duration PARKED_WITHIN = Duration.ofSeconds(10);

  /** What is not parked by now is being acted on. */
  private static final Duration FOLLOWED_WITHIN = Duration.ofSeconds(4);

  private static final String WHOLE =
      "{\"orderId\":\"%s\",\"reason\":\"%s\",\"requestedAt\":\"2026-11-21T09:30:00Z\"}";

  private static final String PARKED =
      "SELECT event_id::text FROM messaging.parked_events WHERE convert_from(key, 'UTF8') = ?";

  private static final String REMEMBERED =
      """
      SELECT event_id::text FROM messaging.processed_events
      WHERE consumer = 'inventory' AND event_id::text IN (?, ?, ?)
      """;

  private final String key;
  private List<Telling> all = List.of();
  private int told;

  /** What is told, in turn; the order of that key was never placed. */
  Poisoned(RandomGenerator random) {
    this(Ids.random(random));
  }

  /**
   * @param key the id of an order that nobody has placed, another one each time
   */
  public Poisoned(String key) {
    this.key = key;
  }

  /** An event by its id, and what it says. */
  record Telling(String id, String payload) {}

  @Override
  public List<String> targets() {
    return List.of("what " + READER.shortName() + " parks");
  }

  @Override
  public long inject(SystemUnderTest system) throws Exception {
    if (all.isEmpty()) {
      all =
          List.of(
              new Telling(Ids.now(), "{\"orderId\":\"%s\",\"reason\":".formatted(key)),
              new Telling(Ids.now(), WHOLE.formatted(key, "CUSTOMER")),
              new Telling(Ids.now(), WHOLE.formatted(key, "DEADLINE")));
    }
    tellAll(system);
    return await(system, FOLLOWED_WITHIN, all.size());
  }

  /** One after the other: what comes in one batch with the first is told apart from it there. */
  private void tellAll(SystemUnderTest system) throws Exception {
    try (Stranger stranger = new Stranger(system.stack().bootstrapServers())) {
      for (; told < all.size(); told++) {
        Telling next = all.get(told);
        stranger.tell("order.cancellation-requested.v1", key, next.id(), next.payload());
        if (told == 0 && await(system, PARKED_WITHIN, 1) == 0) {
          throw new IllegalStateException("what cannot be read is not parked yet");
        }
      }
    }
  }

  /** How many are parked then. */
  private long await(SystemUnderTest system, Duration within, int count)
      throws InterruptedException {
    int[] parked = new int[1];
    Patience.until(
        within,
        () -> {
          parked[0] = ask(system, PARKED, key).size();
          return parked[0] >= count;
        });
    return parked[0];
  }

  private static List<String> ask(SystemUnderTest system, String query, String... values) {
    Evidence evidence = system.evidence();
    try (Database inventory = Database.open(evidence.inventory(), evidence)) {
      return inventory.texts(query, values);
    }
  }

  /** Tells the rest, where the fault was cut off, and then does what a person does. */
  @Override
  public long heal(SystemUnderTest system) throws Exception {
    if (all.isEmpty()) {
      return 0;
    }
    tellAll(system);
    String[] ids = all.stream().map(Telling::id).toArray(String[]::new);
    Patience.until(PARKED_WITHIN, () -> isKnown(system, ids));
    long parked = ask(system, PARKED, key).size();
    Operator operator = new Operator(system, READER);
    operator.discard(ids[0]);
    operator.redrive(key);
    if (ask(system, REMEMBERED, ids).size() < ids.length) {
      throw new IllegalStateException("some of what was parked is neither discarded nor acted on");
    }
    return parked;
  }

  private boolean isKnown(SystemUnderTest system, String... ids) {
    List<String> known = new ArrayList<>(ask(system, PARKED, key));
    known.addAll(ask(system, REMEMBERED, ids));
    return known.containsAll(List.of(ids));
  }

  /** The ids are told once they are known: no outbox has a row of them. */
  @Override
  public String toString() {
    return "poison the key %s%s"
        .formatted(
            key,
            all.isEmpty() ? "" : ": " + String.join(", ", all.stream().map(Telling::id).toList()));
  }
}
