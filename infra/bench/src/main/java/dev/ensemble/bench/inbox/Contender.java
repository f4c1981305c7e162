package dev.ensemble.bench.inbox;

import java.util.Locale;

/** What consumes the events. */
enum Contender {
  INBOX("this inbox, event by event"),
  INBOX_SETS("this inbox, set-wise"),
  LISTENER("listener, a transaction a record"),
  LIMIT("limit: batches without memory");

  private final String title;

  Contender(String title) {
    this.title = title;
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
