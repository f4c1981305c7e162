package dev.ensemble.messaging;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says of records that cannot be acted on. What a failure says of itself may hold what
 * a payload holds: it stands beside the payload, in the table, and not here.
 */
final class HoldsLog {
  private static final Logger log = LoggerFactory.getLogger(HoldsLog.class);

  private final String consumer;

  HoldsLog(String consumer) {
    this.consumer = consumer;
  }

  void triesAgain(Failure failure, int attempts, int attemptsMax, Duration pause) {
    log.warn(
        "Consumer {} failed at {}, attempt {} of {}, and tries again in {}: {}, fingerprint {}",
        consumer,
        failure.place(),
        attempts,
        attemptsMax,
        pause,
        Reasons.shown(failure.cause()),
        fingerprint(failure, attempts));
  }

  private static String fingerprint(Failure failure, int attempts) {
    return String.valueOf(
        Parkable.culprit(failure.record(), failure.cause(), attempts).grounds().fingerprint());
  }

  void parked(Parkable culprit) {
    Grounds grounds = culprit.grounds();
    log.warn(
        "Consumer {} PARKED {} {}: {}, fingerprint {}. {} and all others go on;"
            + " the reason stands in messaging.parked_events.",
        consumer,
        Failure.place(culprit.record()),
        grounds.attempts() == 0
            ? "by an operator's order"
            : "after %d attempt(s)".formatted(grounds.attempts()),
        grounds.kind(),
        grounds.fingerprint(),
        culprit.key() == null ? "It waits alone" : "What comes behind it of its key waits with it");
  }

  void stopped(Failure failure, int attempts) {
    log.error(
        "Consumer {} STOPPED this partition after {} attempt(s) at {}, which could not be parked:"
            + " {}, fingerprint {}. Nothing is skipped and all other partitions go on. Mend the"
            + " cause and restart this service: it goes on with this record.",
        consumer,
        attempts,
        failure.place(),
        Reasons.shown(failure.cause()),
        fingerprint(failure, attempts));
  }

  void noRoom(Failure failure) {
    log.error(
        "Consumer {} STOPPED this partition at {}, which cannot be parked: {}. Nothing is skipped"
            + " and all other partitions go on. It looks again by itself, and goes on once there"
            + " is room.",
        consumer,
        failure.place(),
        Reasons.shown(failure.cause()));
  }

  void thereIsRoom(Failure failure) {
    log.info("Consumer {} goes on at {}: there is room", consumer, failure.place());
  }

  void offsetGone(String where, String reason) {
    log.error(
        "Consumer {} STOPPED this partition at {}: {}. All other partitions go on. Have what is"
            + " missing published again, then set the offset of group {} for this partition"
            + " (kafka-consumer-groups --reset-offsets --to-earliest repeats no effect) and restart"
            + " this service.",
        consumer,
        where,
        reason,
        consumer);
  }

  /** One partition alone. */
  void waits(Failure outage) {
    log.warn(
        "Consumer {} waits for an outage to end at {}. No attempts are used up, nothing is skipped"
            + " and all other partitions go on; it tries again by itself, and is silent until then"
            + " or until the reason changes: {}",
        consumer,
        outage.place(),
        Reasons.shown(outage.cause()));
  }

  void waitsNoMore(Failure outage) {
    log.info("Consumer {} goes on at {}: it waits no more", consumer, outage.place());
  }

  void allWaits(Throwable outage) {
    log.warn(
        "Consumer {} waits for an outage to end. No attempts are used up and nothing is skipped;"
            + " it goes on by itself, and is silent until then or until the reason changes: {}",
        consumer,
        Reasons.shown(outage));
  }

  void allGoesOn() {
    log.info("Consumer {} goes on: the outage is over", consumer);
  }
}
