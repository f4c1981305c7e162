package dev.ensemble.messaging;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the windows against what the topics keep: when the application starts, where the broker
 * answers then; before a consumer's first poll in any case; and now and then, as topics are made
 * and changed while it runs.
 */
final class KafkaRetention {

  /**
   * A retention that was raised is no danger: what is older than the windows is parked, not acted
   * on. So it is told soon enough, and nothing stops.
   */
  static final Duration PACE = Duration.ofMinutes(10);

  private static final Logger log = LoggerFactory.getLogger(KafkaRetention.class);

  private final Set<String> topics;
  private final TopicRetentions broker;
  private final WindowRule rule;
  private final @Nullable Duration stated;
  private final Set<String> unseen;
  private final Set<String> told = new TreeSet<>();

  KafkaRetention(
      Set<String> topics, TopicRetentions broker, WindowRule rule, @Nullable Duration stated) {
    this.topics = Set.copyOf(topics);
    this.broker = broker;
    this.rule = rule;
    this.stated = stated;
    this.unseen = new TreeSet<>(topics);
  }

  /**
   * Before anything is consumed.
   *
   * @throws RetentionRefused where an event could come after it was forgotten
   * @throws KafkaException where the broker does not tell
   */
  synchronized void require() {
    if (!unseen.isEmpty()) {
      examine(unseen);
    }
  }

  /**
   * As the application starts: a broker that is away is no reason not to, as it is asked again.
   *
   * @throws RetentionRefused where an event could come after it was forgotten
   */
  void requireIfTold() {
    try {
      require();
    } catch (KafkaException away) {
      log.warn(
          "It is not known yet for how long the topics {} keep their records ({}). The broker is"
              + " asked again, and nothing is consumed before it has told.",
          topics,
          away.toString());
    }
  }

  /** Looks at all topics again; the answer is 0, as nothing is done by it. */
  synchronized int look() {
    try {
      examine(topics);
    } catch (KafkaException away) {
      log.debug("the broker does not tell for how long topics keep records", away);
    }
    return 0;
  }

  private void examine(Set<String> asked) {
    Map<String, TopicRetention> found = broker.of(Set.copyOf(asked));
    found.forEach(
        (topic, retention) ->
            broken(topic, retention)
                .ifPresent(
                    sentence -> {
                      unseen.add(topic);
                      throw new RetentionRefused(sentence);
                    }));
    found.forEach(
        (topic, retention) -> {
          if (!(retention instanceof TopicRetention.Missing)) {
            unseen.remove(topic);
          }
        });
  }

  private Optional<String> broken(String topic, TopicRetention retention) {
    return switch (retention) {
      case TopicRetention.Limited limited -> brokenBy(topic, limited.time());
      case TopicRetention.Unlimited unlimited -> brokenBy(topic, unlimited.setting());
      case TopicRetention.Missing nothingToRead -> Optional.empty();
      case TopicRetention.Denied denied -> {
        if (stated == null && told.add(topic)) {
          log.warn(
              "The broker does not let this consumer see for how long the topic {} keeps its"
                  + " records (DescribeConfigs). If that and the redrive horizon are longer than the"
                  + " window, events are parked as too old that were never acted on. Grant it, or"
                  + " say it with ensemble.messaging.retention.kafka.",
              topic);
        }
        yield Optional.empty();
      }
    };
  }

  private Optional<String> brokenBy(String topic, Duration kept) {
    if (stated != null && kept.compareTo(stated) > 0) {
      return Optional.of(
          "the topic %s keeps its records for %s, longer than ensemble.messaging.retention.kafka says, %s"
              .formatted(topic, WindowRule.days(kept), WindowRule.days(stated)));
    }
    return rule.broken("the topic " + topic + " keeps", kept);
  }

  private Optional<String> brokenBy(String topic, String unlimited) {
    return stated != null
        ? Optional.empty()
        : Optional.of(
            ("the topic %s keeps its records for ever (%s), and what was acted on is remembered for"
                    + " %s: an event could come when it is forgotten. Give the topic a limit, or say"
                    + " with ensemble.messaging.retention.kafka for how long its records are to be"
                    + " read; what is older than the window is parked then, and never acted on.")
                .formatted(topic, unlimited, WindowRule.days(rule.window())));
  }
}
