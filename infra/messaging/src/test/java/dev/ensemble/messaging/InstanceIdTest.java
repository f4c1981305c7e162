package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.Test;

/** Two processes were given one instance id. */
class InstanceIdTest extends OverOneShop {
  @Test
  void the_one_that_was_thrown_out_leaves_the_other_in_peace_and_says_why() {
    AtomicInteger opened = new AtomicInteger();
    try (Desk desk = Desk.open(shop, 1)) {
      desk.connect =
          settings -> {
            opened.incrementAndGet();
            return new KafkaConsumer<>(settings);
          };
      desk.send(0, "a");
      InboxWorker first = desk.worker("shop-1");
      desk.until(() -> desk.committed(0) == 1, first);
      desk.forgetWorkers();
      InboxWorker second = desk.worker("shop-1");
      desk.send(0, "b");
      desk.until(() -> desk.committed(0) == 2, second);

      assertThatExceptionOfType(InstanceIdTaken.class)
          .isThrownBy(() -> desk.until(() -> false, first));
      for (int look = 0; look < 3; look++) {
        assertThatExceptionOfType(InstanceIdTaken.class).isThrownBy(first::runOnce);
        second.runOnce();
      }
      assertThat(opened).as("it does not join again").hasValue(2);
      assertThat(first.state().waitsFor())
          .hasValueSatisfying(why -> assertThat(why).contains("inbox.instance-id"));
      desk.send(0, "c");
      desk.until(() -> desk.committed(0) == 3, second);
      assertThat(shop.effects()).containsExactly("a", "b", "c");

      second.close();
      desk.pass(Holds.TAKEN_PAUSE);
      desk.send(0, "d");
      desk.until(() -> desk.committed(0) == 4, first);
      first.close();
    }
  }
}
