package dev.ensemble.relay;

import io.debezium.connector.postgresql.PostgresConnectorConfig;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import io.debezium.jdbc.JdbcConnection;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The slot's stream over Debezium's replication connection. It never makes a slot: to stream from
 * one that is missing is an error of the server. One thread reads; the confirmed position may be
 * set by another.
 */
final class WalStream implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(WalStream.class);
  // Well below any wal_sender_timeout, so that a busy relay is not taken for a dead one.
  private static final Duration STATUS_EVERY = Duration.ofSeconds(1);
  // Every confirmation is a packet. A crash repeats what was published in the meantime.
  private static final Duration CONFIRM_EVERY = Duration.ofMillis(50);
  // An empty read waits a millisecond for the socket. A source that was quiet for this many reads
  // may be looked at less often than that.
  private static final int QUIET_READS = 1_000;
  private static final Duration QUIET_PAUSE = Duration.ofMillis(4);
  private static final int QUIET_ROUNDS_MAX = 50;
  // How fast slices grow while there is more; soon only their limits bound them.
  private static final int GROWTH = 4;
  private static final int BOUNDED_UP_TO = 64;

  private final ReplicationConnection connection;
  private final PGReplicationStream stream;
  private final int readerPid;
  private final SliceLimits limits;
  private final KeepAlive keepAlive;
  private volatile long confirmable;
  private long confirmed;
  private long confirmedAt;
  private int emptyReads;
  // How many transactions a slice takes without asking whether there are more: to hear that there
  // are none costs a millisecond, which the row of a quiet source need not wait.
  private int unasked = 1;

  private WalStream(
      ReplicationConnection connection,
      PGReplicationStream stream,
      int readerPid,
      SliceLimits limits) {
    this.connection = connection;
    this.stream = stream;
    this.readerPid = readerPid;
    this.limits = limits;
    this.keepAlive = new KeepAlive(stream, STATUS_EVERY);
  }

  static WalStream open(PostgresConnectorConfig config, SliceLimits limits) throws SQLException {
    ReplicationConnection connection =
        ReplicationConnection.builder(config)
            .withSlot(config.slotName())
            .withPublication(config.publicationName())
            .withPlugin(config.plugin())
            .dropSlotOnClose(false)
            .statusUpdateInterval(STATUS_EVERY)
            .build();
    try {
      // false: statements for the session would not be understood by a walsender.
      Connection session = ((JdbcConnection) connection).connection(false);
      int readerPid = beginReading(session);
      return new WalStream(connection, start(session, config), readerPid, limits);
    } catch (SQLException | RuntimeException e) {
      close(connection);
      throw e;
    }
  }

  /** Asked of the server, because what is between may have told another number. */
  private static int beginReading(Connection session) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet row = statement.executeQuery(SourceSql.BEGIN_READING)) {
      row.next();
      return row.getInt(1);
    }
  }

  private static PGReplicationStream start(Connection session, PostgresConnectorConfig config)
      throws SQLException {
    return session
        .unwrap(PGConnection.class)
        .getReplicationAPI()
        .replicationStream()
        .logical()
        .withSlotName(config.slotName())
        // From where the slot stands: it is the only position.
        .withStartPosition(LogSequenceNumber.INVALID_LSN)
        // The driver must confirm nothing by itself.
        .withAutomaticFlush(false)
        .withStatusInterval(Math.toIntExact(STATUS_EVERY.toMillis()), TimeUnit.MILLISECONDS)
        // Whole transactions, in the order of their commits.
        .withSlotOption("proto_version", 1)
        .withSlotOption("publication_names", '"' + config.publicationName() + '"')
        // Heartbeats arrive as messages.
        .withSlotOption("messages", true)
        // Half the bytes for a bytea, which would come in hexadecimal digits.
        .withSlotOption("binary", true)
        .start();
  }

  /** The server's process at the other end. */
  int readerPid() {
    return readerPid;
  }

  /**
   * What there is now, or an empty slice after a short wait for it.
   *
   * @param impatient whether somebody waits for the answer even if it is empty
   */
  Slice next(boolean impatient) throws SQLException, InterruptedException {
    Slice slice = new Slice();
    ByteBuffer first = first(impatient);
    if (first != null) {
      slice.add(first);
      gather(slice);
    }
    tellConfirmed();
    return slice;
  }

  private @Nullable ByteBuffer first(boolean impatient) throws SQLException, InterruptedException {
    for (int round = 0; round < QUIET_ROUNDS_MAX; round++) {
      ByteBuffer message = stream.readPending();
      if (message != null) {
        emptyReads = 0;
        return message;
      }
      emptyReads++;
      unasked = 1;
      if (emptyReads > QUIET_READS) {
        Thread.sleep(QUIET_PAUSE);
      }
      if (impatient) {
        return null;
      }
    }
    return null;
  }

  private void gather(Slice slice) throws SQLException {
    long until = 0;
    while (slice.messages().size() < limits.messagesMax() && slice.bytes() < limits.bytesMax()) {
      if (slice.ends() >= unasked) {
        unasked = unasked < BOUNDED_UP_TO ? unasked * GROWTH : Integer.MAX_VALUE;
        return;
      }
      ByteBuffer message = stream.readPending();
      if (message != null) {
        slice.add(message);
      } else if (limits.gather().isZero() || slice.messages().size() < limits.busyFrom()) {
        return;
      } else if (until == 0) {
        until = System.nanoTime() + limits.gather().toNanos();
      } else if (System.nanoTime() - until > 0) {
        return;
      }
    }
  }

  /** From now on the slot may move there; the server is told with the next look or at the end. */
  void confirm(long lsn) {
    if (lsn > confirmable) {
      confirmable = lsn;
    }
  }

  private void tellConfirmed() throws SQLException {
    long now = System.nanoTime();
    if (confirmable > confirmed && now - confirmedAt > CONFIRM_EVERY.toNanos()) {
      tell(confirmable);
      confirmedAt = now;
    }
  }

  private void tell(long lsn) throws SQLException {
    LogSequenceNumber position = LogSequenceNumber.valueOf(lsn);
    stream.setFlushedLSN(position);
    stream.setAppliedLSN(position);
    stream.forceUpdateStatus();
    confirmed = lsn;
  }

  /** The last word is what is confirmed, so that a clean stop repeats nothing. */
  @Override
  public void close() {
    keepAlive.stop();
    try {
      if (confirmable > confirmed) {
        tell(confirmable);
      }
      // The stream itself is not closed: that would read all that the server still has to send.
    } catch (SQLException e) {
      log.debug("The stream did not end cleanly", e);
    } finally {
      close(connection);
    }
  }

  private static void close(ReplicationConnection connection) {
    try {
      connection.close();
    } catch (Exception e) {
      log.debug("The replication connection did not close cleanly", e);
    }
  }
}
