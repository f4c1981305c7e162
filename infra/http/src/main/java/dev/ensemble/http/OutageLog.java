package dev.ensemble.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line per kind of outage and pause: a thousand refused requests say no more than the first.
 */
final class OutageLog {
  private static final Logger log = LoggerFactory.getLogger(OutageLog.class);

  private final Clock clock;
  private final Duration pause;
  private final Map<Outage, Silence> silences = new EnumMap<>(Outage.class);

  /** Since when a kind is silent, and how many requests it has met in the meantime. */
  private record Silence(Instant until, long unsaid) {}

  OutageLog(Clock clock, Duration pause) {
    this.clock = clock;
    this.pause = pause;
  }

  synchronized void note(Outage kind, Throwable failure) {
    Instant now = clock.instant();
    Silence silence = silences.get(kind);
    if (silence != null && now.isBefore(silence.until())) {
      silences.put(kind, new Silence(silence.until(), silence.unsaid() + 1));
      return;
    }
    long unsaid = silence == null ? 0 : silence.unsaid();
    silences.put(kind, new Silence(now.plus(pause), 0));
    log.warn(
        "Database {}, requests are answered with 503: {} (and {} requests since the last such line)",
        kind,
        Causes.root(failure).toString(),
        unsaid);
  }
}
