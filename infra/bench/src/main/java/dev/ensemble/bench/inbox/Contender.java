package dev.ensemble.bench.inbox;

import java.util.Locale;

/** What consumes the events. */
enum Contender {
  INBOX("this inbox, event by event", 2),
  INBOX_SETS("this inbox, set-wise", 2),
  /** Each record is done with, offset included, before the next one begins. */
  LISTENER("listener, offsets by the record", 6),
  /** A transaction each, and offsets once a poll: Spring Kafka's default. */
  LISTENER_POLLS("listener, offsets by the poll", 6),
  LIMIT("limit: batches without memory", 2);

  private final String title;
  private final int threads;

  Contender(String title, int threads) {
    this.title = title;
    this.threads = threads;
  }

  /** Consumers, where nobody says otherwise; README says what other numbers led to. */
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

  /** Whether it is the pattern that the inbox is measured by, with tables of its own. */
  boolean isListener() {
    return this == LISTENER || this == LISTENER_POLLS;
  }

  /** Whether it knows an event again. */
  boolean remembers() {
    return this != LIMIT;
  }

  /** Who knows nothing again has nothing to do with events that come again. */
  boolean takesPartIn(Case one) {
    return remembers() || one == Case.FRESH;
  }

  @Override
  public String toString() {
    return word();
  }
}
