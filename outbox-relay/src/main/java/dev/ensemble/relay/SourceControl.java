package dev.ensemble.relay;

import java.util.List;

/** What a person can tell a running source, and ask of it. Every answer is what was really done. */
interface SourceControl {
  String name();

  /**
   * Takes no further row; what is under way comes to its end. The slot stays held, so that no
   * standby takes over, and the server keeps the WAL from there on. Lasts until {@link #resume} or
   * the process's end.
   */
  void pause();

  void resume();

  boolean isPaused();

  /** In the order in which they were set aside. */
  List<Quarantined> quarantined();

  /**
   * Sends the rows that were set aside, key by key in order, as far as they can be sent now.
   *
   * @throws RelayFailure if the source does not stream now
   */
  RetryResult retryQuarantined() throws InterruptedException;

  /**
   * Gives up a row that is aside: it is never sent. What waits for it under its key is sent by the
   * next retry.
   *
   * @throws RelayFailure if no row of that id is aside, nor has been discarded
   */
  Discarded discard(DiscardOrder order) throws InterruptedException;

  /**
   * Drops the slot. What is not on the topics is published from the table then, and the source
   * streams from a new slot: after the process's next start, or at once where it is refused.
   *
   * @throws RelayFailure if that would not mend the source
   */
  Recovered recover() throws InterruptedException;

  /**
   * How a recovery began.
   *
   * @param dropped whether there was a slot to drop
   * @param ends whether the process ends
   */
  record Recovered(boolean dropped, boolean ends) {}

  /**
   * A row that was not published, and why.
   *
   * @param key of its record, as text
   * @param reason what is wrong with it, or which row of its key it waits for
   * @param since RFC 3339, in UTC
   */
  record Quarantined(String id, String key, String reason, String since) {}

  /**
   * How a retry went.
   *
   * @param sent ids that are published now
   * @param kept rows that are still set aside, with the reason as it is now
   */
  record RetryResult(List<String> sent, List<Quarantined> kept) {}

  /**
   * How a discard went.
   *
   * @param now false where the row had been discarded before
   * @param how who did it, when, and why
   * @param behind how many rows of its key are still aside
   */
  record Discarded(boolean now, Quarantine.Discard how, int behind) {}
}
