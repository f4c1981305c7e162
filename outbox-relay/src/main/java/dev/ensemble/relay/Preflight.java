package dev.ensemble.relay;

import dev.ensemble.relay.SourceFacts.Publication;
import dev.ensemble.relay.SourceFacts.Server;
import dev.ensemble.relay.SourceFacts.Slot;
import dev.ensemble.relay.SourceFacts.Table;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges whether a source may stream, and says what to do where it may not. */
final class Preflight {
  // How much longer than the server's own timeout a slot's dead reader is waited for.
  private static final Duration DEAD_READER_MARGIN = Duration.ofSeconds(15);

  private final SourceSettings settings;

  Preflight(SourceSettings settings) {
    this.settings = settings;
  }

  Verdict judge(SourceFacts facts) {
    Server server = facts.server();
    if (server.standby()) {
      return refused(
          "the server is a standby; its slot cannot be moved by heartbeats",
          "let relay.sources.<name>.url name the primary");
    }
    if (!server.walLevel().equals("logical")) {
      return refused(
          "the server's wal_level is " + server.walLevel(),
          "set wal_level = logical and restart PostgreSQL");
    }
    if (!server.mayReplicate()) {
      return refused(
          "role " + server.user() + " may not replicate",
          "ALTER ROLE " + server.user() + " REPLICATION");
    }
    if (facts.table() == null) {
      return new Verdict.NotYet("table " + settings.table() + " does not exist");
    }
    if (facts.publication() == null) {
      return new Verdict.NotYet("publication " + settings.publication() + " does not exist");
    }
    Verdict verdict = judge(facts.table(), server);
    if (verdict instanceof Verdict.Ready) {
      verdict = judge(facts.publication(), facts.table());
    }
    return verdict instanceof Verdict.Ready ? judge(facts.slot(), server) : verdict;
  }

  private Verdict judge(Table table, Server server) {
    if (!table.readable()) {
      return refused(
          "role " + server.user() + " may not read " + settings.table(),
          "GRANT USAGE ON SCHEMA %s TO %s; GRANT SELECT ON %s TO %s"
              .formatted(settings.schemaName(), server.user(), settings.table(), server.user()));
    }
    Set<String> missing = OutboxTable.missingFrom(table.columnTypes().keySet());
    if (!missing.isEmpty()) {
      return refused(
          "table " + settings.table() + " has no column " + listed(missing),
          "the table must have the shape that the relay's README gives");
    }
    Map<String, String> unreadable = OutboxTable.unreadableAmong(table.columnTypes());
    if (!unreadable.isEmpty()) {
      return refused(
          "columns of table "
              + settings.table()
              + " have types the relay cannot read: "
              + unreadable,
          "the table must have the shape that the relay's README gives");
    }
    return new Verdict.Ready();
  }

  private Verdict judge(Publication publication, Table table) {
    String name = settings.publication();
    if (!publication.actions().equals("insert")) {
      // Updates and deletes of an outbox mean nothing to a reader, and dropping a partition must
      // not reach it.
      return refused(
          "publication %s publishes \"%s\"".formatted(name, publication.actions()),
          "ALTER PUBLICATION %s SET (publish = 'insert')".formatted(name));
    }
    if (table.partitioned() && !publication.viaRoot()) {
      return refused(
          "publication %s names the partitions instead of %s".formatted(name, settings.table()),
          "ALTER PUBLICATION %s SET (publish_via_partition_root = true)".formatted(name));
    }
    if (publication.columns().isEmpty()) {
      return refused(
          "publication %s does not hold table %s".formatted(name, settings.table()),
          "ALTER PUBLICATION %s ADD TABLE %s".formatted(name, settings.table()));
    }
    if (publication.rowFilter()) {
      return refused(
          "publication %s filters rows, which would never be published".formatted(name),
          "ALTER PUBLICATION %s SET TABLE %s".formatted(name, settings.table()));
    }
    Set<String> missing = OutboxTable.missingFrom(publication.columns());
    if (!missing.isEmpty()) {
      return refused(
          "publication %s leaves out column %s".formatted(name, listed(missing)),
          "add it to the publication's column list");
    }
    return new Verdict.Ready();
  }

  private Verdict judge(@Nullable Slot slot, Server server) {
    if (slot == null) {
      return new Verdict.SlotMissing();
    }
    if (!"pgoutput".equals(slot.plugin())) {
      return refused(
          "slot %s is %s"
              .formatted(
                  settings.slot(),
                  slot.plugin() == null
                      ? "a physical slot"
                      : "made for the plugin " + slot.plugin()),
          "give relay.sources.<name>.slot another name");
    }
    if (!server.database().equals(slot.database())) {
      return refused(
          "slot %s belongs to database %s".formatted(settings.slot(), slot.database()),
          "slot names are the server's: give relay.sources.<name>.slot another name");
    }
    if (slot.walStatus().equals("lost")) {
      return refused(
          "slot %s is lost: the server no longer has the WAL that it stood at"
              .formatted(settings.slot()),
          lostRemedy());
    }
    if (slot.reader() != null) {
      return new Verdict.SlotTaken(
          slot.reader(), server.walSenderTimeout().plus(DEAD_READER_MARGIN));
    }
    return new Verdict.Ready();
  }

  /** A new slot starts at the end of the WAL: whatever the table already holds would be skipped. */
  Verdict.Refused rowsWithoutSlot() {
    return refused(
        "slot %s does not exist, and table %s holds rows that a new slot would not deliver"
            .formatted(settings.slot(), settings.table()),
        lostRemedy());
  }

  private String lostRemedy() {
    return """
        rows that were not published must be published from the table by other means; when none \
        is owed any more, run SELECT pg_drop_replication_slot('%1$s') if it still exists, then \
        SELECT pg_create_logical_replication_slot('%1$s', 'pgoutput') before the next write, and \
        start the relay again"""
        .formatted(settings.slot());
  }

  private static Verdict.Refused refused(String reason, String remedy) {
    return new Verdict.Refused(reason, remedy);
  }

  private static String listed(Set<String> names) {
    return names.stream().collect(Collectors.joining(", "));
  }
}
