package dev.ensemble.payment.application;

import java.time.Duration;
import java.util.Optional;

/** That the payment provider gave no final answer, and what to do about that. */
public final class ProviderTrouble extends Exception {
  private static final long serialVersionUID = 1L;

  /** Whose trouble it is. */
  public enum Kind {
    /** It passes by itself. */
    OUTAGE,
    /** Somebody has to mend something here: a key, a setting, an account. */
    OURS
  }

  private final Kind kind;
  private final boolean isRepeatedByKey;
  private final transient Optional<Duration> retryAfter;

  /**
   * @param reason for people, without anything secret in it
   * @param isRepeatedByKey whether the provider has stored this failure under the key that was used
   * @param retryAfter how long the provider asks to be left alone
   */
  public ProviderTrouble(
      Kind kind, String reason, boolean isRepeatedByKey, Optional<Duration> retryAfter) {
    super(reason);
    this.kind = kind;
    this.isRepeatedByKey = isRepeatedByKey;
    this.retryAfter = retryAfter;
  }

  public Kind kind() {
    return kind;
  }

  /** The reason, for people. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  boolean isRepeatedByKey() {
    return isRepeatedByKey;
  }

  /** Grows from attempt to attempt, up to a cap; as long as was asked for, if that is longer. */
  Duration pauseAfter(int attempts) {
    Duration first = kind == Kind.OUTAGE ? Duration.ofSeconds(1) : Duration.ofSeconds(30);
    Duration longest = kind == Kind.OUTAGE ? Duration.ofMinutes(1) : Duration.ofMinutes(10);
    Duration grown = first.multipliedBy(1L << Math.min(attempts, 10));
    Duration pause = grown.compareTo(longest) < 0 ? grown : longest;
    // An hour at most: nobody means longer, and a slip there must not put an order to sleep.
    Duration asked =
        retryAfter.filter(time -> time.compareTo(Duration.ofHours(1)) <= 0).orElse(pause);
    return asked.compareTo(pause) > 0 ? asked : pause;
  }
}
