package dev.ensemble.order;

import dev.ensemble.messaging.Inbox;
import dev.ensemble.testkit.Facts;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Delivers what other services tell, as Kafka would and without it. */
public final class Post {
  private static final AtomicLong OFFSETS = new AtomicLong();

  private final Inbox inbox;

  Post(Inbox inbox) {
    this.inbox = inbox;
  }

  /** Delivers the contract's sample of the fact, told of this order, as an event of its own. */
  public Inbox.Receipt tells(String type, UUID order) {
    return inbox.receive(List.of(record(type, order)));
  }

  /** A record with an event id of its own; delivered again, it is a redelivery. */
  public static ConsumerRecord<byte[], byte[]> record(String type, UUID order) {
    return record(type, Facts.sample(type).with("orderId", order.toString()));
  }

  public static ConsumerRecord<byte[], byte[]> record(String type, Facts fact) {
    String topic = type.startsWith("payment.") ? "payment.events" : "inventory.events";
    return fact.polled(topic, 0, OFFSETS.getAndIncrement());
  }
}
