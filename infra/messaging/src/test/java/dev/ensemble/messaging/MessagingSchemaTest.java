package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.ensemble.testkit.TestDatabase;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who may do what in the schema, and that nobody needs to be a superuser. */
class MessagingSchemaTest {
  private static Shop shop;

  @BeforeAll
  static void open() {
    shop = Shop.open();
    shop.transaction()
        .executeWithoutResult(
            status -> shop.outbox().append(new Outgoing("t", "a.b.v1", "k", 1, Map.of())));
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1 FROM messaging.outbox",
        "UPDATE messaging.outbox SET topic = 'x'",
        "DELETE FROM messaging.outbox",
        "TRUNCATE messaging.outbox",
        "UPDATE messaging.processed_events SET digest = 0",
        "DELETE FROM messaging.processed_events",
        "TRUNCATE messaging.processed_events",
        "DELETE FROM messaging.processed_foreign_events",
        "UPDATE messaging.parked_events SET value = NULL",
        "UPDATE messaging.parked_events SET parked_key = NULL",
        "UPDATE messaging.parked_keys SET record_key = NULL",
        "TRUNCATE messaging.parked_events",
        "UPDATE messaging.parking_audit SET actor = 'x'",
        "UPDATE messaging.park_orders SET event_id = gen_random_uuid()",
        "DELETE FROM messaging.parking_audit",
        "SELECT 1 FROM messaging.dropped_days",
        "DELETE FROM messaging.closed_outbox_days",
        "SELECT messaging.drop_day('processed_events', current_date, false)",
        "INSERT INTO messaging.leases VALUES ('x', 'x', 1, 'infinity')",
        "UPDATE messaging.leases SET token = 0",
        "DELETE FROM messaging.leases",
        "DROP TABLE messaging.outbox",
        "CREATE TABLE messaging.mine (id int)",
        "SELECT 1 FROM messaging.flyway_schema_history",
      })
  void the_application_may_not(String statement) {
    assertDenied(shop.sql(), statement);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE messaging.outbox SET topic = 'x'",
        "DELETE FROM messaging.outbox",
        "INSERT INTO messaging.outbox SELECT * FROM messaging.outbox",
        "SELECT 1 FROM messaging.processed_events",
        "SELECT 1 FROM messaging.parked_events",
        "SELECT 1 FROM messaging.parked_keys",
        "SELECT 1 FROM messaging.parking_audit",
        "SELECT messaging.ensure_partitions(current_date, current_date)",
        "SELECT 1 FROM messaging.leases",
        "SELECT messaging.drop_processed_day(current_date, interval '14 days')",
        "SELECT messaging.drop_outbox_day(current_date, interval '14 days')",
        "SELECT messaging.forget_foreign_events(interval '14 days', 1)",
        "SELECT messaging.forget_audit(interval '14 days', 1)",
        "SELECT messaging.acquire_lease('x', 'x', interval '1 minute')",
        "SELECT messaging.hold_lease('x', 1)",
        "SELECT messaging.release_lease('x', 1)",
      })
  void the_relay_may_not(String statement) {
    assertDenied(JdbcClient.create(shop.database.relay()), statement);
  }

  @Test
  void the_relay_may_read_the_outbox() {
    assertThat(
            JdbcClient.create(shop.database.relay())
                .sql("SELECT partition_key FROM messaging.outbox")
                .query(String.class)
                .list())
        .containsExactly("k");
  }

  @Test
  void nobody_else_may_run_what_has_the_owners_rights() {
    assertThat(
            shop.superuser()
                .sql(
                    """
                    SELECT oid::regprocedure::text FROM pg_proc
                    WHERE pronamespace = 'messaging'::regnamespace
                      AND has_function_privilege('public', oid, 'EXECUTE')
                    """)
                .query(String.class)
                .list())
        .isEmpty();
  }

  @Test
  void what_runs_with_the_owners_rights_has_a_search_path_that_nobody_can_bend() {
    assertThat(
            shop.superuser()
                .sql(
                    """
                    SELECT proname FROM pg_proc
                    WHERE pronamespace = 'messaging'::regnamespace AND prosecdef
                      AND NOT 'search_path=pg_catalog, pg_temp' = ANY (proconfig)
                    """)
                .query(String.class)
                .list())
        .isEmpty();
  }

  @Test
  void inserts_alone_are_published_through_the_root_with_the_columns_that_are_sent() {
    Map<String, Object> publication =
        shop.superuser()
            .sql(
                """
                SELECT p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate, p.pubviaroot,
                       t.schemaname || '.' || t.tablename AS published,
                       array_to_string(t.attnames, ' ') AS columns
                FROM pg_publication p JOIN pg_publication_tables t USING (pubname)
                WHERE pubname = 'outbox'
                """)
            .query()
            .singleRow();
    assertThat(publication)
        .containsEntry("pubinsert", true)
        .containsEntry("pubupdate", false)
        .containsEntry("pubdelete", false)
        .containsEntry("pubtruncate", false)
        .containsEntry("pubviaroot", true)
        .containsEntry("published", "messaging.outbox")
        .containsEntry(
            "columns",
            "id topic partition_key type source subject occurred_at correlation_id causation_id"
                + " sequence content_type traceparent tracestate payload");
  }

  @Test
  void the_schema_has_the_tables_that_code_uses_and_no_others() {
    assertThat(
            shop.superuser()
                .sql(
                    """
                    SELECT relname FROM pg_class
                    WHERE relnamespace = 'messaging'::regnamespace
                      AND relkind IN ('r', 'p') AND NOT relispartition
                    """)
                .query(String.class)
                .list())
        .containsExactlyInAnyOrder(
            "closed_outbox_days",
            "dropped_days",
            "flyway_schema_history",
            "leases",
            "outbox",
            "park_orders",
            "parked_events",
            "parked_keys",
            "parking_audit",
            "processed_events",
            "processed_foreign_events");
  }

  @Test
  void the_tables_have_a_partition_for_each_day_and_none_for_the_rest() {
    assertThat(partitions("processed_events")).hasSize(22).containsAll(partitions("outbox"));
    assertThat(partitions("outbox"))
        .as("those beyond its retention go at once, as they are empty")
        .hasSizeGreaterThanOrEqualTo(15);
    assertThat(
            shop.superuser()
                .sql(
                    """
                    SELECT count(*) FROM pg_partitioned_table
                    WHERE partrelid::regclass::text LIKE 'messaging.%' AND partdefid <> 0
                    """)
                .query(Long.class)
                .single())
        .isZero();
  }

  @Test
  void a_second_start_finds_everything_in_its_place() {
    assertThatNoException().isThrownBy(() -> Shop.open(shop.database, Map.of()).close());
  }

  @Test
  void two_replicas_that_start_together_migrate_once() throws Exception {
    TestDatabase database = TestDatabase.create("shop");
    FutureTask<Boolean> other = new FutureTask<>(() -> migrate(database), true);
    Thread.ofPlatform().start(other);
    migrate(database);
    assertThat(other.get(30, TimeUnit.SECONDS)).isTrue();

    assertThat(
            JdbcClient.create(database.superuser())
                .sql("SELECT count(*) FROM messaging.flyway_schema_history WHERE version = '1'")
                .query(Long.class)
                .single())
        .isEqualTo(1);
  }

  /** As a replica does it at its start; two applications at once in a JVM share their logging. */
  private static void migrate(TestDatabase database) {
    DataSource owner = database.owner();
    new MessagingSchema(
            owner,
            new MessagingSchema.Roles(database.appUser(), database.relayUser()),
            new PartitionUpkeep(
                new JdbcTemplate(owner),
                Clock.systemUTC(),
                new PartitionUpkeep.Span(Duration.ofDays(14), Duration.ofDays(7))))
        .afterPropertiesSet();
  }

  @Test
  void a_service_without_a_role_of_its_own_for_migrations_works_too() {
    TestDatabase database = TestDatabase.create("shop");
    Map<String, String> alone =
        Map.of(
            "spring.datasource.username", database.ownerUser(),
            "spring.flyway.user", Shop.UNSET,
            "spring.flyway.placeholders.app_role", database.ownerUser());
    try (Shop simple = Shop.open(database, alone)) {
      assertThat(simple.inbox().receive(List.of(Shop.counted(0, "a"))).applied()).isEqualTo(1);
      assertThat(simple.told()).containsExactly("a");
    }
  }

  @Test
  void a_role_that_is_missing_is_named() {
    TestDatabase database = TestDatabase.create("shop");
    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(
            () ->
                Shop.open(
                    database, Map.of("ensemble.messaging.database.relay-role", "nobody-here")))
        .matches(
            failure ->
                String.valueOf(NestedExceptionUtils.getRootCause(failure))
                    .contains("the relay's role \"nobody-here\" does not exist"));
  }

  private static List<String> partitions(String table) {
    return shop.superuser()
        .sql(
            """
            SELECT right(inhrelid::regclass::text, 8) FROM pg_inherits
            WHERE inhparent = ('messaging.' || ?)::regclass ORDER BY 1
            """)
        .param(table)
        .query(String.class)
        .list();
  }

  private static void assertDenied(JdbcClient as, String statement) {
    assertThatExceptionOfType(BadSqlGrammarException.class)
        .isThrownBy(() -> as.sql(statement).update())
        .havingCause()
        .isInstanceOfSatisfying(
            SQLException.class, denied -> assertThat(denied.getSQLState()).isEqualTo("42501"));
  }
}
