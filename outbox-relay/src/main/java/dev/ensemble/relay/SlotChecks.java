package dev.ensemble.relay;

import dev.ensemble.relay.Finding.Check;
import dev.ensemble.relay.SourceFacts.Safety;
import dev.ensemble.relay.SourceFacts.Server;
import dev.ensemble.relay.SourceFacts.Slot;
import java.util.List;

/** Whether the slot is ours, and still has what was not published. */
final class SlotChecks {
  private static final long BYTES_PER_MB = 1024 * 1024;
  // Of the room that a slot may fill: what is left of the last quarter is time to act.
  private static final int RISK_FRACTION = 4;

  // What the sessions of every relay are called.
  private static final String RELAYS = "ensemble-relay ";

  private final String slotName;
  private final String obstacle;
  private final List<Finding> findings;

  /**
   * @param obstacle what keeps rows that no slot brings from being published from the table
   */
  SlotChecks(String slotName, String obstacle, List<Finding> findings) {
    this.slotName = slotName;
    this.obstacle = obstacle;
    this.findings = findings;
  }

  void examine(SourceFacts facts) {
    Slot slot = facts.slot();
    if (slot == null) {
      add(
          Check.SLOT_MISSING,
          "slot %s does not exist".formatted(slotName),
          obstacle.isEmpty()
              ? "start the relay: it makes the slot, after it has published from the table what is on"
                  + " no topic"
              : "start the relay while the table holds no row, and it makes the slot; where the table"
                  + " holds rows, first "
                  + obstacle);
      return;
    }
    owner(slot, facts.server());
    reader(slot);
    safety(slot.safety(), facts.server());
  }

  /** Who else reads it takes the rows for good: the slot moves past them. */
  private void reader(Slot slot) {
    String application = slot.readerApplication();
    if (slot.reader() != null && application != null && !application.startsWith(RELAYS)) {
      add(
          Check.SLOT_READER,
          "slot %s is read by somebody who is no relay: %s".formatted(slotName, slot.reader()),
          "see who that is and end it, or give relay.sources.<name>.slot another name");
    }
  }

  private void owner(Slot slot, Server server) {
    if (!"pgoutput".equals(slot.plugin())) {
      add(
          Check.SLOT_PLUGIN,
          "slot %s is %s"
              .formatted(
                  slotName,
                  slot.plugin() == null
                      ? "a physical slot"
                      : "made for the plugin " + slot.plugin()),
          "give relay.sources.<name>.slot another name");
    } else if (!server.database().equals(slot.database())) {
      add(
          Check.SLOT_DATABASE,
          "slot %s belongs to database %s".formatted(slotName, slot.database()),
          "slot names are the server's: give relay.sources.<name>.slot another name");
    }
  }

  private void safety(Safety safety, Server server) {
    if (safety.walStatus().equals("lost") || safety.invalidated() != null) {
      add(
          Check.SLOT_LOST,
          "slot %s is lost: %s"
              .formatted(
                  slotName,
                  safety.invalidated() == null
                      ? "the server no longer has the WAL that it stood at"
                      : "the server has given it up (" + safety.invalidated() + ")"),
          lostRemedy(slotName));
      return;
    }
    long limitBytes = server.number("max_slot_wal_keep_size") * BYTES_PER_MB;
    Long safeBytes = safety.safeBytes();
    if (safety.walStatus().equals("unreserved")
        || (safeBytes != null && safeBytes < limitBytes / RISK_FRACTION)) {
      add(
          Check.SLOT_AT_RISK,
          "slot %s is lost after %d more bytes of WAL"
              .formatted(slotName, safeBytes == null ? 0 : Math.max(0, safeBytes)),
          "raise max_slot_wal_keep_size and reload PostgreSQL at once, then see what keeps the"
              + " relay back");
    }
    if (Boolean.FALSE.equals(safety.failover()) && hasStandbysThatTakeSlotsOver(server)) {
      add(
          Check.SLOT_FAILOVER,
          "slot %s does not follow a failover, though standbys of this server take slots over"
              .formatted(slotName),
          "stop the relay and run ALTER_REPLICATION_SLOT %s (FAILOVER true) in a replication session"
              .formatted(slotName));
    }
  }

  private static boolean hasStandbysThatTakeSlotsOver(Server server) {
    return !server.setting("synchronized_standby_slots").isBlank()
        || server.setting("sync_replication_slots").equals("on");
  }

  /** Against the position that the relay keeps with its records. */
  void examine(Position published, SourceFacts facts) {
    long endLsn = facts.server().endLsn();
    // A bound may lie ahead of all WAL, and drops no row.
    if (published.speaksOfRows()
        && Math.max(published.commit(), published.confirmable()) > endLsn) {
      add(
          Check.WAL_BEFORE_POSITION,
          "rows up to %s are published, but the server's WAL ends at %s: it was restored, or a"
                  .formatted(published.confirmableLsn(), Position.text(endLsn))
              + " standby took over that was behind",
          "see which published events have no row any more; what is written now would be taken for"
              + " published, so let the relay begin with a slot of another name, and then drop %s,"
                  .formatted(slotName)
              + " for which the server would keep its WAL for ever (pg_drop_replication_slot)");
    }
    Slot slot = facts.slot();
    // The slot moves behind the position, so one that is ahead of it was moved by somebody else.
    if (slot != null
        && published.confirmable() != 0
        && slot.confirmedLsn() > published.confirmable()) {
      add(
          Check.SLOT_AFTER_POSITION,
          "slot %s stands at %s, but only what lies before %s is published: the rows between the"
                  .formatted(
                      slotName, Position.text(slot.confirmedLsn()), published.confirmableLsn())
              + " two would be lost",
          lostRemedy(slotName));
    }
  }

  static String lostRemedy(String slotName) {
    return """
        tell the relay 'recover' where it still runs, or start it once with \
        --relay.recover=<the source's name>: it drops slot %s, publishes \
        from the table what is on no topic, and streams from a new slot"""
        .formatted(slotName);
  }

  private void add(Check check, String sentence, String remedy) {
    findings.add(new Finding(check, sentence, remedy));
  }
}
