package dev.ensemble.testkit.inbox;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** One consumer as it should be, and others as they are found in the wild. */
final class Consumers {
  private final JdbcClient sql;
  private final TransactionTemplate transaction;

  Consumers(DataSource database) {
    this.sql = JdbcClient.create(database);
    this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
  }

  /** Remembers before it acts, in the transaction that acts. */
  void faithful(List<ConsumerRecord<byte[], byte[]>> batch) {
    together(
        batch,
        one -> {
          if (remember(one)) {
            act(one);
          }
        });
  }

  /** Tries something in a transaction within its own, which comes to nothing. */
  void nesting(List<ConsumerRecord<byte[], byte[]>> batch) {
    TransactionTemplate nested =
        new TransactionTemplate(requireNonNull(transaction.getTransactionManager()));
    nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);
    together(
        batch,
        one -> {
          if (remember(one)) {
            nested.executeWithoutResult(
                status -> {
                  act(one);
                  status.setRollbackOnly();
                });
            act(one);
          }
        });
  }

  /** Remembers, and acts whether it had remembered before or not. */
  void forgetful(List<ConsumerRecord<byte[], byte[]>> batch) {
    together(
        batch,
        one -> {
          remember(one);
          act(one);
        });
  }

  /** Acts in a transaction of its own: what failed afterwards is done already. */
  void hasty(List<ConsumerRecord<byte[], byte[]>> batch) {
    for (ConsumerRecord<byte[], byte[]> one : batch) {
      if (!remembers(one)) {
        act(one);
        together(List.of(one), this::remember);
      }
    }
  }

  /** Remembers in a transaction of its own: what failed afterwards is never done. */
  void careless(List<ConsumerRecord<byte[], byte[]>> batch) {
    for (ConsumerRecord<byte[], byte[]> one : batch) {
      if (Boolean.TRUE.equals(transaction.execute(status -> remember(one)))) {
        act(one);
      }
    }
  }

  /** Skips what fails and goes on. */
  void lossy(List<ConsumerRecord<byte[], byte[]>> batch) {
    try {
      faithful(batch);
    } catch (RuntimeException skipped) {
      requireNonNull(skipped);
    }
  }

  /** Last come, first served. */
  void backwards(List<ConsumerRecord<byte[], byte[]>> batch) {
    faithful(batch.reversed());
  }

  private void together(
      List<ConsumerRecord<byte[], byte[]>> batch, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    transaction.executeWithoutResult(status -> batch.forEach(each));
  }

  private boolean remember(ConsumerRecord<byte[], byte[]> one) {
    return sql.sql(
                """
                INSERT INTO messaging.processed_events (consumer, event_id) VALUES ('drilled', ?)
                ON CONFLICT DO NOTHING
                """)
            .param(idOf(one))
            .update()
        == 1;
  }

  private boolean remembers(ConsumerRecord<byte[], byte[]> one) {
    return sql.sql("SELECT EXISTS (SELECT FROM messaging.processed_events WHERE event_id = ?)")
        .param(idOf(one))
        .query(Boolean.class)
        .single();
  }

  private void act(ConsumerRecord<byte[], byte[]> one) {
    sql.sql("INSERT INTO effects (event_id) VALUES (?)").param(idOf(one)).update();
  }

  private static UUID idOf(ConsumerRecord<byte[], byte[]> one) {
    byte[] id = one.headers().lastHeader("ce_id").value();
    return UUID.fromString(new String(id, StandardCharsets.UTF_8));
  }
}
