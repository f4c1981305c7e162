package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.Facts;
import dev.ensemble.testkit.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A partition that stopped because no more may be parked goes on by itself once more may be. */
@ExtendWith(OutputCaptureExtension.class)
class ParkingRoomTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  private static Shop shop;
  private static Lot lot;

  @BeforeAll
  static void open() {
    shop =
        Shop.open(
            TestDatabase.create("shop"),
            Map.of(
                "ensemble.messaging.inbox.parked-events-max", "3",
                "ensemble.messaging.inbox.parked-events-per-key-max", "2"));
    lot = new Lot(shop);
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void reset() {
    shop.reset();
  }

  @Test
  void where_a_consumers_most_is_parked_it_looks_again_and_goes_on(CapturedOutput output) {
    try (Desk desk = Desk.open(shop, 2)) {
      AtomicInteger calls = new AtomicInteger();
      shop.behaviour()
          .after(
              one -> {
                if (one.orderId().equals("culprit")) {
                  calls.incrementAndGet();
                  throw new IllegalArgumentException("the shop is closed");
                }
              });
      for (String key : List.of("x", "y", "z")) {
        desk.send(0, unheardOf(key));
      }
      desk.send(0, "culprit", "b");
      InboxWorker worker = desk.worker();
      untilStopped(desk, worker);
      assertThat(Desk.only(worker.state().stopped()))
          .contains("partition 0", "offset 3", "parked-events-max");
      assertThat(desk.committed(0)).isEqualTo(3);
      desk.send(1, "c");
      desk.until(() -> shop.effects().contains("c"), worker);

      calls.set(0);
      for (int look = 0; look < 3; look++) {
        desk.pass(LONG);
        desk.steps(3, worker);
        assertThat(worker.state().stopped()).as("there is no room yet").hasSize(1);
      }
      assertThat(calls).as("tried once at each look: with its batch and alone").hasValue(6);

      discard(desk, new ParkedSelection.OfKey("x"));
      desk.steps(3, worker);
      assertThat(worker.state().stopped()).as("it has not looked again yet").hasSize(1);
      desk.pass(LONG);
      desk.until(() -> desk.committed(0) == 5, worker);

      assertThat(worker.state().stopped()).isEmpty();
      assertThat(shop.effects()).containsExactly("c", "b");
      assertThat(lot.parked())
          .containsExactly("unreadable y 1", "unreadable z 2", "failed culprit 3");
      assertThat(
              lot.texts("SELECT attempts::text FROM messaging.parked_events WHERE kind = 'failed'"))
          .as("to wait is no attempt")
          .containsExactly("3");
      assertThat(output.toString().split("STOPPED this partition", -1)).as("said once").hasSize(2);
      assertThat(output).contains("goes on at topic " + desk.topic, "there is room");
    }
  }

  @Test
  void where_a_keys_most_is_parked_it_goes_on_after_a_discard_of_its_events() {
    try (Desk desk = Desk.open(shop, 1)) {
      desk.send(0, unheardOf("k"));
      desk.send(0, "k", "k", "b");
      InboxWorker worker = desk.worker();
      untilStopped(desk, worker);
      assertThat(Desk.only(worker.state().stopped())).contains("offset 2", "per-key-max");
      assertThat(shop.effects()).isEmpty();

      discard(desk, new ParkedSelection.OfKey("k"));
      desk.pass(LONG);
      desk.until(() -> desk.committed(0) == 4, worker);

      assertThat(shop.effects()).as("the key is free").containsExactly("k", "b");
      assertThat(lot.parked()).isEmpty();
    }
  }

  private static void untilStopped(Desk desk, InboxWorker worker) {
    desk.until(
        () -> {
          desk.pass(LONG);
          return !worker.state().stopped().isEmpty();
        },
        worker);
  }

  private static Facts unheardOf(String key) {
    return Facts.of("thing.unheard-of.v1", "{\"orderId\":\"" + key + "\"}");
  }

  private static void discard(Desk desk, ParkedSelection selection) {
    new ParkedEventsDiscard(
            desk.consumer,
            shop.bean(ParkedStep.Store.class),
            shop.bean(RememberedDays.class),
            shop.bean(Outages.class))
        .run(Discard.Order.of(selection, Lot.DECISION));
  }
}
