package dev.ensemble.bench.inbox;

import java.util.Locale;

/** What consumes the events. */
enum Contender {
  INBOX("this inbox, event by event", 2),
  INBOX_SETS("this inbox, set-wise", 2),
  LISTENER("listener, a transaction a record", 6),
  LIMIT("limit: batches without memory", 2);

  private final String title;
  private final int threads;

  Contender(String title, int threads) {
    this.title = title;
    this.threads = threads;
  }

  /** Consumers, where nobody says otherwise: the number with which it is fastest on two cores. */
  int threads() {
    return threads;
  }

  /** Its name among the options, and in files. */
  String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String title() {
    return title;
  }

  /** Whether it knows an event again. */
  boolean remembers() {
    return this != LIMIT;
  }

  @Override
  public String toString() {
    return word();
  }
}
