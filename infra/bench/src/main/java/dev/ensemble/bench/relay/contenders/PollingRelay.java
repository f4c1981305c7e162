package dev.ensemble.bench.relay.contenders;

import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.postgresql.PGProperty;

/**
 * What most people write first: locks the next rows, sends them, deletes them. Ids grow with time,
 * so it sends in the order of ids, which is not quite that of commits.
 */
public final class PollingRelay {
  /** Larger batches were no faster, and hold their locks for longer. */
  private static final int BATCH_ROWS_MAX = 2000;

  /** How long it waits where there was nothing: each look costs the database a query. */
  private static final Duration PAUSE = Duration.ofMillis(50);

  private static final String NEXT =
      """
      SELECT id, aggregatetype, aggregateid, payload FROM bench.polled
      ORDER BY id LIMIT %d FOR UPDATE SKIP LOCKED"""
          .formatted(BATCH_ROWS_MAX);

  private static final String DELETE = "DELETE FROM bench.polled WHERE id = ANY (?)";

  private PollingRelay() {}

  /**
   * Polls until it is ended.
   *
   * @param args JDBC URL, role, bootstrap servers, how many milliseconds the producer lingers; the
   *     password comes by the environment, as {@code PGPASSWORD}
   */
  public static void main(String[] args) throws Exception {
    Properties properties = new Properties();
    PGProperty.USER.set(properties, args[1]);
    PGProperty.PASSWORD.set(properties, System.getenv("PGPASSWORD"));
    try (Connection connection = DriverManager.getConnection(args[0], properties);
        PreparedStatement next = connection.prepareStatement(NEXT);
        PreparedStatement delete = connection.prepareStatement(DELETE);
        Producer<byte[], byte[]> producer = Target.producer(args[2], args[3])) {
      connection.setAutoCommit(false);
      while (true) {
        int rows = runOnce(connection, next, delete, producer);
        if (rows == 0) {
          Thread.sleep(PAUSE);
        }
      }
    }
  }

  /** One batch in one transaction: deleted only when the broker has it. */
  private static int runOnce(
      Connection connection,
      PreparedStatement next,
      PreparedStatement delete,
      Producer<byte[], byte[]> producer)
      throws SQLException, InterruptedException, ExecutionException {
    List<Object> ids = new ArrayList<>();
    List<Future<RecordMetadata>> sends = new ArrayList<>();
    try (ResultSet rows = next.executeQuery()) {
      while (rows.next()) {
        Object id = rows.getObject(1);
        ids.add(id);
        byte[] idText = Target.bytes(id.toString());
        byte[] key = Target.bytes(rows.getString(3));
        byte[] payload = Target.bytes(rows.getString(4));
        sends.add(producer.send(Target.record(idText, rows.getString(2), key, payload)));
      }
    }
    if (!ids.isEmpty()) {
      producer.flush();
      for (Future<RecordMetadata> send : sends) {
        send.get();
      }
      Array sent = connection.createArrayOf("uuid", ids.toArray());
      delete.setArray(1, sent);
      delete.executeUpdate();
    }
    connection.commit();
    return ids.size();
  }
}
