package dev.ensemble.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.ensemble.inventory.application.DispatchDue;
import dev.ensemble.inventory.application.ReserveStock;
import dev.ensemble.inventory.domain.Line;
import dev.ensemble.inventory.domain.Money;
import dev.ensemble.inventory.domain.OrderId;
import dev.ensemble.inventory.domain.PlacedOrder;
import dev.ensemble.inventory.domain.Sku;
import dev.ensemble.messaging.Inbox.Receipt;
import dev.ensemble.testkit.Facts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class RedeliveryTest extends ServiceTest {
  @Autowired ReserveStock reserveStock;
  @Autowired DispatchDue dispatchDue;

  @Test
  void a_history_delivered_again_leaves_every_table_as_it_was() {
    List<ConsumerRecord<byte[], byte[]>> records = aHistory();
    inbox.receive(records);
    clock.advance(Duration.ofMinutes(1));
    dispatchDue.runOnce();
    Map<String, List<String>> before = DATABASE.rows();

    Receipt again = inbox.receive(records);
    List<ConsumerRecord<byte[], byte[]>> shuffled = new ArrayList<>(records);
    Collections.shuffle(shuffled, new Random(7));
    Receipt shuffledAgain = inbox.receive(shuffled);

    assertThat(again).isEqualTo(new Receipt(0, records.size(), 0));
    assertThat(shuffledAgain).isEqualTo(again);
    assertThat(DATABASE.rows()).isEqualTo(before);
  }

  @Test
  void a_history_told_again_under_other_ids_moves_no_piece() {
    String sku = stocked(10);
    UUID order = shipping(sku);
    http().post("/shipments/" + order + "/dispatch");
    List<String> told = told(order);

    receive(placed(order, sku), charged(order), declined(order));

    assertThat(told(order)).isEqualTo(told);
    assertStock(sku, 9, 0);
  }

  @Test
  void a_transaction_that_rolls_back_leaves_nothing() {
    Sku sku = new Sku(stocked(10));
    PlacedOrder order =
        new PlacedOrder(
            new OrderId(UUID.randomUUID()), "alice", new Money(1), List.of(new Line(sku, 2)));
    Map<String, List<String>> before = DATABASE.rows();

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                transaction()
                    .executeWithoutResult(
                        status -> {
                          reserveStock.reserve(order);
                          throw new IllegalStateException("the power went off here");
                        }));

    assertThat(DATABASE.rows()).isEqualTo(before);
  }

  /** Orders of every kind, as their facts came in. */
  private List<ConsumerRecord<byte[], byte[]>> aHistory() {
    List<Facts> facts = new ArrayList<>();
    String plenty = stocked(1_000);
    String none = stocked(0);
    for (int i = 0; i < 5; i++) {
      UUID completed = UUID.randomUUID();
      UUID rejected = UUID.randomUUID();
      UUID unpaid = UUID.randomUUID();
      UUID cancelled = UUID.randomUUID();
      facts.addAll(
          List.of(
              placed(completed, plenty),
              placed(rejected, plenty, none),
              placed(unpaid, plenty),
              charged(completed),
              declined(unpaid),
              placed(cancelled, plenty),
              charged(cancelled),
              cancellation(cancelled)));
    }
    return facts.stream().map(ServiceTest::polled).toList();
  }
}
