package dev.ensemble.payment.store;

import dev.ensemble.messaging.Traces;
import dev.ensemble.payment.application.Announcements;
import dev.ensemble.payment.application.Payments;
import dev.ensemble.payment.domain.Demand;
import dev.ensemble.payment.domain.Outcome.Changed;
import dev.ensemble.payment.domain.Payment;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Payments in PostgreSQL; each change takes its facts along into the outbox. */
@Repository
class PaymentsTable implements Payments {

  private static final String SELECT = "SELECT " + PaymentRow.COLUMNS + " FROM payments.payments ";

  private static final String LOOK = SELECT + " WHERE order_id = :order_id ";

  // A charge that is due and a withdrawal of the goods meet on this one row: whoever comes second
  // reads what the first has left, because PostgreSQL reads a row anew once it has its lock.
  private static final String FIND = LOOK + " FOR UPDATE";

  // PostgreSQL locks above the sort, so the rows are locked in the order of their ids.
  private static final String LOCK =
      SELECT + " WHERE order_id = ANY (:order_ids) ORDER BY order_id FOR UPDATE";

  // SKIP LOCKED: what a fact or another pass holds is left to it. Waiting for it here, in the order
  // of due times, could deadlock with batches, which lock in the order of ids.
  private static final String CLAIM_DUE =
      SELECT
          + """
          WHERE status = 'PENDING' AND due_at <= :now
          ORDER BY due_at LIMIT :count_max FOR UPDATE SKIP LOCKED
          """;

  private static final String INSERT =
      """
      INSERT INTO payments.payments (order_id, payment_id, version, status, customer_id,
        amount_cents, reason, refund_id, due_at, changed_at, charge_event, provider_customer,
        provider_method, provider_ref, withdrawn, withdrawal_event, trace, call_at)
      VALUES (:order_id, :payment_id, :version, :status, :customer_id,
        :amount_cents, :reason, :refund_id, :due_at, :changed_at, :charge_event,
        :provider_customer, :provider_method, :provider_ref, :withdrawn, :withdrawal_event, :trace,
        CASE WHEN :is_to_be_asked THEN CAST(:changed_at AS timestamptz) END)
      ON CONFLICT (order_id) DO NOTHING
      RETURNING trace
      """;

  private static final String UPDATE =
      """
      UPDATE payments.payments
      SET version = :version, status = :status, reason = :reason, refund_id = :refund_id,
        due_at = :due_at, changed_at = :changed_at,
        provider_ref = coalesce(:provider_ref, provider_ref),
        withdrawn = coalesce(:withdrawn, withdrawn),
        withdrawal_event = coalesce(:withdrawal_event, withdrawal_event),
        call_at = CASE WHEN :is_to_be_asked THEN CAST(:changed_at AS timestamptz) END,
        claimed_until = NULL, attempts = 0, key_generation = 0, trouble = NULL,
        needs_mending = false
      WHERE order_id = :order_id AND version = :version - 1
      RETURNING trace
      """;

  private final JdbcClient jdbc;
  private final Announcements announcements;
  private final Traces traces;

  PaymentsTable(JdbcClient jdbc, Announcements announcements, Traces traces) {
    this.jdbc = jdbc;
    this.announcements = announcements;
    this.traces = traces;
  }

  @Override
  public Optional<Payment> find(UUID orderId) {
    return jdbc.sql(FIND).param("order_id", orderId).query(PaymentRow::read).optional();
  }

  @Override
  public Optional<Payment> look(UUID orderId) {
    return jdbc.sql(LOOK).param("order_id", orderId).query(PaymentRow::read).optional();
  }

  @Override
  public List<Payment> lock(Collection<UUID> orderIds) {
    return jdbc.sql(LOCK)
        .param("order_ids", Columns.uuids(orderIds))
        .query(PaymentRow::read)
        .list();
  }

  @Override
  public List<Payment> claimDue(Instant now, int countMax) {
    return jdbc.sql(CLAIM_DUE)
        .param("now", Columns.timestamp(now))
        .param("count_max", countMax)
        .query(PaymentRow::read)
        .list();
  }

  @Override
  public void save(Changed changed) {
    Payment payment = changed.payment();
    List<@Nullable String> written = payment.version() == 1 ? insert(payment) : update(payment);
    if (written.isEmpty()) {
      // A row that is not there cannot be locked, so two first facts of one order can meet here
      // while a partition changes hands. The second tries again and finds what the first has left.
      throw new PessimisticLockingFailureException(
          "another fact of order " + payment.orderId() + " came first");
    }
    traces.during(
        written.getFirst(),
        () -> changed.facts().forEach(fact -> announcements.tell(fact, payment.version())));
  }

  /** The order's trace, null where there was none; nothing where the row was not written. */
  private List<@Nullable String> insert(Payment payment) {
    Optional<Demand> demand = payment.demand();
    return StateRow.of(payment.state())
        .bindFirstTo(jdbc.sql(INSERT))
        .param("order_id", payment.orderId())
        .param("payment_id", payment.paymentId())
        .param("version", payment.version())
        .param("customer_id", demand.map(Demand::customerId).orElse(null))
        .param("amount_cents", demand.map(asked -> asked.amount().cents()).orElse(0L))
        .param("changed_at", Columns.timestamp(payment.changedAt()))
        .param("trace", traces.current())
        .query((row, number) -> row.getString("trace"))
        .list();
  }

  private List<@Nullable String> update(Payment payment) {
    return StateRow.of(payment.state())
        .bindTo(jdbc.sql(UPDATE))
        .param("order_id", payment.orderId())
        .param("version", payment.version())
        .param("changed_at", Columns.timestamp(payment.changedAt()))
        .query((row, number) -> row.getString("trace"))
        .list();
  }
}
