package dev.ensemble.testkit.guilty.events;

import dev.ensemble.testkit.guilty.store.OpenStore;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/** Public, it knows a neighbour and the broker, and it speaks HTTP. */
public class OpenEvents {
  @Nullable OpenStore store;
  @Nullable KafkaProducer<String, String> producer;
  HttpStatus status = HttpStatus.OK;
}
