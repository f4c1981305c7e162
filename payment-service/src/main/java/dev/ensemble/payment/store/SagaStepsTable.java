package dev.ensemble.payment.store;

import dev.ensemble.payment.application.SagaSteps;
import dev.ensemble.payment.domain.Demand;
import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.SagaStep;
import dev.ensemble.payment.domain.StepId;
import dev.ensemble.payment.domain.StepOutcome;
import dev.ensemble.payment.domain.StepState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/** Sagas' steps in PostgreSQL. */
@Repository
class SagaStepsTable implements SagaSteps {
  // Action and compensation have keys of their own, so only this row makes one wait for the other;
  // PostgreSQL reads it anew once it has its lock.
  private static final String FIND =
      """
      SELECT saga_id, step, status, account_id, charged_cents, payment_id, refunded_cents, refund_id
      FROM payments.saga_steps WHERE saga_id = :saga_id AND step = :step FOR UPDATE
      """;

  private static final String IS_PAYMENT =
      """
      SELECT EXISTS (SELECT FROM payments.saga_steps WHERE payment_id = :id)
        OR EXISTS (SELECT FROM payments.payments WHERE payment_id = :id)
      """;

  // A row that is not there cannot be locked, so both may come here at once: the second waits for
  // the first one's commit and then inserts nothing.
  private static final String INSERT =
      """
      INSERT INTO payments.saga_steps (saga_id, step, status, account_id, charged_cents, payment_id,
        refund_id, changed_at)
      VALUES (:saga_id, :step, :status, :account_id, :charged_cents, :payment_id,
        :refund_id, :changed_at)
      ON CONFLICT (saga_id, step) DO NOTHING
      """;

  private static final String UPDATE =
      """
      UPDATE payments.saga_steps
      SET status = 'REFUNDED', refund_id = :refund_id, refunded_cents = :refunded_cents,
        changed_at = :changed_at
      WHERE saga_id = :saga_id AND step = :step AND status = 'CHARGED'
      """;

  private final JdbcClient jdbc;

  SagaStepsTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public Optional<SagaStep> find(StepId id) {
    return named(FIND, id).query(SagaStepsTable::step).optional();
  }

  @Override
  public boolean isPayment(UUID id) {
    return jdbc.sql(IS_PAYMENT).param("id", id).query(Boolean.class).single();
  }

  @Override
  public boolean save(StepOutcome.Changed changed) {
    StepId id = changed.step().id();
    Instant at = changed.at();
    return switch (changed.step().state()) {
      case StepState.Awaited it -> throw new IllegalArgumentException("nothing to store yet");
      case StepState.Charged it ->
          1
              == insert(id, at)
                  .param("status", "CHARGED")
                  .param("account_id", it.demand().customerId())
                  .param("charged_cents", it.demand().amount().cents())
                  .param("payment_id", it.paymentId())
                  .param("refund_id", null)
                  .update();
      case StepState.Voided it ->
          1
              == insert(id, at)
                  .param("status", "VOIDED")
                  .param("account_id", null)
                  .param("charged_cents", 0)
                  .param("payment_id", null)
                  .param("refund_id", it.refundId())
                  .update();
      case StepState.Refunded it ->
          1
              == named(UPDATE, id)
                  .param("refund_id", it.refundId())
                  .param("refunded_cents", it.amount().cents())
                  .param("changed_at", Columns.timestamp(at))
                  .update();
    };
  }

  private StatementSpec insert(StepId id, Instant at) {
    return named(INSERT, id).param("changed_at", Columns.timestamp(at));
  }

  private StatementSpec named(String sql, StepId id) {
    return jdbc.sql(sql).param("saga_id", id.sagaId()).param("step", id.step());
  }

  private static SagaStep step(ResultSet row, int number) throws SQLException {
    return new SagaStep(new StepId(Columns.text(row, "saga_id"), row.getInt("step")), state(row));
  }

  private static StepState state(ResultSet row) throws SQLException {
    return switch (Columns.text(row, "status")) {
      case "CHARGED" -> charge(row);
      case "REFUNDED" ->
          new StepState.Refunded(
              charge(row),
              Columns.uuid(row, "refund_id"),
              new Money(row.getLong("refunded_cents")));
      case "VOIDED" -> new StepState.Voided(Columns.uuid(row, "refund_id"));
      case String other -> throw new IllegalStateException("no step is " + other);
    };
  }

  private static StepState.Charged charge(ResultSet row) throws SQLException {
    return new StepState.Charged(
        new Demand(Columns.text(row, "account_id"), new Money(row.getLong("charged_cents"))),
        Columns.uuid(row, "payment_id"));
  }
}
