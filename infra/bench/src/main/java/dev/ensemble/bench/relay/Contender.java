package dev.ensemble.bench.relay;

import java.util.Locale;

/** What empties the outbox. */
enum Contender {
  RELAY("this relay, at-least-once"),
  RELAY_TRANSACTIONAL("this relay, transactional"),
  DEBEZIUM_SERVER("Debezium Server"),
  LIMIT("bare limit"),
  POLLING("polling relay");

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

  /** Whether it reads the write-ahead log, rather than the table. */
  boolean readsTheLog() {
    return this != POLLING;
  }

  @Override
  public String toString() {
    return word();
  }
}
