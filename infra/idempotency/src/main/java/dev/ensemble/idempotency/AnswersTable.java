package dev.ensemble.idempotency;

import java.io.Serial;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.jdbc.core.JdbcOperations;

/** The table {@code idempotency.answers}, and the lock on a call that is being executed. */
final class AnswersTable {
  private static final String BEGIN =
      "SELECT * FROM idempotency.begin(?, ?, ?, CAST(? AS interval))";

  private static final String INSERT =
      """
      INSERT INTO idempotency.answers (client, operation, key, fingerprint, status, headers, body)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      """;

  /** A RAISE without a code of its own; the function has one, about the isolation level. */
  private static final String RAISED = "P0001";

  private final JdbcOperations sql;
  private final Duration life;

  /**
   * @param life how long an answer is found, by the database's clock
   */
  AnswersTable(JdbcOperations sql, Duration life) {
    this.sql = sql;
    this.life = life;
  }

  /**
   * Takes the call's lock, if it is free, until the transaction ends; never waits for it.
   *
   * @throws OldSnapshot where the transaction's isolation is above READ COMMITTED
   */
  Found begin(Command.Scope scope) {
    try {
      return sql.query(
              BEGIN,
              (row, number) -> found(row),
              scope.client(),
              scope.operation(),
              scope.key(),
              life.toString())
          .getFirst();
    } catch (DataAccessException refused) {
      if (NestedExceptionUtils.getMostSpecificCause(refused) instanceof SQLException cause
          && RAISED.equals(cause.getSQLState())) {
        throw new OldSnapshot(refused);
      }
      throw refused;
    }
  }

  /** The transaction's snapshot may be older than the lock; nothing was done in it yet. */
  static final class OldSnapshot extends NonTransientDataAccessException {
    @Serial private static final long serialVersionUID = 1L;

    OldSnapshot(DataAccessException cause) {
      super(NestedExceptionUtils.getMostSpecificCause(cause).getMessage(), cause);
    }
  }

  void insert(Command command, Answer answer) {
    try {
      sql.update(
          INSERT,
          command.client(),
          command.operation(),
          command.key(),
          command.fingerprint().bytes(),
          answer.status(),
          flat(answer.headers()),
          answer.body());
    } catch (DataAccessException refused) {
      throw MissingDay.ifThatIsIt(refused);
    }
  }

  private static Found found(ResultSet row) throws SQLException {
    if (!row.getBoolean("locked")) {
      return new Found.Busy();
    }
    byte[] fingerprint = row.getBytes("fingerprint");
    if (fingerprint == null) {
      return new Found.Free(row.getBoolean("expired"));
    }
    return new Found.Stored(
        Fingerprint.ofDigest(fingerprint),
        new Answer(
            row.getInt("status"),
            headers((String[]) row.getArray("headers").getArray()),
            row.getBytes("body")));
  }

  /** Name, value, name, value: an array keeps the order, and needs no parser. */
  private static String[] flat(Map<String, String> headers) {
    List<String> flat = new ArrayList<>();
    headers.forEach(
        (name, value) -> {
          flat.add(name);
          flat.add(value);
        });
    return flat.toArray(String[]::new);
  }

  private static Map<String, String> headers(String[] flat) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 0; i < flat.length; i += 2) {
      headers.put(flat[i], flat[i + 1]);
    }
    return headers;
  }
}
