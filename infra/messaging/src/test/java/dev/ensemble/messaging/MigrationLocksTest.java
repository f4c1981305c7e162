package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.ensemble.testkit.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A replica that brings a new version does not stop those that run. */
class MigrationLocksTest {
  /** Much longer than a migration waits for a lock. */
  private static final Duration FOR_EVER = Duration.ofSeconds(30);

  private static final String WRITTEN =
      """
      INSERT INTO messaging.processed_events
      VALUES ('shop', (messaging.first_id_of(current_date)), 0)
      """;

  private final TestDatabase database = TestDatabase.create("shop");

  private void migrateTo(int version) {
    migrate(Integer.toString(version));
    sql()
        .sql("SELECT messaging.ensure_partitions(current_date - 1, current_date + 1)")
        .query()
        .singleRow();
  }

  @ParameterizedTest
  @CsvSource({"6, 10", "10, 8", "12, 1"})
  void checks_are_added_without_a_look_at_the_rows_and_proved_while_others_write(
      int adds, int checks) throws SQLException {
    migrateTo(adds - 1);
    migrate(Integer.toString(adds));
    assertThat(unproved()).hasSize(checks);

    try (Connection writer = database.superuser().getConnection();
        Statement written = writer.createStatement()) {
      writer.setAutoCommit(false);
      written.executeUpdate(WRITTEN);
      migrate(Integer.toString(adds + 1));
      writer.commit();
    }
    assertThat(unproved()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {6, 10})
  void a_migration_that_does_not_get_a_table_for_itself_gives_up_and_the_next_start_goes_on(
      int adds) throws SQLException {
    migrateTo(adds - 1);
    try (Connection writer = database.superuser().getConnection();
        Statement written = writer.createStatement()) {
      writer.setAutoCommit(false);
      written.executeUpdate(WRITTEN);
      assertThatExceptionOfType(FlywayException.class)
          .isThrownBy(() -> migrate(Integer.toString(adds)))
          .matches(
              failure ->
                  NestedExceptionUtils.getMostSpecificCause(failure) instanceof SQLException cause
                      && "55P03".equals(cause.getSQLState()));
      writer.commit();
    }
    migrate(Integer.toString(adds + 1));
    assertThat(unproved()).isEmpty();
    assertThat(
            sql().sql("SELECT count(*) FROM messaging.processed_events").query(Long.class).single())
        .isEqualTo(1);
  }

  private void migrate(String version) {
    MessagingSchema.Roles roles =
        new MessagingSchema.Roles(database.appUser(), database.relayUser());
    assertTimeoutPreemptively(
        FOR_EVER,
        () -> MessagingSchema.migrations(database.owner(), roles).target(version).load().migrate());
  }

  /** Those of the tables alone; their partitions have the same. */
  private List<String> unproved() {
    return sql()
        .sql(
            """
            SELECT conname FROM pg_constraint
            WHERE connamespace = 'messaging'::regnamespace AND NOT convalidated
              AND conparentid = 0 AND coninhcount = 0
            """)
        .query(String.class)
        .list();
  }

  private JdbcClient sql() {
    return JdbcClient.create(database.superuser());
  }
}
