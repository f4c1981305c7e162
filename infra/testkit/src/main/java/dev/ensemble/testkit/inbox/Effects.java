package dev.ensemble.testkit.inbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a consumer's events have come to, by a query of the user's own: one row for each effect,
 * with the id of its event in the first column. It holds them against what the inbox remembers.
 *
 * <p>Each look reads the database anew. Nothing is thrown but AssertionErrors, which name up to ten
 * events.
 */
public final class Effects {
  private static final int NAMED_MAX = 10;

  private static final String REMEMBERED =
      """
      SELECT event_id FROM messaging.processed_events WHERE consumer = :consumer
      UNION ALL
      SELECT event_id FROM messaging.processed_foreign_events WHERE consumer = :consumer
      """;

  private record Place(Deck.Lane lane, int index) {}

  private final JdbcClient jdbc;
  private final String consumer;
  private final String query;

  private Effects(JdbcClient jdbc, String consumer, String query) {
    this.jdbc = jdbc;
    this.consumer = consumer;
    this.query = query;
  }

  /**
   * Where effects are looked for.
   *
   * @param database where both the effects and the schema {@code messaging} can be read
   * @param consumer whose: the name in {@code Reactions.of}
   * @param query a row for each effect, its event's id (a uuid) first; sorted as the effects came
   *     about where their order is asked for
   */
  public static Effects of(DataSource database, String consumer, String query) {
    return new Effects(JdbcClient.create(database), consumer, query);
  }

  /**
   * Every event that is remembered has one effect, and nothing else has any.
   *
   * @throws AssertionError naming events with none, with several, or with one that is not
   *     remembered; where nothing is remembered and nothing took effect
   */
  public void assertOneEach() {
    assertOneEachOf(remembered());
  }

  /**
   * As the other, and every record is remembered: none was lost. Leave records out that have no
   * effect by intent, such as those of types that are ignored.
   */
  public void assertOneEach(List<ConsumerRecord<byte[], byte[]>> records) {
    Set<UUID> expected = new LinkedHashSet<>(records.stream().map(Effects::idOf).toList());
    Set<UUID> lost = new LinkedHashSet<>(expected);
    lost.removeAll(remembered());
    fail(lost.stream().map(id -> id + " is not remembered: it was never acted on").toList());
    assertOneEachOf(expected);
  }

  private void assertOneEachOf(Set<UUID> expected) {
    Map<UUID, Integer> counts = new LinkedHashMap<>();
    expected.forEach(id -> counts.put(id, 0));
    effects().forEach(id -> counts.merge(id, 1, Integer::sum));
    List<String> wrong = new ArrayList<>();
    Set<UUID> remembered = remembered();
    if (counts.isEmpty()) {
      showNothing();
    }
    counts.forEach(
        (id, count) -> {
          if (!remembered.contains(id)) {
            wrong.add("%s has %d effects and is not remembered".formatted(id, count));
          } else if (count > 1 || (count == 0 && expected.contains(id))) {
            wrong.add("%s has %d effects".formatted(id, count));
          }
        });
    fail(wrong);
  }

  /**
   * The effects of each key's events, within one topic, came about in the order of the records.
   *
   * <p>Effects of other events are passed over: a table may hold those of earlier drills.
   *
   * @throws AssertionError naming the events that came before one that they follow; where no effect
   *     is of one of the records
   */
  public void assertInOrder(List<ConsumerRecord<byte[], byte[]>> records) {
    Map<UUID, Place> places = new LinkedHashMap<>();
    for (ConsumerRecord<byte[], byte[]> one : records) {
      places.putIfAbsent(idOf(one), new Place(Deck.Lane.of(one), places.size()));
    }
    Map<Deck.Lane, UUID> latest = new LinkedHashMap<>();
    Map<Deck.Lane, Integer> reached = new LinkedHashMap<>();
    List<String> wrong = new ArrayList<>();
    for (UUID id : effects()) {
      Place place = places.get(id);
      if (place == null) {
        continue;
      }
      Deck.Lane lane = place.lane();
      if (place.index() < reached.getOrDefault(lane, -1)) {
        wrong.add(
            "%s took effect after %s: %s of %s"
                .formatted(id, latest.get(lane), lane.place(), lane.topic()));
      }
      latest.put(lane, id);
      reached.put(lane, place.index());
    }
    if (reached.isEmpty()) {
      showNothing();
    }
    fail(wrong);
  }

  private Set<UUID> remembered() {
    return new LinkedHashSet<>(
        jdbc.sql(REMEMBERED).param("consumer", consumer).query(UUID.class).list());
  }

  private List<UUID> effects() {
    return jdbc.sql(query).query((row, n) -> row.getObject(1, UUID.class)).list();
  }

  private static UUID idOf(ConsumerRecord<byte[], byte[]> one) {
    Header id = one.headers().lastHeader("ce_id");
    if (id == null) {
      throw new IllegalArgumentException("no ce_id in the record at offset " + one.offset());
    }
    return UUID.fromString(new String(id.value(), StandardCharsets.UTF_8));
  }

  /** Of what a consumer has set aside, too, nothing is wrong: it has to be said. */
  private void showNothing() {
    throw new AssertionError(
        "0 events of consumer %s: nothing took effect, so nothing is shown".formatted(consumer));
  }

  private void fail(List<String> wrong) {
    if (!wrong.isEmpty()) {
      throw new AssertionError(
          "%d events of consumer %s:%n%s"
              .formatted(
                  wrong.size(),
                  consumer,
                  String.join("\n", wrong.subList(0, Math.min(NAMED_MAX, wrong.size())))));
    }
  }
}
