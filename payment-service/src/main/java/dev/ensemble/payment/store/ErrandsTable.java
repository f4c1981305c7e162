package dev.ensemble.payment.store;

import dev.ensemble.payment.application.Errands;
import dev.ensemble.payment.application.ProviderTrouble;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What the payment provider is still to be asked, in the payments' own rows. */
@Repository
class ErrandsTable implements Errands {

  // The row's lock ends with this statement's transaction; what lasts while the provider is asked
  // is the claim. SKIP LOCKED: whoever holds the row is about to change it. MATERIALIZED, so that
  // the limit is applied once, whatever plan is chosen.
  private static final String CLAIM =
      """
      WITH free AS MATERIALIZED (
        SELECT order_id AS free_id FROM payments.payments
        WHERE call_at <= :now AND (claimed_until IS NULL OR claimed_until <= :now)
        ORDER BY call_at LIMIT :count_max FOR UPDATE SKIP LOCKED
      )
      UPDATE payments.payments SET claimed_until = :claimed_until
      FROM free WHERE order_id = free_id
      RETURNING attempts, key_generation,
      """
          + PaymentRow.COLUMNS;

  // The version says whether it is still the same question. An expired claim that somebody else has
  // renewed meanwhile is cut short here; the calls bear the same keys, so that costs a call.
  private static final String POSTPONE =
      """
      UPDATE payments.payments
      SET call_at = :call_at, claimed_until = NULL, attempts = attempts + 1,
        key_generation = :key_generation, trouble = :trouble, needs_mending = :needs_mending
      WHERE order_id = :order_id AND version = :version AND call_at IS NOT NULL
      """;

  private static final String WAITING =
      """
      SELECT count(*) AS waiting, min(changed_at) AS since,
        count(*) FILTER (WHERE needs_mending) AS to_mend_count,
        min(trouble) FILTER (WHERE needs_mending) AS to_mend
      FROM payments.payments WHERE call_at IS NOT NULL
      """;

  /** Beyond it nobody reads on; the database holds the same bound. */
  private static final int TROUBLE_LENGTH_MAX = 300;

  private final JdbcClient jdbc;

  ErrandsTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  @Override
  public List<Errand> claim(Instant now, Instant claimedUntil, int countMax) {
    return jdbc.sql(CLAIM)
        .param("now", Columns.timestamp(now))
        .param("claimed_until", Columns.timestamp(claimedUntil))
        .param("count_max", countMax)
        .query(ErrandsTable::errand)
        .list();
  }

  @Override
  public void postpone(Errand errand, Instant callAt, int generation, ProviderTrouble trouble) {
    jdbc.sql(POSTPONE)
        .param("order_id", errand.payment().orderId())
        .param("version", errand.payment().version())
        .param("call_at", Columns.timestamp(callAt))
        .param("key_generation", generation)
        .param("trouble", shortened(trouble.reason()))
        .param("needs_mending", trouble.kind() == ProviderTrouble.Kind.OURS)
        .update();
  }

  private static String shortened(String reason) {
    return reason.substring(0, Math.min(reason.length(), TROUBLE_LENGTH_MAX));
  }

  @Override
  public Waiting waiting() {
    return jdbc.sql(WAITING)
        .query(
            (row, number) ->
                new Waiting(
                    row.getLong("waiting"),
                    row.getObject("since") == null
                        ? Optional.empty()
                        : Optional.of(Columns.instant(row, "since")),
                    row.getLong("to_mend_count"),
                    Optional.ofNullable(row.getString("to_mend"))))
        .single();
  }

  private static Errand errand(ResultSet row, int number) throws SQLException {
    return new Errand(
        PaymentRow.read(row, number), row.getInt("attempts"), row.getInt("key_generation"));
  }
}
