package dev.ensemble.messaging;

import java.util.Objects;
import java.util.regex.Pattern;

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
 */
public record Outgoing(String topic, String type, String key, long sequence, Object data) {
  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

  /**
   * @throws IllegalArgumentException where a part breaks the envelope's contract
   */
  public Outgoing {
    Objects.requireNonNull(data, "data");
    require(TOPIC.matcher(topic).matches(), "topic", "a Kafka topic's name", topic);
    require(Wire.isType(type), "type", "of the form noun.verb.vN", type);
    require(Wire.isVisible(key), "key", "1 to 255 visible ASCII characters", key);
    require(sequence >= 1, "sequence", "at least 1", sequence);
  }

  private static void require(boolean holds, String part, String rule, Object value) {
    if (!holds) {
      throw new IllegalArgumentException("the " + part + " must be " + rule + ", not: " + value);
    }
  }
}
