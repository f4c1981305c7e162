package dev.ensemble.relay;

import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import io.debezium.connector.postgresql.connection.ReplicationStream;
import io.debezium.connector.postgresql.connection.WalPositionLocator;
import io.debezium.connector.postgresql.spi.SlotCreationResult;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * Debezium makes a slot that it does not find, at the end of the WAL, and streams on: everything
 * between is lost without a word (DBZ-5739). Here that is an error, wherever Debezium would do it.
 */
final class GuardedReplication implements ReplicationConnection {
  private final ReplicationConnection replication;
  private final PostgresConnection catalog;
  private final String slot;

  GuardedReplication(ReplicationConnection replication, PostgresConnection catalog, String slot) {
    this.replication = replication;
    this.catalog = catalog;
    this.slot = slot;
  }

  @Override
  public Optional<SlotCreationResult> createReplicationSlot() {
    throw new ConnectException(gone());
  }

  /** Looks at the slot once more inside, and would make it if it went away just now. */
  @Override
  public void initConnection() throws SQLException, InterruptedException {
    // Asked before the first look: a slot that is made after that look begins here or later.
    String endOfWal = SourceDatabase.endOfWal(catalog);
    String before = SourceDatabase.slotPosition(catalog, slot);
    if (before.isEmpty()) {
      throw new ConnectException(gone());
    }
    replication.initConnection();
    String after = SourceDatabase.slotPosition(catalog, slot);
    if (after.equals(before)) {
      return;
    }
    // Made anew between the two looks, it would be taken for the old one after a restart. One that
    // begins before the first look is the old one, which somebody else has read and confirmed.
    // A reader that moved the old one's beginning past the first look would still lose it, but not
    // its rows: the next start finds them in the table and refuses.
    if (after.isEmpty() || SourceDatabase.dropSlotMadeAfter(catalog, slot, endOfWal)) {
      throw new ConnectException(gone());
    }
    throw new ConnectException(
        "slot " + slot + " was read by somebody else while the stream was being started");
  }

  @Override
  public ReplicationStream startStreaming(WalPositionLocator position)
      throws SQLException, InterruptedException {
    initConnection();
    return replication.startStreaming(position);
  }

  @Override
  public ReplicationStream startStreaming(Lsn offset, WalPositionLocator position)
      throws SQLException, InterruptedException {
    initConnection();
    return replication.startStreaming(offset, position);
  }

  @Override
  public boolean isConnected() throws SQLException {
    return replication.isConnected();
  }

  @Override
  public void reconnect() throws SQLException {
    replication.reconnect();
  }

  @Override
  public void close() {
    try {
      replication.close();
    } catch (Exception e) {
      throw new ConnectException("The replication connection did not close", e);
    }
  }

  private String gone() {
    return "slot " + slot + " went away while the stream was being started";
  }
}
