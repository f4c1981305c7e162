package dev.ensemble.chaos.check;

import dev.ensemble.chaos.check.Wishes.Answer;
import dev.ensemble.local.invariants.Database;
import dev.ensemble.local.invariants.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What customers were told over HTTP is what is in the database, and nothing else is. */
final class EdgeInvariants {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private static final String ORDERED =
      """
      SELECT o.id::text, o.customer_id || ': ' ||
             string_agg(l.quantity || '×' || l.sku, ' ' ORDER BY l.sku COLLATE "C")
      FROM orders.orders o JOIN orders.order_lines l ON l.order_id = o.id
      GROUP BY o.id
      """;

  private static final String ANSWERS =
      """
      SELECT key, status, convert_from(body, 'UTF8') FROM idempotency.answers
      """;

  private final Wishes wishes;
  private final Database orders;
  private final Map<String, String> ordered = new HashMap<>();

  /** By key: how often an answer is stored, its status, and of which order it speaks. */
  private final Map<String, Stored> stored = new HashMap<>();

  private record Stored(int count, int status, String order) {}

  EdgeInvariants(Wishes wishes, Database orders) {
    this.wishes = wishes;
    this.orders = orders;
  }

  List<Finding> check() {
    orders.each(ORDERED, row -> ordered.put(row.getString(1), row.getString(2)));
    orders.each(ANSWERS, row -> store(row.getString(1), row.getInt(2), row.getString(3)));
    return List.of(acknowledged(), nothingElse(), once(), stable(), refused(), known(), mismatch());
  }

  private void store(String key, int status, String body) {
    int before = stored.containsKey(key) ? stored.get(key).count() : 0;
    stored.put(
        key, new Stored(before + 1, status, JSON.readTree(body).path("orderId").asString("")));
  }

  private Finding acknowledged() {
    List<String> offenders = new ArrayList<>();
    int[] looked = new int[1];
    eachPlaced(
        (key, answer, body) -> {
          looked[0]++;
          String there = ordered.get(answer.order());
          if (!content(body).equals(there)) {
            offenders.add(
                "%s (key %s): asked for %s, is %s"
                    .formatted(answer.order(), key, content(body), there));
          }
        });
    return Finding.of(
        "each acknowledged order is there, with what was ordered",
        looked[0] + " orders",
        offenders);
  }

  private interface Placed {
    void look(String key, Answer answer, String body);
  }

  private void eachPlaced(Placed placed) {
    wishes
        .keys()
        .forEach(
            (name, key) -> {
              if (key.call.equals("place")) {
                key.answers.forEach(
                    (fingerprint, answer) -> {
                      if (answer.status() == 201) {
                        placed.look(name, answer, key.bodies.getOrDefault(fingerprint, ""));
                      }
                    });
              }
            });
  }

  private static String content(String body) {
    JsonNode wish = JSON.readTree(body);
    TreeMap<String, Integer> lines = new TreeMap<>();
    wish.path("lines")
        .forEach(line -> lines.put(line.path("sku").asString(), line.path("quantity").asInt()));
    StringBuilder text = new StringBuilder(wish.path("customerId").asString() + ":");
    lines.forEach((sku, quantity) -> text.append(" %d×%s".formatted(quantity, sku)));
    return text.toString();
  }

  private Finding nothingElse() {
    Map<String, String> keyOf = new HashMap<>();
    List<String> offenders = new ArrayList<>();
    stored.forEach(
        (key, answer) -> {
          Wishes.Key wish = wishes.keys().get(key);
          if (answer.status() == 201 && wish != null && wish.call.equals("place")) {
            String other = keyOf.put(answer.order(), key);
            if (other != null) {
              offenders.add("%s: of two keys, %s and %s".formatted(answer.order(), other, key));
            }
          }
        });
    ordered.keySet().stream()
        .filter(order -> !keyOf.containsKey(order))
        .forEach(order -> offenders.add(order + ": nobody asked for it"));
    return Finding.of(
        "each order was asked for, under one key", ordered.size() + " orders", offenders);
  }

  private Finding once() {
    List<String> offenders = new ArrayList<>();
    stored.forEach(
        (key, answer) -> {
          if (answer.count() > 1) {
            offenders.add("key %s: %d answers are stored".formatted(key, answer.count()));
          }
        });
    return Finding.of("a key has one answer", stored.size() + " keys", offenders);
  }

  private Finding stable() {
    return Finding.of(
        "whoever asks again reads the same status and body",
        wishes.definite() + " definite answers",
        wishes.unstable());
  }

  /** A refusal has no effect: what is stored under its key is the refusal. */
  private Finding refused() {
    List<String> offenders = new ArrayList<>();
    int looked = 0;
    for (Map.Entry<String, Wishes.Key> one : wishes.keys().entrySet()) {
      Answer answer = wishes.answer(one.getKey());
      Stored there = stored.get(one.getKey());
      if (answer != null && answer.status() >= 400) {
        looked++;
        if (there != null && there.status() != answer.status()) {
          offenders.add("key %s: heard %s, stored %s".formatted(one.getKey(), answer, there));
        }
      }
    }
    return Finding.of("what was refused was not done", looked + " refusals", offenders);
  }

  private Finding known() {
    List<String> offenders = new ArrayList<>();
    wishes
        .keys()
        .forEach(
            (name, key) -> {
              if (!key.open.isEmpty()) {
                offenders.add("key %s (%s): nobody knows".formatted(name, key.call));
              }
            });
    return Finding.of(
        "of every call it is known in the end what became of it",
        wishes.keys().size() + " keys",
        offenders);
  }

  private Finding mismatch() {
    List<String> offenders = new ArrayList<>(wishes.confused());
    offenders.addAll(wishes.refusedToAll());
    wishes
        .keys()
        .forEach(
            (name, key) -> {
              if (!key.refused.isEmpty() && !key.answers.isEmpty() && !stored.containsKey(name)) {
                offenders.add("key %s: refused for a wish that is not stored".formatted(name));
              }
            });
    return Finding.of(
        "another wish under the same key is refused, and nothing else is",
        wishes.mismatches() + " refused",
        offenders);
  }
}
