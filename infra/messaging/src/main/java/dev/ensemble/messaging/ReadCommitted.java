package dev.ensemble.messaging;

import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs what the schema's functions are for at the level at which they are right, whatever the
 * database's default is: what they look at again once they have a lock must be what is there then.
 */
final class ReadCommitted {
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;

  ReadCommitted(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
    this.transaction =
        new TransactionTemplate(
            new JdbcTransactionManager(Objects.requireNonNull(jdbc.getDataSource())));
    this.transaction.setName("messaging-upkeep");
    this.transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
  }

  /**
   * All of the work in a transaction of its own, or in the one that runs.
   *
   * @throws RuntimeException what the work threw; nothing of it is durable then
   */
  <T> T run(Function<JdbcTemplate, @Nullable T> work) {
    return Objects.requireNonNull(transaction.execute(status -> work.apply(jdbc)));
  }
}
