package dev.ensemble.relay;

import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A slot in the making. It is temporary at first and gives a snapshot of exactly the rows that lie
 * before it; only after a look with that snapshot is it kept under its permanent name. A crash
 * anywhere before leaves nothing behind, because a temporary slot goes with its session.
 */
final class NewSlot implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NewSlot.class);
  // Making a slot waits for every transaction that is open at that moment. Below the answer's
  // timeout, so that the server ends the wait and nothing half-made stays behind.
  private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(5);

  private static final int FIRST_WITH_FAILOVER = 17;

  private final SourceSettings settings;
  private final SourceDatabase walsender;
  private final String temporaryName;
  private final SourceDatabase.CreatedSlot created;

  private NewSlot(
      SourceSettings settings,
      SourceDatabase walsender,
      String temporaryName,
      SourceDatabase.CreatedSlot created) {
    this.settings = settings;
    this.walsender = walsender;
    this.temporaryName = temporaryName;
    this.created = created;
  }

  static NewSlot begin(SourceSettings settings) throws SQLException {
    SourceDatabase walsender = SourceDatabase.openReplication(settings, LOCK_TIMEOUT);
    try {
      String name = temporaryName();
      return new NewSlot(settings, walsender, name, walsender.createTemporarySlot(name));
    } catch (SQLException e) {
      walsender.close();
      throw e;
    }
  }

  /** Whether the table holds rows that this slot would not deliver. */
  boolean skipsRows() throws SQLException {
    // Not over the walsender: its next command would end the snapshot.
    try (SourceDatabase database = SourceDatabase.open(settings, "preflight")) {
      return database.holdsRows(created.snapshot());
    }
  }

  /** Shows exactly the rows that lie before it. */
  String snapshot() {
    return created.snapshot();
  }

  /** Where it begins in the WAL. */
  long consistentLsn() {
    return created.consistentLsn();
  }

  void keep() throws SQLException {
    try (SourceDatabase database = SourceDatabase.open(settings, "preflight")) {
      database.copySlot(temporaryName);
      if (database.majorVersion() < FIRST_WITH_FAILOVER) {
        return;
      }
    }
    letStandbysFollow();
  }

  /** A copy does not inherit it, and a temporary slot cannot have it. */
  private void letStandbysFollow() {
    try {
      walsender.letStandbysFollow();
    } catch (SQLException e) {
      // The slot stands all the same; where it matters the doctor says what is missing.
      log.warn("Slot {} will not follow a failover: {}", settings.slot(), e.getMessage());
    }
  }

  @Override
  public void close() throws SQLException {
    walsender.close();
  }

  /** Unique, so that two relays that start at once do not stumble over each other's. */
  private static String temporaryName() {
    byte[] bytes = new byte[8];
    new SecureRandom().nextBytes(bytes);
    return "ensemble_relay_" + HexFormat.of().formatHex(bytes);
  }
}
