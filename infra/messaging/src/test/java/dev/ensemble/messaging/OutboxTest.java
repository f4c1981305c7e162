package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A fact is told exactly where the state that it speaks of is kept. */
class OutboxTest extends OverOneShop {
  @Test
  void a_fact_and_its_state_are_committed_together() {
    shop.transaction().executeWithoutResult(status -> keepAndTell("a"));

    assertThat(shop.effects()).containsExactly("a");
    assertThat(shop.told()).containsExactly("a");
    assertThat(
            shop.superuser()
                .sql("SELECT (SELECT xmin FROM shop.effects) = (SELECT xmin FROM messaging.outbox)")
                .query(Boolean.class)
                .single())
        .as("written by one transaction")
        .isTrue();
  }

  @Test
  void a_rollback_leaves_neither_the_fact_nor_its_state() {
    shop.transaction()
        .executeWithoutResult(
            status -> {
              keepAndTell("a");
              status.setRollbackOnly();
            });

    assertThat(shop.effects()).isEmpty();
    assertThat(shop.told()).isEmpty();
  }

  @Test
  void a_transaction_whose_commit_fails_leaves_neither() {
    shop.superuser()
        .sql(
            """
            ALTER TABLE shop.accounts ADD CONSTRAINT at_commit UNIQUE (balance)
              DEFERRABLE INITIALLY DEFERRED
            """)
        .update();
    try {
      assertThatExceptionOfType(RuntimeException.class)
          .isThrownBy(
              () ->
                  shop.transaction()
                      .executeWithoutResult(
                          status -> {
                            keepAndTell("a");
                            shop.sql()
                                .sql("INSERT INTO shop.accounts VALUES ('x', 1), ('y', 1)")
                                .update();
                          }));
    } finally {
      shop.superuser().sql("ALTER TABLE shop.accounts DROP CONSTRAINT at_commit").update();
    }

    assertThat(shop.effects()).isEmpty();
    assertThat(shop.told()).isEmpty();
  }

  @Test
  void a_fact_without_a_transaction_is_refused() {
    assertThatIllegalStateException()
        .isThrownBy(() -> shop.outbox().append(booked("a")))
        .withMessageContaining("none runs");
  }

  @Test
  void a_fact_in_a_read_only_transaction_is_refused_at_once() {
    TransactionTemplate readOnly = shop.transaction();
    readOnly.setReadOnly(true);

    assertThatIllegalStateException()
        .isThrownBy(
            () -> readOnly.executeWithoutResult(status -> shop.outbox().append(booked("a"))));
  }

