package dev.ensemble.order.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.messaging.Inbox;
import dev.ensemble.order.OrderApi.Answer;
import dev.ensemble.order.OrderServiceHarness;
import dev.ensemble.order.Post;
import dev.ensemble.order.Together;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionOperations;

class RacesTest extends OrderServiceHarness {
  private static final Duration PAST_THE_DEADLINE = Duration.ofSeconds(31);

  @Autowired private ExpireOrders expireOrders;
  @Autowired private TransactionOperations transaction;

  @Test
  void two_cancellations_at_the_same_moment_are_asked_for_once() {
    UUID order = api().placed("racer");

    List<Answer> answers =
        TOGETHER.at(order, List.of(() -> api().cancel(order), () -> api().cancel(order)));

    assertThat(answers).extracting(Answer::status).containsOnly(202);
    assertThat(TABLES.factsToldOf(order))
        .containsExactly("order.placed.v1", "order.cancellation-requested.v1");
    assertThat(api().order(order).body().get("version").intValue()).isEqualTo(2);
  }

  @RepeatedTest(3)
  void a_cancellation_and_the_parcels_departure_at_the_same_moment_agree_on_one_outcome() {
    UUID order = api().placed("racer");
    Callable<Object> cancel = () -> api().cancel(order).status();
    Callable<Object> dispatch = () -> post().tells("shipment.dispatched.v1", order);

    List<Object> answers = TOGETHER.at(order, List.of(cancel, dispatch));

    boolean asked = TABLES.factsToldOf(order).contains("order.cancellation-requested.v1");
    assertThat(answers.getFirst()).isEqualTo(asked ? 202 : 409);
    assertThat(api().order(order).text("status")).isEqualTo("COMPLETED");
    assertThat(api().order(order).text("cancellation")).isEqualTo(asked ? "REQUESTED" : "NONE");
  }

  @Test
  void one_fact_delivered_twice_at_the_same_moment_takes_effect_once() {
    UUID order = api().placed("racer");
    ConsumerRecord<byte[], byte[]> fact = Post.record("stock.reserved.v1", order);
    Callable<Inbox.Receipt> deliver = () -> inbox.receive(List.of(fact));

    List<Inbox.Receipt> receipts = TOGETHER.at(order, List.of(deliver, deliver));

    assertThat(receipts)
        .containsExactlyInAnyOrder(new Inbox.Receipt(1, 0, 0), new Inbox.Receipt(0, 1, 0));
    assertThat(api().order(order).body().get("version").intValue()).isEqualTo(2);
  }

  @Test
  void two_batches_with_the_same_orders_in_opposite_sequence_do_not_deadlock() {
    UUID one = api().placed("racer");
    UUID two = api().placed("racer");
    Callable<Inbox.Receipt> upwards = () -> inbox.receive(batch("stock.reserved.v1", one, two));
    Callable<Inbox.Receipt> downwards = () -> inbox.receive(batch("payment.charged.v1", two, one));

    List<Inbox.Receipt> receipts = TOGETHER.at(one, List.of(upwards, downwards));

    assertThat(receipts).containsOnly(new Inbox.Receipt(2, 0, 0));
    assertThat(api().order(one).text("status")).isEqualTo("PAID");
    assertThat(api().order(two).text("status")).isEqualTo("PAID");
  }

  @Test
  void a_batch_locks_its_orders_in_one_sequence_before_anything_runs() {
    UUID smaller = api().placed("racer");
    UUID greater = api().placed("racer");
    Callable<Inbox.Receipt> downwards =
        () -> inbox.receive(batch("stock.reserved.v1", greater, smaller));

    TOGETHER.at(smaller, List.of(downwards), () -> assertThat(isFree(greater)).isTrue());

    assertThat(api().order(greater).text("status")).isEqualTo("RESERVED");
  }

  @Test
  void an_order_past_its_deadline_is_asked_to_end_once_and_not_before() {
    expireEverything();
    UUID order = api().placed("racer");

    assertThat(expireOrders.runOnce()).isZero();
    clock.advance(PAST_THE_DEADLINE);
    assertThat(expireOrders.runOnce()).isOne();
    assertThat(expireOrders.runOnce()).isZero();

    Answer now = api().order(order);
    assertThat(now.text("status")).isEqualTo("CANCELLING");
    assertThat(TABLES.factsToldOf(order))
        .containsExactly("order.placed.v1", "order.cancellation-requested.v1");
  }

  @Test
  void two_workers_ask_each_due_order_once_and_in_bounded_passes() {
    expireEverything();
    Set<UUID> due = Set.copyOf(placedOrders(ExpireOrders.ORDERS_MAX + 20));
    clock.advance(PAST_THE_DEADLINE);

    // The second worker's pass begins and ends while the first one's has not committed yet.
    transaction.executeWithoutResult(
        firstWorkers -> {
          assertThat(expireOrders.runOnce()).isEqualTo(ExpireOrders.ORDERS_MAX);
          assertThat(Together.elsewhere(expireOrders::runOnce)).isEqualTo(20);
        });

    assertThat(expireOrders.runOnce()).isZero();
    assertThat(due)
        .allSatisfy(
            order ->
                assertThat(TABLES.factsToldOf(order))
                    .containsExactly("order.placed.v1", "order.cancellation-requested.v1"));
  }

  @Test
  void an_order_that_a_fact_holds_is_left_to_it_by_the_deadline() {
    expireEverything();
    UUID held = api().placed("racer");
    UUID free = api().placed("racer");
    clock.advance(PAST_THE_DEADLINE);

    int asked = TOGETHER.whileHolding(held, expireOrders::runOnce);

    assertThat(asked).isOne();
    assertThat(api().order(held).text("status")).isEqualTo("PLACED");
    assertThat(api().order(free).text("status")).isEqualTo("CANCELLING");
  }

  @Test
  void an_order_that_has_ended_or_compensates_does_not_expire() {
    expireEverything();
    UUID cancelled = api().placed("racer");
    post().tells("stock.rejected.v1", cancelled);
    UUID completed = api().placed("racer");
    post().tells("shipment.dispatched.v1", completed);
    UUID compensating = api().placed("racer");
    post().tells("shipment.failed.v1", compensating);
    clock.advance(PAST_THE_DEADLINE);
    Map<String, List<String>> before = TABLES.rows();

    assertThat(expireOrders.runOnce()).isZero();

    assertThat(TABLES.rows()).isEqualTo(before);
  }

  private static boolean isFree(UUID order) {
    return TABLES
            .jdbc()
            .sql("SELECT 1 FROM orders.orders WHERE id = :id FOR UPDATE SKIP LOCKED")
            .param("id", order)
            .query(Integer.class)
            .list()
            .size()
        == 1;
  }

  private void expireEverything() {
    clock.advance(PAST_THE_DEADLINE);
    int passesMax = 20;
    for (int pass = 0; pass < passesMax && expireOrders.runOnce() > 0; pass++) {}
  }

  private List<UUID> placedOrders(int count) {
    return IntStream.range(0, count).mapToObj(i -> api().placed("racer")).toList();
  }

  private static List<ConsumerRecord<byte[], byte[]>> batch(String type, UUID... orders) {
    return Arrays.stream(orders).map(order -> Post.record(type, order)).toList();
  }
}
