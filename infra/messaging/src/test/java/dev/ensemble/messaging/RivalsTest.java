package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.FutureTask;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two that are handed the same batch, as a frozen consumer and its successor are, interleaved at
 * every statement: each event takes effect once, whoever looked for it first.
 */
@Timeout(300)
class RivalsTest extends OverOneShop {
  private final List<ConsumerRecord<byte[], byte[]>> batch =
      List.of(Lot.event("a", 1), Lot.event("b", 2), Lot.event("a", 3));

  @Test
  void each_event_takes_effect_once_wherever_one_stands_while_the_other_goes_on()
      throws Exception {
    int waited = 0;
    int ranAnew = 0;
    try (Stepped one = new Stepped(shop.database.app());
        Stepped other = new Stepped(shop.database.app())) {
      int steps = steps(one);
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
          assertThat(new Lot(shop).effects()).as(when).containsExactly("a 1", "b 2", "a 3");
          assertThat(earlier.applied() + later.applied()).as(when).isEqualTo(3);
          assertThat(earlier.repeated() + later.repeated()).as(when).isEqualTo(3);
          ranAnew += Math.max(one.taken(), other.taken()) > steps ? 1 : 0;
        }
      }
    }
    assertThat(waited).as("those that waited for a rival's ids").isPositive();
    assertThat(ranAnew).as("those whose rival was faster between look and insert").isPositive();
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
      Lot lot = new Lot(shop);

      Progress refused = lot.take(batch);

      assertThat(refused.done().applied()).isZero();
      assertThat(refused.failures()).hasSize(1);
      assertThat(lot.effects()).isEmpty();
    } finally {
      shop.superuser().sql("DROP TRIGGER refuse ON messaging.processed_events").update();
    }
    assertThat(new Lot(shop).take(batch).done().applied()).isEqualTo(3);
  }

  private int steps(Stepped alone) throws Exception {
    alone.result(alone.begin(() -> take(alone)));
    return alone.taken();
  }

  private Progress take(Stepped stepped) {
    Progress progress = new Parts(shop, stepped).intake(shop).take(batch, Lot.ONE);
    assertThat(progress.outage()).isNull();
    assertThat(progress.failures()).isEmpty();
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
