package dev.ensemble.messaging;

import java.time.Duration;
import java.util.Optional;

/**
 * Nothing may be forgotten that can come again: Kafka keeps a record, and after that it may have
 * been parked and be redriven.
 */
record WindowRule(Duration window, Duration foreignWindow, Duration redriveHorizon) {

  static WindowRule of(Duration window, MessagingProperties.Retention retention) {
    return new WindowRule(window, retention.foreignWindow(), retention.redriveHorizon());
  }

  /**
   * Whether something keeps records for longer than is remembered what they did.
   *
   * @param what what keeps records for that long
   * @return a sentence that says what is too short and what to do
   */
  Optional<String> broken(String what, Duration kept) {
    Duration least = kept.plus(redriveHorizon);
    return tooShort("window", window, what, kept, least)
        .or(() -> tooShort("retention.foreign-window", foreignWindow, what, kept, least));
  }

  private Optional<String> tooShort(
      String name, Duration is, String what, Duration kept, Duration least) {
    if (is.compareTo(least) >= 0) {
      return Optional.empty();
    }
    return Optional.of(
        ("ensemble.messaging.%s is %s, which is shorter than what %s, %s, and"
                + " ensemble.messaging.retention.redrive-horizon, %s, together: an event could come"
                + " when it is forgotten whether it was acted on. Make the window at least %s, or"
                + " have the topic keep its records for less.")
            .formatted(name, days(is), what, days(kept), days(redriveHorizon), days(least)));
  }

  static String days(Duration time) {
    return time.equals(Duration.ofDays(time.toDays())) ? "P" + time.toDays() + "D" : "" + time;
  }
}
