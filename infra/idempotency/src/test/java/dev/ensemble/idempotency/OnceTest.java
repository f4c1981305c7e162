package dev.ensemble.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.ensemble.testkit.TestDatabase;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** How the core treats transactions: those around it, those within it, and what is undone. */
class OnceTest {
  private TestDatabase database;
  private Replica replica;

  @BeforeEach
  void open() {
    database = Replica.database();
    replica = new Replica(database);
  }

  @AfterEach
  void close() {
    replica.close();
  }

  @Test
  void inside_another_transaction_it_refuses_to_run() {
    assertThatExceptionOfType(IllegalTransactionStateException.class)
        .isThrownBy(
            () ->
                new TransactionTemplate(replica.transactions)
                    .executeWithoutResult(open -> replica.sell("k")))
        .withMessageContaining("before it is committed");

    assertNothingHappened();
  }

  @Test
  void a_use_case_that_is_transactional_joins_the_transaction_that_stores_its_answer() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                replica.once.run(
                    Replica.command("k"),
                    () -> {
                      inner().executeWithoutResult(joined -> replica.write("k"));
                      throw new IllegalStateException("after the use case");
                    }));

    assertNothingHappened();
  }

  @Test
  void a_refusal_thrown_within_a_transactional_use_case_is_stored_and_its_writes_are_undone() {
    Outcome outcome =
        replica.once.run(
            Replica.command("k"),
            () -> inner().execute(joined -> replica.selling("k", OnceTest::refuse).get()));

    assertThat(outcome).isEqualTo(new Outcome.First(Replica.answer("no")));
    assertThat(replica.sell("k")).isEqualTo(new Outcome.Replayed(Replica.answer("no")));
    assertThat(Replica.sales(database)).isEmpty();
    assertThat(Replica.storedKeys(database)).containsExactly("k");
  }

  @Test
  void a_replica_that_executes_the_call_before_a_refusal_is_stored_gives_the_calls_answer() {
    try (Replica other = new Replica(database)) {
      Outcome refused =
          replica.once.run(
              Replica.command("k"),
              () -> {
                replica.write("k");
                onceUndone(() -> other.sell("k"));
                throw new Refusal(Replica.answer("no"));
              });

      assertThat(refused).isEqualTo(new Outcome.Replayed(Replica.answer("sold k")));
      assertThat(Replica.sales(database)).containsExactly("k");
      assertThat(Replica.storedKeys(database)).containsExactly("k");
    }
  }

  @Test
  void a_refusal_is_stored_under_the_calls_lock() {
    try (Replica other = new Replica(database)) {
      AtomicReference<Outcome> meanwhile = new AtomicReference<>();
      Once once =
          new Once(
              new AnswersTable(new JdbcTemplate(replica.pool), Replica.LIFE),
              beforeEachCommit(() -> meanwhile.set(elsewhere(() -> other.sell("k")))),
              Duration.ofSeconds(1),
              (kind, operation) -> {});

      once.run(
          Replica.command("k"),
          () -> {
            throw new Refusal(Replica.answer("no"));
          });

      assertThat(meanwhile.get()).isInstanceOf(Outcome.Running.class);
      assertThat(other.sell("k")).isEqualTo(new Outcome.Replayed(Replica.answer("no")));
    }
  }

  @Test
  void a_crash_between_a_refusal_and_its_storing_leaves_nothing() {
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(
            () ->
                replica.once.run(
                    Replica.command("k"),
                    () -> {
                      replica.write("k");
                      onceUndone(replica.pool::close);
                      throw new Refusal(Replica.answer("no"));
                    }));

    assertNothingHappened();
  }

  /** Runs it when the transaction that runs now was rolled back, with its connection given back. */
  private static void onceUndone(Runnable then) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCompletion(int status) {
            elsewhere(
                () -> {
                  then.run();
                  return status;
                });
          }
        });
  }

  private static <T> T elsewhere(Supplier<T> what) {
    return CompletableFuture.supplyAsync(what).join();
  }

  @Test
  void a_use_case_that_marked_the_transaction_for_rollback_stores_no_answer() {
    assertThatExceptionOfType(UnexpectedRollbackException.class)
        .isThrownBy(
            () ->
                replica.once.run(
                    Replica.command("k"),
                    () -> {
                      inner().executeWithoutResult(joined -> joined.setRollbackOnly());
                      return Replica.answer("as if nothing were wrong");
                    }));

    assertNothingHappened();
    assertThat(replica.sell("k")).isInstanceOf(Outcome.First.class);
  }

  @Test
  void an_answer_that_is_too_large_undoes_the_call() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                replica.once.run(
                    Replica.command("k"),
                    () -> {
                      replica.write("k");
                      return Replica.answer("x".repeat(Answer.BODY_BYTES_MAX + 1));
                    }));

    assertNothingHappened();
  }

  @Test
  void the_largest_answer_is_stored_and_replayed() {
    Answer largest = Replica.answer("x".repeat(Answer.BODY_BYTES_MAX));

    replica.once.run(Replica.command("k"), () -> largest);

    assertThat(replica.sell("k")).isEqualTo(new Outcome.Replayed(largest));
  }

  @Test
  void a_pool_with_a_higher_isolation_as_its_default_makes_no_difference() {
    replica.pool.setTransactionIsolation("TRANSACTION_SERIALIZABLE");

    assertThat(replica.sell("k")).isInstanceOf(Outcome.First.class);
  }

  @Test
  void the_database_refuses_to_begin_a_call_with_a_snapshot_that_may_be_too_old() {
    TransactionTemplate older = inner();
    older.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    AnswersTable answers = new AnswersTable(new JdbcTemplate(replica.pool), Replica.LIFE);

    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(() -> older.execute(open -> answers.begin(Replica.command("k").scope())))
        .withMessageContaining("READ COMMITTED");
  }

  @Test
  void a_call_within_a_call_is_refused_and_undoes_the_outer_one() {
    assertThatExceptionOfType(IllegalTransactionStateException.class)
        .isThrownBy(
            () ->
                replica.once.run(
                    Replica.command("outer"),
                    () -> {
                      replica.sell("inner");
                      return Replica.answer("both");
                    }));

    assertNothingHappened();
  }

  private PlatformTransactionManager beforeEachCommit(Runnable then) {
    return new JdbcTransactionManager(replica.pool) {
      @Override
      protected void doCommit(DefaultTransactionStatus status) {
        then.run();
        super.doCommit(status);
      }
    };
  }

  private TransactionTemplate inner() {
    return new TransactionTemplate(replica.transactions);
  }

  private static void refuse() {
    throw new Refusal(Replica.answer("no"));
  }

  private void assertNothingHappened() {
    assertThat(Replica.sales(database)).isEmpty();
    assertThat(Replica.storedKeys(database)).isEmpty();
  }
}
