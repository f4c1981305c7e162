package dev.ensemble.bench.relay.contenders;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.Producer;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/**
 * The limit: pgjdbc's replication stream, decoded by hand, straight into a producer. It checks
 * nothing, starts nothing over and is no relay. A loop without anything clever: one that gathers
 * more at a time can pass it.
 */
public final class BareLimit {
  /** How often the server is told what is done; it keeps the log from there. */
  private static final int STATUS_MILLIS = 1000;

  private final AtomicReference<Exception> failure = new AtomicReference<>();

  /** The end of the newest commit whose rows, and all before them, are with the broker. */
  private final AtomicLong done = new AtomicLong();

  private BareLimit() {}

  /**
   * Streams until it is ended.
   *
   * @param args JDBC URL, role, slot, publication, bootstrap servers, how many milliseconds the
   *     producer lingers; the password comes by the environment, as {@code PGPASSWORD}
   */
  public static void main(String[] args) throws Exception {
    try (Connection connection = connect(args[0], args[1]);
        PGReplicationStream stream = start(connection, args[2], args[3]);
        Producer<byte[], byte[]> producer = Target.producer(args[4], args[5])) {
      new BareLimit().run(stream, producer);
    }
  }

  private static Connection connect(String url, String role) throws SQLException {
    Properties properties = new Properties();
    PGProperty.USER.set(properties, role);
    PGProperty.PASSWORD.set(properties, System.getenv("PGPASSWORD"));
    PGProperty.REPLICATION.set(properties, "database");
    PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "14");
    return DriverManager.getConnection(url, properties);
  }

  private static PGReplicationStream start(Connection connection, String slot, String publication)
      throws SQLException {
    return connection
        .unwrap(PGConnection.class)
        .getReplicationAPI()
        .replicationStream()
        .logical()
        .withSlotName(slot)
        .withSlotOption("proto_version", 1)
        .withSlotOption("publication_names", publication)
        .withSlotOption("binary", true)
        .withStatusInterval(STATUS_MILLIS, TimeUnit.MILLISECONDS)
        .start();
  }

  private void run(PGReplicationStream stream, Producer<byte[], byte[]> producer) throws Exception {
    PgOutputRow row = new PgOutputRow();
    long commit = 0;
    while (failure.get() == null) {
      ByteBuffer message = stream.read();
      if (message == null) {
        break;
      }
      switch (message.get()) {
        case 'B' -> commit = message.getLong();
        case 'I' -> {
          row.read(message);
          send(producer, row, commit);
        }
        case 'C' -> {
          LogSequenceNumber position = LogSequenceNumber.valueOf(done.get());
          stream.setFlushedLSN(position);
          stream.setAppliedLSN(position);
        }
        default -> {
          // The table's description: this program knows the one table that there is.
        }
      }
    }
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  /** Acknowledged in any order over partitions: good enough for a limit, not for a relay. */
  private void send(Producer<byte[], byte[]> producer, PgOutputRow row, long commit) {
    var unused =
        producer.send(
            Target.record(row.id(), row.aggregateType(), row.aggregateId(), row.payload()),
            (metadata, exception) -> {
              if (exception == null) {
                done.lazySet(commit);
              } else {
                failure.compareAndSet(null, exception);
              }
            });
  }
}
