package dev.ensemble.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TestKafkaTest {

  @Test
  void a_fact_goes_through_the_broker_and_the_official_sdk_reads_it() {
    String topic = TestKafka.createTopic("kit.events", 3);
    Facts fact = Facts.sample("order.placed.v1").with("customerId", "bob").withUnknownField();
    TestKafka.produce(fact.toSend(topic));

    var records = TestKafka.readAll(topic);

    assertThat(records).hasSize(1);
    CloudEvent event =
        KafkaMessageFactory.createReader(records.getFirst().headers(), records.getFirst().value())
            .toEvent();
    assertThat(event.getId()).isEqualTo(fact.id().toString());
    assertThat(event.getType()).isEqualTo("order.placed.v1");
    assertThat(new String(records.getFirst().value(), StandardCharsets.UTF_8))
        .contains("\"bob\"", "59.99", "12.50");
  }
}
