package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.Facts;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a use case is told of the event, beside what the event says. */
class ReceivedTest {

  @Test
  void a_use_case_is_given_the_id_of_each_event_that_it_acts_on() {
    try (Shop shop = Shop.open()) {
      Facts one = Shop.counted("a");
      Facts other = Shop.counted("a");
      shop.inbox().receive(List.of(one.polled(Shop.TOPIC, 0, 0), other.polled(Shop.TOPIC, 0, 1)));
      assertThat(shop.behaviour().received()).containsExactly(one.id(), other.id());
    }
  }
}
