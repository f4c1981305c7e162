package dev.ensemble.messaging;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One fact on its way into the outbox, as its service tells it. Checked here and again by the
 * table.
 *
 * @param topic the Kafka topic, {@code order.events} for example
 * @param type the logical type, {@code noun.verb.vN}
 * @param key partition key, subject and correlation id in one: the saga's (order's) id; 1 to 255
 *     visible ASCII characters
 * @param sequence the aggregate's version after the transition that told this fact, from 1
 * @param data the payload: a record that the library writes as a JSON object
 * @param cause the event that led to it, whose causation and trace it continues; null where that is
 *     the one event that is acted on, or none
 */
public record Outgoing(
    String topic, String type, String key, long sequence, Object data, @Nullable Received cause) {

  /**
   * @throws IllegalArgumentException where a part breaks the envelope's contract
   */
  public Outgoing {
    Objects.requireNonNull(data, "data");
    require(Wire.isTopic(topic), "topic", "a Kafka topic's name", topic);
    require(Wire.isType(type), "type", "of the form noun.verb.vN", type);
    require(Wire.isVisible(key), "key", "1 to 255 visible ASCII characters", key);
    require(sequence >= 1, "sequence", "at least 1", sequence);
  }

  /** A fact whose cause is the one event that is acted on, or none. */
  public Outgoing(String topic, String type, String key, long sequence, Object data) {
    this(topic, type, key, sequence, data, null);
  }

  /**
   * The same fact with the event that led to it. A reaction to a set must say so, as several events
   * are acted on at once; elsewhere it is known.
   */
  public Outgoing causedBy(Received event) {
    return new Outgoing(topic, type, key, sequence, data, event);
  }

  private static void require(boolean holds, String part, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException("the " + part + " must be " + rule + ", not: " + value);
    }
  }
}
