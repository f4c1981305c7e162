package dev.ensemble.payment.application;

import dev.ensemble.payment.domain.Payment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The one door to what the payment provider is still to be asked. */
public interface Errands {

  /**
   * A payment that waits for the provider.
   *
   * @param attempts how often the question at hand was asked in vain
   * @param generation of the key that is used
   */
  record Errand(Payment payment, int attempts, int generation) {}

  /**
   * How many wait.
   *
   * @param since when the one that waits longest began to
   * @param toMendCount how many of them wait until somebody here mends something
   * @param toMend one reason for that
   */
  record Waiting(long count, Optional<Instant> since, long toMendCount, Optional<String> toMend) {}

  /**
   * Claims those whose time has come, the longest waiting first; nobody else gets them till then.
   */
  List<Errand> claim(Instant now, Instant claimedUntil, int countMax);

  /** Asks the same again later; nothing happens where the payment has gone on meanwhile. */
  void postpone(Errand errand, Instant callAt, int generation, ProviderTrouble trouble);

  /** For looking only. */
  Waiting waiting();
}
