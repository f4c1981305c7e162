package dev.ensemble.payment.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ensemble.payment.RunningService;
import dev.ensemble.payment.application.RunStep;
import dev.ensemble.payment.application.SagaSteps;
import dev.ensemble.payment.domain.StepCommand;
import dev.ensemble.payment.domain.StepId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** What the database refuses of a saga's step, to the very role under which the service runs. */
class StepGuardsTest extends RunningService {
  private final JdbcClient app = JdbcClient.create(DATABASE.app());

  private static final StepId STEP = new StepId("saga42", 2);

  @Autowired private RunStep runStep;
  @Autowired private SagaSteps steps;
  @Autowired private TransactionTemplate transactions;

  @BeforeEach
  void a_step_is_charged() {
    runStep.run(new StepCommand.Charge(STEP, demand(customerWith("100.00"), "60.00")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM payments.saga_steps",
        "UPDATE payments.saga_steps SET charged_cents = 1",
        "UPDATE payments.saga_steps SET account_id = NULL",
        "UPDATE payments.saga_steps SET payment_id = gen_random_uuid()",
        "UPDATE payments.saga_steps SET step = 3",
        "DELETE FROM idempotency.answers",
        "UPDATE idempotency.answers SET status = 422"
      })
  void a_step_cannot_be_rewritten(String statement) {
    assertThatThrownBy(() -> app.sql(statement).update())
        .rootCause()
        .hasMessageMatching("(?s)ERROR: permission denied.*");
  }

  @Test
  void whoever_decides_on_a_step_holds_its_row() {
    transactions.executeWithoutResult(
        deciding -> {
          assertThat(steps.find(STEP)).isPresent();
          assertThatThrownBy(
                  () ->
                      everything
                          .sql("SELECT status FROM payments.saga_steps FOR UPDATE NOWAIT")
                          .query(String.class)
                          .list())
              .hasMessageContaining("could not obtain lock");
        });
  }

  @Test
  void no_step_is_charged_a_second_time() {
    assertThatThrownBy(
            () ->
                app.sql(
                        """
                        INSERT INTO payments.transfers
                          (transfer_id, kind, posted_at, saga_id, step)
                        VALUES (gen_random_uuid(), 'STEP_CHARGE', now(), 'saga42', 2)
                        """)
                    .update())
        .hasMessageContaining("a_step_is_charged_once_and_refunded_once");
  }

  @Test
  void no_refund_is_above_its_charge() {
    assertThatThrownBy(
            () ->
                app.sql(
                        """
                        UPDATE payments.saga_steps SET status = 'REFUNDED', refunded_cents = 6001,
                          refund_id = gen_random_uuid()
                        """)
                    .update())
        .hasMessageContaining("no_refund_is_above_its_charge");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'CHARGE', NULL, 'saga42', 2",
        "'STEP_CHARGE', NULL, NULL, NULL",
        "'STEP_REFUND', NULL, 'saga42', NULL",
        "'DEPOSIT', NULL, 'saga42', 2"
      })
  void a_transfer_of_another_kind_is_for_no_step(String row) {
    assertThatThrownBy(
            () ->
                app.sql(
                        """
                        INSERT INTO payments.transfers
                          (transfer_id, posted_at, kind, order_id, saga_id, step)
                        VALUES (gen_random_uuid(), now(), %s)
                        """
                            .formatted(row))
                    .update())
        .hasMessageContaining("violates check constraint");
  }
}
