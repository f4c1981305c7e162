package dev.ensemble.chaos.check;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.Line;
import dev.ensemble.chaos.history.Past;
import dev.ensemble.local.invariants.Database;
import dev.ensemble.local.invariants.Evidence;
import dev.ensemble.local.invariants.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Tells a violation in the order of time: what was asked and answered, what was written and
 * published, all of one order, and what went wrong meanwhile.
 */
final class Story {
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /** More than an order ever has; looks that saw the same are left out before. */
  private static final int SCENES_MAX = 80;

  /** Each reads the history and the topics; one of the first few is short. */
  private static final int STORIES_MAX = 5;

  private final Past past;
  private final Evidence evidence;
  private final Database orders;
  private final Database payments;
  private final Database inventory;
  private final List<Scene> scenes = new ArrayList<>();

  /** Something at a moment. */
  record Scene(long atMillis, String words) {}

  Story(Past past, Evidence evidence, Database orders, Database payments, Database inventory) {
    this.past = past;
    this.evidence = evidence;
    this.orders = orders;
    this.payments = payments;
    this.inventory = inventory;
  }

  /**
   * Of each violation one story could be told; the one with the fewest scenes is. Where none speaks
   * of an order, it is that of the first.
   */
  List<String> ofShortest(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> !finding.holds())
        .limit(STORIES_MAX)
        .map(this::of)
        .min(
            Comparator.comparingInt((List<String> story) -> story.size() < 2 ? 1 : 0)
                .thenComparingInt(List::size))
        .orElse(List.of());
  }

  private List<String> of(Finding finding) {
    scenes.clear();
    List<String> story = new ArrayList<>();
    story.add(
        finding.invariant()
            + ": "
            + (finding.offenders().isEmpty() ? "" : finding.offenders().getFirst()));
    Set<String> named = new HashSet<>();
    finding.offenders().stream()
        .limit(1)
        .flatMap(offender -> UUID.matcher(offender).results())
        .map(MatchResult::group)
        .forEach(named::add);
    String order =
        named.stream().map(this::orderOf).filter(id -> !id.isEmpty()).findFirst().orElse("");
    if (order.isEmpty() && named.isEmpty()) {
      return story;
    }
    story.add("The story of " + (order.isEmpty() ? named : "order " + order) + ":");
    calls(order, named);
    if (!order.isEmpty()) {
      rows(order);
      Records.of(order, evidence.bootstrapServers(), scenes);
    }
    faults();
    scenes.sort(Comparator.comparingLong(Scene::atMillis));
    scenes.stream()
        .limit(SCENES_MAX)
        .forEach(scene -> story.add("  %s  %s".formatted(clock(scene.atMillis()), scene.words())));
    return story;
  }

  private static String clock(long millis) {
    return Instant.ofEpochMilli(millis).toString().substring(11, 23);
  }

  /** The id may be the order's itself, a fact's, or a key's. */
  private String orderOf(String id) {
    String fact = "SELECT partition_key FROM messaging.outbox WHERE id::text = ?";
    List<String> found = new ArrayList<>();
    found.addAll(orders.texts("SELECT id::text FROM orders.orders WHERE id::text = ?", id));
    List.of(orders, payments, inventory).forEach(one -> found.addAll(one.texts(fact, id)));
    found.addAll(
        orders.texts(
            "SELECT convert_from(body, 'UTF8')::json->>'orderId' FROM idempotency.answers WHERE key = ?",
            id));
    return found.isEmpty() || found.getFirst() == null ? "" : found.getFirst();
  }

  private void calls(String order, Set<String> named) {
    Set<String> keys = new HashSet<>(named);
    past.each(
        line -> {
          if (!order.isEmpty() && line.text("order").equals(order) && line.has("key")) {
            keys.add(line.text("key"));
          }
        });
    Map<String, String> lastLook = new HashMap<>();
    past.each(
        line -> {
          boolean ours =
              keys.contains(line.text("key"))
                  || (!order.isEmpty() && line.text("order").equals(order));
          if (ours && !(line.text("call").startsWith("look") && isOld(line, lastLook))) {
            scenes.add(
                new Scene(line.atMillis(), "line %d: %s".formatted(line.number(), line.details())));
          }
        });
  }

  /** A look that saw what the one before it saw tells nothing. */
  private static boolean isOld(Line line, Map<String, String> lastLook) {
    if (line.what() == Happening.INVOKE) {
      return true;
    }
    String seen = line.text("stands") + line.number("status");
    return seen.equals(lastLook.put(line.text("call"), seen));
  }

  /** By the server's commit times: the services' clocks may have been wrong on purpose. */
  private void rows(String order) {
    scene(
        orders,
        """
        SELECT extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000,
               format('order-service: version %s, %s because of %s (transaction %s)',
                      version, status, because, xmin)
        FROM orders.order_history WHERE order_id::text = ?
        """,
        order);
    List.of(orders, payments, inventory)
        .forEach(
            one ->
                scene(
                    one,
                    """
                    SELECT extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000,
                           format('%s tells %s, sequence %s, id %s, caused by %s (transaction %s)',
                                  current_database(), type, sequence, id, causation_id, xmin)
                    FROM messaging.outbox WHERE partition_key = ?
                    """,
                    order));
    scene(
        payments,
        """
        SELECT extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000,
               format('ledger: %s %s (transaction %s)', kind, transfer_id, xmin)
        FROM payments.transfers WHERE order_id::text = ?
        """,
        order);
    scene(
        inventory,
        """
        SELECT extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000,
               format('warehouse: %s %s × %s', kind, quantity, sku)
        FROM inventory.stock_movements WHERE order_id::text = ?
        """,
        order);
  }

  private void scene(Database database, String query, String order) {
    database.each(query, row -> scenes.add(new Scene(row.getLong(1), row.getString(2))), order);
  }

  /** Those that overlap what is told so far, and were not missed. */
  private void faults() {
    long from = scenes.stream().mapToLong(Scene::atMillis).min().orElse(0);
    long to = scenes.stream().mapToLong(Scene::atMillis).max().orElse(0);
    Map<Long, Line> open = new HashMap<>();
    past.each(
        line -> {
          if (line.what() == Happening.INJECT) {
            open.put(line.number("fault"), line);
          } else if (line.what() == Happening.MISSED) {
            open.remove(line.number("fault"));
          } else if (line.what() == Happening.HEAL) {
            Line begin = open.remove(line.number("fault"));
            if (begin != null && begin.atMillis() <= to && line.atMillis() >= from) {
              scenes.add(new Scene(begin.atMillis(), "✗ " + begin.text("words")));
              scenes.add(new Scene(line.atMillis(), "✓ " + line.text("words")));
            }
          }
        });
  }
}
