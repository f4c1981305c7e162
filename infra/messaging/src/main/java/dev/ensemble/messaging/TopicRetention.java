package dev.ensemble.messaging;

import java.time.Duration;

/** For how long a topic keeps its records, as far as the broker tells. */
sealed interface TopicRetention {

  /** For so long. */
  record Limited(Duration time) implements TopicRetention {}

  /**
   * For ever.
   *
   * @param setting the topic's setting that says so
   */
  record Unlimited(String setting) implements TopicRetention {}

  /** There is no such topic (yet). */
  record Missing() implements TopicRetention {}

  /** This client may not describe the topic's configuration. */
  record Denied() implements TopicRetention {}
}
