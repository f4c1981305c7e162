package dev.ensemble.messaging;

import static dev.ensemble.messaging.Lot.event;
import static dev.ensemble.messaging.Lot.outcomes;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/** A redrive that is cut off tells what it did and what it did not reach. */
class RedriveCutOffTest extends OverOneShop {
  @Test
  void an_outage_ends_it_uses_up_no_attempt_and_says_what_was_not_reached() {
    lot.poison("a", 1);
    lot.take(event("a", 1), event("a", 2));
    shop.behaviour()
        .after(
            one -> {
              if (one.amount() == 2) {
                throw new QueryTimeoutException("away");
              }
            });

    List<Treated> treated = lot.redrive(Lot.ALL);

    assertThat(outcomes(treated)).containsExactly("APPLIED 1", "NOT_REACHED 2");
    assertThat(Objects.requireNonNull(treated.getLast().why())).contains("an outage");
    assertThat(lot.parked()).containsExactly("behind a 2");
    assertThat(lot.texts("SELECT attempts::text FROM messaging.parked_events"))
        .containsExactly("0");
  }

  @Test
  void a_failure_that_is_no_events_own_ends_it_and_what_was_done_is_told() {
    lot.poison("a", 1);
    lot.take(event("a", 1), event("a", 2), event("a", 3));
    lot.mend();

    List<Treated> treated = NoAudit.of(shop, 2, () -> lot.redrive(Lot.ALL));

    assertThat(outcomes(treated)).containsExactly("APPLIED 1", "NOT_REACHED 2", "NOT_REACHED 3");
    assertThat(treated.getLast().isCutOff()).isTrue();
    assertThat(Objects.requireNonNull(treated.getLast().why()))
        .contains("a failure")
        .doesNotContain(NoAudit.WORDS);
    assertThat(lot.parked()).containsExactly("behind a 2", "behind a 3");
    assertThat(lot.effects()).containsExactly("a 1");
  }

  @Test
  void a_database_that_goes_away_after_the_last_effect_does_not_swallow_the_answer()
      throws SQLException {
    lot.poison("a", 1);
    lot.take(event("a", 1));
    lot.poison("b", 2);
    lot.take(event("b", 2), event("b", 3));
    var look = new SingleConnectionDataSource(shop.database.app().getConnection(), true);
    int backend =
        Objects.requireNonNull(
            new JdbcTemplate(look).queryForObject("SELECT pg_backend_pid()", Integer.class));
    shop.behaviour()
        .after(
            one -> {
              if (one.orderId().equals("b")) {
                shop.superuser()
                    .sql("SELECT pg_terminate_backend(?, 30000)")
                    .param(backend)
                    .query(Boolean.class)
                    .single();
                throw new IllegalArgumentException("the shop is closed");
              }
            });

    List<Treated> treated =
        redrive(new JdbcTemplate(look)).run(Redrive.Order.of(Lot.ALL, Lot.DECISION));

    assertThat(outcomes(treated)).containsExactly("APPLIED 1", "FAILED 2", "NOT_REACHED 3");
    assertThat(treated.getLast().isCutOff()).isTrue();
    assertThat(Objects.requireNonNull(treated.getLast().why())).contains("an outage");
  }

  /** The shop's, with a connection of its own for what it asks outside of its transactions. */
  private static Redrive redrive(JdbcTemplate parked) {
    Reactions<?> reactions = shop.bean(Reactions.class);
    return new ParkedKeysRedrive(
        new ParkedStep<>(
            reactions,
            shop.bean(FactJson.class),
            shop.bean(RememberedDays.class),
            shop.bean(Outages.class),
            shop.bean(ParkedStep.Store.class)),
        new ParkedEventsTable(parked),
        shop.bean(Outages.class));
  }
}
