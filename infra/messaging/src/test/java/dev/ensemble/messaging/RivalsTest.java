package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two that are handed the same batch, as a frozen consumer and its successor are, interleaved at
 * every statement: each event takes effect once, whoever looked for it first.
 */
@Timeout(300)
class RivalsTest extends OverOneShop {
  private List<ConsumerRecord<byte[], byte[]>> batch =
      List.of(Lot.event("a", 1), Lot.event("b", 2), Lot.event("a", 3), Lot.event("c", 4));

  /** Of one alone a failure would be counted, where a batch would go on one by one. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4})
  void each_event_takes_effect_once_wherever_one_stands_while_the_other_goes_on(int events)
      throws Exception {
    batch = batch.subList(0, events);
    List<String> all = List.of("a 1", "b 2", "a 3", "c 4").subList(0, events);
    int waited = 0;
    int ranAnew = 0;
    try (Stepped one = new Stepped(shop.database.app());
        Stepped other = new Stepped(shop.database.app())) {
      int steps = steps(one);
      Set<Integer> alone = Set.of(steps, steps(one));
      for (int i = 0; i <= steps; i++) {
        for (int j = 0; j <= steps; j++) {
          shop.reset();
          FutureTask<Progress> first = one.begin(() -> take(one));
          FutureTask<Progress> second = other.begin(() -> take(other));
          one.let(i);
          one.awaitStill(RivalsTest::isBlocked);
          other.let(j);
          waited += other.awaitStill(RivalsTest::isBlocked) ? 1 : 0;
          one.letAll();
          waited += one.awaitStill(RivalsTest::isBlocked) ? 1 : 0;
          Inbox.Receipt later = other.result(second).done();
          Inbox.Receipt earlier = one.result(first).done();

          String when = "one after %d statements, the other after %d".formatted(i, j);
          assertThat(lot.effects()).as(when).isEqualTo(all);
          assertThat(earlier.applied() + later.applied()).as(when).isEqualTo(events);
          assertThat(earlier.repeated() + later.repeated()).as(when).isEqualTo(events);
          ranAnew += alone.containsAll(List.of(one.taken(), other.taken())) ? 0 : 1;
        }
      }
    }
    assertThat(waited).as("those that waited for a rival's ids").isPositive();
    assertThat(ranAnew).as("those whose rival was faster between look and insert").isPositive();
  }

  /** PostgreSQL orders ids by their bytes, Java's UUID by their sign. */
  @Test
  void ids_on_both_sides_of_javas_zero_are_found_again() {
    batch =
        List.of(
            Lot.fact("a", 1)
                .id(UUID.fromString("0f0e0d0c-0b0a-4908-8706-050403020100"))
                .polled(Shop.TOPIC, 0, 1),
            Lot.fact("a", 2)
                .id(UUID.fromString("f0e0d0c0-b0a0-4908-8706-050403020100"))
                .polled(Shop.TOPIC, 0, 2));
    assertThat(lot.take(batch).done()).isEqualTo(new Inbox.Receipt(2, 0, 0));
    assertThat(lot.take(batch).done()).isEqualTo(new Inbox.Receipt(0, 2, 0));
    assertThat(lot.effects()).containsExactly("a 1", "a 2");
  }

  /** A trigger of somebody's own, for example. */
  @Test
  void who_is_refused_for_another_reason_does_not_run_anew_for_ever() {
    shop.superuser()
        .sql(
            """
            CREATE FUNCTION shop.refuse() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN RAISE unique_violation; END $$
            """)
        .update();
    shop.superuser()
        .sql(
            """
            CREATE TRIGGER refuse BEFORE INSERT ON messaging.processed_events
              FOR EACH ROW EXECUTE FUNCTION shop.refuse()
            """)
        .update();
    try {
      Progress refused = lot.take(batch);

      assertThat(refused.done().applied()).isZero();
      assertThat(refused.failures()).hasSize(1);
      assertThat(lot.effects()).isEmpty();
    } finally {
      shop.superuser().sql("DROP TRIGGER refuse ON messaging.processed_events").update();
    }
    assertThat(lot.take(batch).done().applied()).isEqualTo(4);
  }

  /**
   * How many statements it takes when nobody is in its way: the first time, and once all is known.
   */
  private int steps(Stepped alone) throws Exception {
    alone.result(alone.begin(() -> take(alone)));
    return alone.taken();
  }

  private Progress take(Stepped stepped) {
    Progress progress = new Parts(shop, stepped).intake(shop).take(batch, Lot.ONE);
    assertThat(progress.outage()).isNull();
    assertThat(progress.failures()).isEmpty();
    assertThat(lot.parked()).isEmpty();
    return progress;
  }

  private static boolean isBlocked(int backend) {
    return !shop.superuser()
        .sql("SELECT 1 FROM pg_stat_activity WHERE pid = ? AND wait_event_type = 'Lock'")
        .param(backend)
        .query(Integer.class)
        .list()
        .isEmpty();
  }
}
