package dev.ensemble.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ensemble.testkit.TestDatabase;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who may do what in the schema, and that its rules are those of the Java types. */
class IdempotencySchemaTest {
  private static TestDatabase database;
  private static Replica replica;

  @BeforeAll
  static void open() {
    database = Replica.database();
    replica = new Replica(database);
    replica.sell("kept");
  }

  @AfterAll
  static void close() {
    replica.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE idempotency.answers SET status = 200",
        "DELETE FROM idempotency.answers",
        "TRUNCATE idempotency.answers",
        "DROP TABLE idempotency.answers",
        "CREATE TABLE idempotency.mine (id int)",
        "SELECT 1 FROM idempotency.flyway_schema_history",
      })
  void the_application_may_not(String statement) {
    assertDenied(replica.sql, statement);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1 FROM idempotency.answers",
        "SELECT * FROM idempotency.begin('a', 'b', 'c', '1 day')",
        "SELECT idempotency.ensure_partitions(1)",
        "SELECT idempotency.drop_expired('1 day')",
      })
  void nobody_else_may(String statement) {
    assertDenied(JdbcClient.create(database.relay()), statement);
  }

  @Test
  void what_runs_with_the_owners_rights_has_a_search_path_that_nobody_can_bend() {
    assertThat(
            JdbcClient.create(database.superuser())
                .sql(
                    """
                    SELECT proname FROM pg_proc
                    WHERE pronamespace = 'idempotency'::regnamespace AND prosecdef
                      AND 'search_path=pg_catalog, pg_temp' = ANY (proconfig)
                    ORDER BY 1
                    """)
                .query(String.class)
                .list())
        .containsExactly("drop_expired", "ensure_partitions");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "client | ''",
        "client | E'a\\nb'",
        "client | repeat('x', 301)",
        "operation | repeat('x', 256)",
        "operation | E'a\\tb'",
        "key | 'a b'",
        "key | ''",
        "key | repeat('x', 256)",
        "fingerprint | '\\x01'::bytea",
        "status | 199",
        "status | 500",
        "headers | '{one}'::text[]",
        "headers | '{one,NULL}'::text[]",
        "headers | array_fill('x'::text, '{34}')",
        "body | convert_to(repeat('x', 65537), 'UTF8')",
      })
  void the_table_refuses_what_the_types_refuse(String column, String value) {
    Map<String, String> row = new LinkedHashMap<>();
    row.put("client", "'c'");
    row.put("operation", "'o'");
    row.put("key", "'k'");
    row.put("fingerprint", "sha256('')");
    row.put("status", "200");
    row.put("headers", "'{}'::text[]");
    row.put("body", "''::bytea");
    row.put(column, value);

    String insert =
        "INSERT INTO idempotency.answers (%s) VALUES (%s)"
            .formatted(String.join(", ", row.keySet()), String.join(", ", row.values()));
    assertThatExceptionOfType(DataIntegrityViolationException.class)
        .isThrownBy(() -> replica.sql.sql(insert).update())
        .withMessageContaining("answers_" + column + "_check");
  }

  @Test
  void the_longest_names_of_the_widest_characters_fit_into_the_index() {
    Command longest =
        new Command(wide(300), wide(255), "k".repeat(255), Fingerprint.of(new byte[] {1}));

    replica.once.run(longest, () -> Replica.answer("sold"));

    assertThat(replica.once.run(longest, () -> Replica.answer("again")))
        .isEqualTo(new Outcome.Replayed(Replica.answer("sold")));
  }

  @Test
  void migrating_again_changes_nothing_and_needs_no_superuser() {
    JdbcTemplate owner = new JdbcTemplate(database.owner());
    new IdempotencySchema(database.owner(), database.appUser(), Replica.upkeep(owner))
        .afterPropertiesSet();

    assertThat(Replica.storedKeys(database)).contains("kept");
  }

  @Test
  void a_role_that_is_missing_is_named() {
    TestDatabase fresh = TestDatabase.create("till");
    JdbcTemplate owner = new JdbcTemplate(fresh.owner());

    assertThatExceptionOfType(RuntimeException.class)
        .isThrownBy(
            () ->
                new IdempotencySchema(fresh.owner(), "nobody-here", Replica.upkeep(owner))
                    .afterPropertiesSet())
        .withMessageContaining("role \"nobody-here\" does not exist")
        .withMessageContaining("ensemble.idempotency.database.app-role");
  }

  /** Of four bytes each and in no order, as what repeats itself would be stored compressed. */
  private static String wide(int characters) {
    return new Random(characters)
        .ints(characters, 0x20000, 0x2A000)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static void assertDenied(JdbcClient as, String statement) {
    assertThatExceptionOfType(BadSqlGrammarException.class)
        .isThrownBy(() -> as.sql(statement).query().listOfRows())
        .havingCause()
        .isInstanceOfSatisfying(
            SQLException.class, denied -> assertThat(denied.getSQLState()).isEqualTo("42501"));
  }
}
