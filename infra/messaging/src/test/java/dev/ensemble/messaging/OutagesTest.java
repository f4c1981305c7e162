package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.TransactionTimedOutException;

/** Which failures are nobody's fault and pass, and which are an event's own. */
class OutagesTest {
  private final Outages outages = new Outages(List.of());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "08000", "08003", "08006", "28P01", "3D000", "25006", "53100", "53200", "53300", "57P01",
        "57P02", "57P03", "58030"
      })
  void a_database_that_is_away_is_an_outage(String state) {
    assertThat(outages.isOutage(sql(state))).isTrue();
    assertThat(outages.isOfAll(sql(state))).as("of all, out of a use case").isFalse();
    assertThat(outages.isOfAll(new NotBegun(sql(state)))).as("of all").isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01", "55P03", "57014", "25P03", "25P04"})
  void what_was_in_each_others_way_is_an_outage_and_not_of_all(String state) {
    assertThat(outages.isOutage(sql(state))).isTrue();
    assertThat(outages.isOfAll(sql(state))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "22001", "22012", "22P02", "23502", "23505", "23514", "25P02", "42501", "42601", "42P01",
        "P0001", "XX000", ""
      })
  void what_a_statement_says_of_its_data_is_the_events_own_failure(String state) {
    assertThat(outages.isOutage(sql(state))).isFalse();
  }

  @Test
  void classes_tell_as_well_as_states() {
    for (Throwable outage :
        List.of(
            new CannotGetJdbcConnectionException("none"),
            new TransactionTimedOutException("too long"),
            new SQLNonTransientConnectionException("none"),
            new HttpTimeoutException("no answer"),
            new SQLTransientConnectionException("the pool is empty"),
            new OptimisticLockingFailureException("changed meanwhile"),
            new ConnectException("refused"),
            new SocketTimeoutException("no answer"))) {
      Throwable wrapped = new IllegalStateException(outage);
      assertThat(outages.isOutage(wrapped)).as("%s", outage).isTrue();
      assertThat(outages.isOfAll(wrapped)).as("of all: %s", outage).isFalse();
    }
    for (Throwable own :
        List.of(
            new IllegalArgumentException("connection refused, deadlock detected, 40P01"),
            new NullPointerException(),
            new StackOverflowError(),
            new CannotCreateTransactionException("a savepoint after a rollback-only"),
            new CannotCreateTransactionException("a savepoint", new SQLException("", "25P02")),
            new DataIntegrityViolationException("duplicate key"))) {
      assertThat(outages.isOutage(own)).as("%s", own).isFalse();
    }
  }

  @Test
  void an_application_can_add_signs_of_its_own() {
    class ProviderAway extends RuntimeException {
      private static final long serialVersionUID = 1L;
    }
    Outages more = new Outages(List.of(cause -> cause instanceof ProviderAway));

    assertThat(more.isOutage(new IllegalStateException(new ProviderAway()))).isTrue();
    assertThat(outages.isOutage(new IllegalStateException(new ProviderAway()))).isFalse();
  }

  @Test
  void a_rollback_that_failed_besides_gives_the_outage_away() {
    RuntimeException hidden = new IllegalStateException("something went wrong");
    hidden.addSuppressed(new TransactionSystemException("JDBC rollback failed"));

    assertThat(outages.isOutage(hidden)).isTrue();
  }

  @Test
  void a_commit_that_no_server_answered_is_one_and_one_that_was_refused_is_not() {
    assertThat(outages.isOutage(ended(new SQLException("Connection is closed")))).isTrue();
    assertThat(outages.isOutage(ended(new SQLException("a constraint", "23514")))).isFalse();
    assertThat(outages.isOutage(ended(new IllegalArgumentException("a validator's")))).isFalse();
    for (SQLException own :
        List.of(
            new SQLFeatureNotSupportedException("by the driver"),
            new SQLException("of a server without states", null, 19))) {
      assertThat(outages.isOutage(ended(own))).as("%s", own).isFalse();
    }
    assertThat(outages.isOutage(new IllegalStateException(new SQLException("somebody's own"))))
        .isFalse();
  }

  @Test
  void a_connection_that_is_closed_when_a_transaction_is_to_begin_is_one() {
    assertThat(
            outages.isOutage(
                new CannotCreateTransactionException("", new SQLException("closed meanwhile"))))
        .isTrue();
  }

  @Test
  void what_came_first_counts_where_a_failed_rollback_took_its_place() {
    TransactionSystemException failure =
        new TransactionSystemException("rollback", new IllegalStateException("what a driver says"));
    assertThat(outages.isOutage(failure)).isFalse();
    failure.initApplicationException(sql("40P01"));
    assertThat(outages.isOutage(new IllegalStateException(failure))).isTrue();
  }

  private static RuntimeException ended(Exception reason) {
    return new TransactionSystemException("it ended", reason);
  }

  @Test
  void a_chain_of_causes_without_end_ends() {
    Exception one = new Exception();
    Exception other = new Exception(one);
    one.initCause(other);

    assertThat(outages.isOutage(one)).isFalse();
  }

  private static RuntimeException sql(String state) {
    return new IllegalStateException(new SQLException("in any language", state));
  }
}
