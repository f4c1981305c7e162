package dev.ensemble.testkit.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.ensemble.testkit.Facts;
import dev.ensemble.testkit.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The drill acquits the one consumer that is right, and convicts every other. */
class DrillTest {
  private static final FailurePoints POINTS = new FailurePoints();
  private static DataSource database;
  private static Consumers consumers;

  @BeforeAll
  static void open() {
    database = TestDatabase.create("drill").superuser();
    for (String made :
        List.of(
            "CREATE SCHEMA messaging",
            "CREATE TABLE messaging.processed_events (consumer text, event_id uuid PRIMARY KEY)",
            "CREATE TABLE messaging.processed_foreign_events (consumer text, event_id uuid)",
            "CREATE TABLE effects (place bigint GENERATED ALWAYS AS IDENTITY, event_id uuid)")) {
      JdbcClient.create(database).sql(made).update();
    }
    consumers = new Consumers(POINTS.around(database));
  }

  @BeforeEach
  void reset() {
    JdbcClient.create(database).sql("TRUNCATE effects, messaging.processed_events").update();
  }

  @ParameterizedTest
  @CsvSource({
    "BEFORE_IDS, EXCEPTION", "BEFORE_IDS, SESSION_ENDS",
    "AFTER_IDS, EXCEPTION", "AFTER_IDS, SESSION_ENDS",
    "BEFORE_COMMIT, EXCEPTION", "BEFORE_COMMIT, SESSION_ENDS",
    "AFTER_COMMIT, EXCEPTION", "AFTER_COMMIT, SESSION_ENDS",
  })
  void who_remembers_in_the_transaction_that_acts_is_acquitted(FailurePoint at, FailureKind as) {
    var records = Deck.shuffled(records(), 7);
    Drilled drilled =
        Drill.of(consumers::faithful)
            .records(records)
            .repeatedInPlace(1)
            .redelivered(2)
            .inBatchesOf(5)
            .failingAt(POINTS, at, as)
            .run();

    assertThat(drilled).isEqualTo(new Drilled(24, 48, 24));
    effects().assertOneEach(records);
    effects().assertOneEach();
    effects().assertInOrder(records);
  }

  @ParameterizedTest
  @EnumSource
  void a_rollback_to_a_savepoint_ends_no_transaction(FailurePoint at) {
    var records = records();
    failing(consumers::nesting, at, records);
    effects().assertOneEach(records);
  }

  @Test
  void who_acts_on_what_it_knows_is_convicted_by_a_redelivery() {
    Drill.of(consumers::forgetful).records(records()).redelivered(1).run();
    convicted("20 events", "has 2 effects");
  }

  @Test
  void who_acts_before_it_remembers_is_convicted_by_a_failure_in_between() {
    failing(consumers::hasty, FailurePoint.BEFORE_IDS);
    convicted("4 events", "has 2 effects");
  }

  @Test
  void who_remembers_before_it_acts_is_convicted_by_a_failure_in_between() {
    failing(consumers::careless, FailurePoint.AFTER_COMMIT);
    convicted("4 events", "has 0 effects");
  }

  @Test
  void who_skips_what_fails_is_convicted_by_what_it_has_lost() {
    List<ConsumerRecord<byte[], byte[]>> records = records();
    failing(consumers::lossy, FailurePoint.BEFORE_COMMIT, records);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> effects().assertOneEach(records))
        .withMessageContaining("20 events")
        .withMessageContaining("is not remembered: it was never acted on");
  }

  @Test
  void who_acts_out_of_order_is_convicted() {
    List<ConsumerRecord<byte[], byte[]>> records = records();
    Drill.of(consumers::backwards).records(records).inBatchesOf(7).run();
    effects().assertOneEach(records);
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> effects().assertInOrder(records))
        .withMessageContaining("key ");
  }

  @Test
  void who_sets_everything_aside_is_convicted_of_having_done_nothing() {
    List<ConsumerRecord<byte[], byte[]>> records = records();
    Drill.of(parked -> {}).records(records).redelivered(1).run();
    convicted("0 events", "nothing took effect, so nothing is shown");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> effects().assertOneEach(records))
        .withMessageContaining("20 events");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> effects().assertOneEach(List.of()))
        .withMessageContaining("nothing is shown");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> effects().assertInOrder(records))
        .withMessageContaining("nothing is shown");
  }

  @Test
  void a_query_that_finds_no_effect_of_the_records_shows_no_order() {
    List<ConsumerRecord<byte[], byte[]>> records = records();
    Drill.of(consumers::backwards).records(records).inBatchesOf(7).run();
    Effects others =
        Effects.of(database, "drilled", "SELECT gen_random_uuid() FROM effects ORDER BY place");
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> others.assertInOrder(records))
        .withMessageContaining("nothing is shown");
  }

  @Test
  void what_fails_for_a_reason_of_its_own_is_no_part_of_the_drill() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                Drill.of(
                        batch -> {
                          throw new IllegalStateException("a mistake");
                        })
                    .records(records())
                    .failingAt(POINTS, FailurePoint.AFTER_IDS, FailureKind.EXCEPTION)
                    .run())
        .withMessage("a mistake");
  }

  @Test
  void a_drill_that_shows_nothing_fails() {
    assertThatIllegalStateException()
        .isThrownBy(() -> Drill.of(consumers::faithful).run())
        .withMessage("a drill without records shows nothing");
    assertThatIllegalStateException()
        .isThrownBy(() -> failing(batch -> {}, FailurePoint.AFTER_IDS))
        .withMessage("nothing came to AFTER_IDS: nothing is shown");
  }

  @Test
  void an_interleaving_keeps_the_order_of_each_key_and_is_drawn_by_its_seed() {
    List<ConsumerRecord<byte[], byte[]>> records = records();
    assertThat(Deck.shuffled(records, 1)).isEqualTo(Deck.shuffled(records, 1));
    assertThat(Deck.shuffled(records, 1)).isNotEqualTo(Deck.shuffled(records, 2));
    Function<List<ConsumerRecord<byte[], byte[]>>, List<Long>> ofOneKey =
        all ->
            all.stream()
                .filter(one -> Deck.Lane.of(one).place().equals("key 1"))
                .map(ConsumerRecord::offset)
                .toList();
    assertThat(ofOneKey.apply(Deck.shuffled(records, 1))).isEqualTo(ofOneKey.apply(records));
  }

  private static void failing(
      Consumer<List<ConsumerRecord<byte[], byte[]>>> consumer, FailurePoint at) {
    failing(consumer, at, records());
  }

  private static void failing(
      Consumer<List<ConsumerRecord<byte[], byte[]>>> consumer,
      FailurePoint at,
      List<ConsumerRecord<byte[], byte[]>> records) {
    Drill.of(consumer)
        .records(records)
        .inBatchesOf(5)
        .failingAt(POINTS, at, FailureKind.SESSION_ENDS)
        .run();
  }

  private static void convicted(String... words) {
    assertThatExceptionOfType(AssertionError.class)
        .isThrownBy(() -> effects().assertOneEach())
        .satisfies(error -> assertThat(error.getMessage()).contains(words));
  }

  private static Effects effects() {
    return Effects.of(database, "drilled", "SELECT event_id FROM effects ORDER BY place");
  }

  /** Five of each of four keys. */
  private static List<ConsumerRecord<byte[], byte[]>> records() {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Facts fact = Facts.of("thing.done.v1", "{}").key("" + i % 4);
      records.add(fact.polled("thing.events", i % 4 % 2, i));
    }
    return records;
  }
}
