package dev.ensemble.relay;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a source's database says about itself; null is what does not exist (yet). */
record SourceFacts(
    Server server, @Nullable Table table, @Nullable Publication publication, @Nullable Slot slot) {

  record Server(
      String user,
      String database,
      String walLevel,
      boolean mayReplicate,
      boolean standby,
      Duration walSenderTimeout) {}

  record Table(boolean partitioned, boolean readable, Map<String, String> columnTypes) {}

  /**
   * @param actions what is published, as in {@code insert, update}
   * @param columns the outbox table's published columns; empty when the table is not in it
   */
  record Publication(String actions, boolean viaRoot, boolean rowFilter, Set<String> columns) {}

  /**
   * @param reader who reads it now, null when nobody does
   * @param restartLsn null once the slot is lost
   */
  record Slot(
      @Nullable String plugin,
      @Nullable String database,
      String walStatus,
      @Nullable String reader,
      @Nullable String restartLsn,
      @Nullable String confirmedLsn) {}
}