  @Test
  void a_fact_that_comes_after_the_facts_were_written_fails_loudly() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                shop.transaction()
                    .executeWithoutResult(
                        status -> {
                          keepAndTell("a");
                          tellBeforeCommit("late");
                        }))
        .withMessageContaining("too late");

    assertThat(shop.effects()).isEmpty();
    assertThat(shop.told()).isEmpty();
  }

  @Test
  void facts_of_a_suspended_transaction_stay_with_it() {
    TransactionTemplate apart = shop.transaction();
    apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);

    shop.transaction()
        .executeWithoutResult(
            outer -> {
              keepAndTell("outer");
              apart.executeWithoutResult(inner -> keepAndTell("inner"));
              assertThat(shop.told()).as("the inner one alone is committed").containsOnly("inner");
              keepAndTell("outer-again");
              outer.setRollbackOnly();
            });

    assertThat(shop.told()).containsExactly("inner");
    assertThat(shop.effects()).containsExactly("inner");
  }

  @Test
  void facts_of_an_inner_transaction_that_rolls_back_die_alone() {
    TransactionTemplate apart = shop.transaction();
    apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);

    shop.transaction()
        .executeWithoutResult(
            outer -> {
              keepAndTell("outer");
              apart.executeWithoutResult(
                  inner -> {
                    keepAndTell("inner");
                    inner.setRollbackOnly();
                  });
            });

    assertThat(shop.told()).containsExactly("outer");
  }

  @Test
  void facts_told_since_a_savepoint_die_with_its_rollback() {
    TransactionTemplate nested = shop.transaction();
    nested.setPropagationBehavior(TransactionDefinition.PROPAGATION_NESTED);

    shop.transaction()
        .executeWithoutResult(
            outer -> {
              nested.executeWithoutResult(
                  before -> {
                    keepAndTell("undone-first");
                    before.setRollbackOnly();
                  });
              keepAndTell("kept");
              nested.executeWithoutResult(
                  inner -> {
                    keepAndTell("undone");
                    inner.setRollbackOnly();
                  });
              nested.executeWithoutResult(inner -> keepAndTell("kept-too"));
            });

    assertThat(shop.effects()).containsExactly("kept", "kept-too");
    assertThat(shop.told()).containsExactly("kept", "kept-too");
  }

  @Test
  void a_fact_is_written_whole() {
    UUID id =
        shop.transaction()
            .execute(status -> shop.outbox().append(new Outgoing("t", "a.b.v1", "k", 7, Map.of())));

    Map<String, Object> row =
        shop.superuser().sql("SELECT * FROM messaging.outbox").query().singleRow();
    assertThat(row)
        .containsEntry("id", id)
        .containsEntry("topic", "t")
        .containsEntry("partition_key", "k")
        .containsEntry("type", "a.b.v1")
        .containsEntry("source", "/ensemble/shop")
        .containsEntry("subject", "k")
        .containsEntry("correlation_id", "k")
        .containsEntry("causation_id", null)
        .containsEntry("sequence", 7L)
        .containsEntry("content_type", "application/json")
        .containsEntry("traceparent", null)
        .containsEntry("tracestate", null)
        .containsEntry("payload", new byte[] {'{', '}'});
    assertThat((String) row.get("occurred_at"))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{3}|\\.\\d{6})?Z");
  }

  @Test
  void a_payload_that_does_not_fit_through_kafka_is_refused_before_the_commit() {
    String tooMuch = "x".repeat(Payload.BYTES_MAX);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> shop.transaction().executeWithoutResult(status -> keepAndTell(tooMuch)))
        .withMessageContaining("must be 1 to 255 visible ASCII characters");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                shop.transaction()
                    .executeWithoutResult(
                        status ->
                            shop.outbox()
                                .append(new Outgoing("t", "a.b.v1", "k", 1, Map.of("x", tooMuch)))))
        .withMessageContaining("1000000");
    assertThat(shop.told()).isEmpty();
  }

  @Test
  void the_largest_payload_is_accepted_by_the_table_too() {
    String most = "x".repeat(Payload.BYTES_MAX - "{\"x\":\"\"}".length());

    shop.transaction()
        .executeWithoutResult(
            status -> shop.outbox().append(new Outgoing("t", "a.b.v1", "k", 1, Map.of("x", most))));

    assertThat(shop.told()).containsExactly("k");
  }

  @Test
  void a_transaction_tells_only_so_many_facts() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                shop.transaction()
                    .executeWithoutResult(
                        status -> {
                          for (int i = 0; i <= OutboxBuffer.FACTS_MAX; i++) {
                            shop.outbox().append(booked("a"));
                          }
                        }))
        .withMessageContaining("10000 facts");
  }

  @Test
  void ids_grow_in_the_order_in_which_facts_are_told() {
    List<String> keys = List.of("c", "a", "b", "c", "a");
    shop.transaction().executeWithoutResult(status -> keys.forEach(OutboxTest::keepAndTell));

    assertThat(shop.told()).isEqualTo(keys);
    assertThat(
            shop.superuser()
                .sql("SELECT partition_key FROM messaging.outbox ORDER BY ctid")
                .query(String.class)
                .list())
        .as("and stand in the write-ahead log in that order")
        .isEqualTo(keys);
  }

  private static void tellBeforeCommit(String key) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void beforeCommit(boolean readOnly) {
            keepAndTell(key);
          }

          @Override
          public int getOrder() {
            return LOWEST_PRECEDENCE;
          }
        });
  }

  private static void keepAndTell(String key) {
    shop.outbox().append(booked(key));
    shop.sql().sql("INSERT INTO shop.effects (key, amount) VALUES (?, 1)").param(key).update();
  }

  private static Outgoing booked(String key) {
    return new Outgoing("shop.events", Shop.BOOKED, key, 1, new Shop.Booked(key, 1));
  }
}
