package dev.ensemble.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cloudevents.CloudEvent;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

@Tag("servers")
@EnabledIf("dev.ensemble.testkit.servers.Servers#canBeHad")
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

  @Test
  void what_the_broker_has_is_still_there_when_it_comes_up_again() {
    String topic = TestKafka.createTopic("kit.lasting", 1);
    TestKafka.produce(Facts.sample("order.placed.v1").toSend(topic));
    TestKafka.down();
    TestKafka.up();
    TestKafka.produce(Facts.sample("order.placed.v1").toSend(topic));

    assertThat(TestKafka.readAll(topic)).hasSize(2);
  }

  @Test
  void through_the_proxy_a_client_stays_behind_the_proxy() throws Exception {
    String topic = TestKafka.createTopic("kit.proxied", 1);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", TestKafka.proxiedServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>(topic, new byte[1])).get(30, TimeUnit.SECONDS);

      // Connections that the broker sent it to, too: were one of them a direct one, this would go.
      TestKafka.proxy().blackHole();
      Future<RecordMetadata> send = producer.send(new ProducerRecord<>(topic, new byte[2]));
      assertThatThrownBy(() -> send.get(500, TimeUnit.MILLISECONDS))
          .isInstanceOf(TimeoutException.class);
      assertThat(TestKafka.readAll(topic)).hasSize(1);

      TestKafka.proxy().pass();
      send.get(30, TimeUnit.SECONDS);
      assertThat(TestKafka.readAll(topic)).hasSize(2);
    } finally {
      TestKafka.proxy().pass();
    }
  }
}
