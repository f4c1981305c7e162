package dev.ensemble.relay;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a source's database says about itself; null is what does not exist (yet). */
record SourceFacts(
    Server server, @Nullable Table table, @Nullable Publication publication, @Nullable Slot slot) {

  SourceFacts with(Server other) {
    return new SourceFacts(other, table, publication, slot);
  }

  /**
   * @param endLsn how far it has written, in bytes
   * @param settings PostgreSQL's own, as {@code pg_settings} has them; a server lacks those that
   *     are newer than itself
   */
  record Server(
      String user,
      String database,
      boolean mayReplicate,
      boolean standby,
      long endLsn,
      Use use,
      Map<String, String> settings) {

    String setting(String name) {
      return settings.getOrDefault(name, "");
    }

    /** -1 where the server does not know the setting. */
    long number(String name) {
      return Long.parseLong(settings.getOrDefault(name, "-1"));
    }

    Duration walSenderTimeout() {
      return Duration.ofMillis(Math.max(0, number("wal_sender_timeout")));
    }
  }

  /** How many are taken. */
  record Use(int slots, int senders) {}

  record Table(boolean partitioned, boolean readable, Map<String, ColumnType> columns) {}

  /**
   * @param readable whether the relay can make bytes of it
   * @param leadsUnique whether a unique index begins with it
   */
  record ColumnType(String name, boolean readable, boolean leadsUnique) {}

  /**
   * @param actions what is published, as in {@code insert, update}
   * @param columns the outbox table's published columns; empty when the table is not in it
   */
  record Publication(String actions, boolean viaRoot, boolean rowFilter, Set<String> columns) {}

  /**
   * @param reader who reads it now, null when nobody does
   * @param readerApplication what that one calls itself
   * @param confirmedLsn in bytes; 0 where it has none
   */
  record Slot(
      @Nullable String plugin,
      @Nullable String database,
      @Nullable String reader,
      @Nullable String readerApplication,
      long confirmedLsn,
      Safety safety) {}

  /**
   * @param walStatus {@code lost} once its WAL is gone
   * @param invalidated why the server has given it up; null while it has not, or does not say
   * @param safeBytes how much more may be written before it is lost; null is no limit
   * @param failover whether standbys take it over; null before PostgreSQL 17
   */
  record Safety(
      String walStatus,
      @Nullable String invalidated,
      @Nullable Long safeBytes,
      @Nullable Boolean failover) {}
}
