package dev.ensemble.relay;

import dev.ensemble.relay.Finding.Check;
import dev.ensemble.relay.SourceFacts.Server;
import java.util.Arrays;
import java.util.List;

/** What a server must be like, and the role on it. */
final class ServerChecks {
  private ServerChecks() {}

  static void examine(SourceFacts facts, List<Finding> findings) {
    Server server = facts.server();
    if (server.standby()) {
      findings.add(
          new Finding(
              Check.STANDBY,
              "the server is a standby; its slot cannot be moved by heartbeats",
              "let relay.sources.<name>.url name the primary"));
    }
    if (!server.setting("wal_level").equals("logical")) {
      findings.add(
          new Finding(
              Check.WAL_LEVEL,
              "the server's wal_level is " + server.setting("wal_level"),
              "set wal_level = logical and restart PostgreSQL"));
    }
    if (!server.mayReplicate()) {
      findings.add(
          new Finding(
              Check.REPLICATION_PRIVILEGE,
              "role " + server.user() + " may not replicate",
              "ALTER ROLE " + server.user() + " REPLICATION"));
    }
    plugin(server, findings);
    limits(server, findings);
    if (facts.slot() == null) {
      room(server, findings);
    }
  }

  /** Newer minor versions run only the plug-ins that a setting lists. */
  private static void plugin(Server server, List<Finding> findings) {
    String allowed = server.setting("output_plugin_libraries");
    boolean listed =
        Arrays.stream(allowed.split(",", -1)).map(String::strip).anyMatch("pgoutput"::equals);
    if (!allowed.isBlank() && !listed) {
      findings.add(
          new Finding(
              Check.OUTPUT_PLUGIN,
              "the server's output_plugin_libraries is \"%s\", without pgoutput".formatted(allowed),
              "add pgoutput to output_plugin_libraries and reload PostgreSQL"));
    }
  }

  private static void limits(Server server, List<Finding> findings) {
    if (server.number("idle_replication_slot_timeout") > 0) {
      findings.add(
          new Finding(
              Check.IDLE_TIMEOUT,
              "the server gives up slots that nobody reads for %d s (idle_replication_slot_timeout)"
                  .formatted(server.number("idle_replication_slot_timeout")),
              "set idle_replication_slot_timeout = 0, or a relay that is down for long loses its"
                  + " slot"));
    }
    if (server.number("wal_sender_timeout") == 0) {
      findings.add(
          new Finding(
              Check.SENDER_TIMEOUT_OFF,
              "the server never gives up a reader that is frozen or cut off (wal_sender_timeout is"
                  + " 0), so that no standby takes over from it",
              "ALTER ROLE %s SET wal_sender_timeout = '10s', or set it for the server"
                  .formatted(server.user())));
    }
    if (server.number("max_slot_wal_keep_size") < 0) {
      findings.add(
          new Finding(
              Check.UNLIMITED_WAL,
              "the server keeps WAL for a slot without a limit (max_slot_wal_keep_size is -1), so"
                  + " that a relay that is down for long fills its disk",
              "set max_slot_wal_keep_size to half of the room for WAL, and watch"
                  + " relay.slot.retained"));
    }
  }

  /** Only where a slot must be made; one that exists has its place. */
  private static void room(Server server, List<Finding> findings) {
    long slots = server.number("max_replication_slots");
    // One for the time of the making, which the permanent one is copied from.
    if (server.use().slots() + 2 > slots) {
      findings.add(
          new Finding(
              Check.NO_FREE_SLOT,
              "%d of the server's %d replication slots are taken, and making one needs two"
                  .formatted(server.use().slots(), slots),
              "drop a slot that nobody needs, or raise max_replication_slots and restart"
                  + " PostgreSQL"));
    }
    long senders = server.number("max_wal_senders");
    if (server.use().senders() >= senders) {
      findings.add(
          new Finding(
              Check.NO_FREE_SENDER,
              "all of the server's %d WAL senders are taken".formatted(senders),
              "raise max_wal_senders and restart PostgreSQL"));
    }
  }
}
