package dev.ensemble.idempotency;

import com.zaxxer.hikari.HikariDataSource;
import dev.ensemble.testkit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** One process of a service: an instance of the core with a gate and a pool of its own. */
final class Replica implements AutoCloseable {
  static final Duration LIFE = Duration.ofHours(24);

  private static final Fingerprint FINGERPRINT = Fingerprint.of(new byte[] {1});

  final HikariDataSource pool = new HikariDataSource();
  final PlatformTransactionManager transactions;
  final JdbcClient sql;
  final Map<Tally.Kind, Integer> counted = new EnumMap<>(Tally.Kind.class);
  final Once once;

  Replica(TestDatabase database) {
    pool.setJdbcUrl(database.jdbcUrl());
    pool.setUsername(database.appUser());
    pool.setPassword(database.password());
    pool.setMaximumPoolSize(4);
    transactions = new JdbcTransactionManager(pool);
    sql = JdbcClient.create(pool);
    once =
        new Once(
            new AnswersTable(new JdbcTemplate(pool), LIFE),
            transactions,
            Duration.ofSeconds(1),
            this::count);
  }

  /** A fresh database with the schema, and a table of effects that forbids no second one. */
  static TestDatabase database() {
    TestDatabase database = TestDatabase.create("till");
    new IdempotencySchema(
            database.owner(), database.appUser(), upkeep(new JdbcTemplate(database.owner())))
        .afterPropertiesSet();
    JdbcClient owner = JdbcClient.create(database.owner());
    owner.sql("CREATE SCHEMA till").update();
    owner.sql("CREATE TABLE till.sales (item text NOT NULL)").update();
    owner.sql("GRANT USAGE ON SCHEMA till TO " + database.appUser()).update();
    owner.sql("GRANT SELECT, INSERT ON till.sales TO " + database.appUser()).update();
    return database;
  }

  static Upkeep upkeep(JdbcTemplate sql) {
    return new Upkeep(sql, Duration.ofDays(3), LIFE);
  }

  private synchronized void count(Tally.Kind kind, String operation) {
    counted.merge(kind, 1, Integer::sum);
  }

  synchronized int counted(Tally.Kind kind) {
    return counted.getOrDefault(kind, 0);
  }

  static Command command(String key) {
    return new Command("ada", "POST /sales", key, FINGERPRINT);
  }

  Outcome sell(String key) {
    return once.run(command(key), selling(key, () -> {}));
  }

  /**
   * @param afterwards runs between the sale and its answer
   */
  Supplier<Answer> selling(String item, Runnable afterwards) {
    return () -> {
      write(item);
      afterwards.run();
      return answer("sold " + item);
    };
  }

  /** The effect. */
  void write(String item) {
    sql.sql("INSERT INTO till.sales VALUES (?)").param(item).update();
  }

  static Answer answer(String text) {
    return new Answer(
        201, Map.of("Content-Type", "text/plain"), text.getBytes(StandardCharsets.UTF_8));
  }

  static List<String> sales(TestDatabase database) {
    return JdbcClient.create(database.superuser())
        .sql("SELECT item FROM till.sales")
        .query(String.class)
        .list();
  }

  static List<String> storedKeys(TestDatabase database) {
    return JdbcClient.create(database.superuser())
        .sql("SELECT key FROM idempotency.answers ORDER BY created_at")
        .query(String.class)
        .list();
  }

  @Override
  public void close() {
    pool.close();
  }
}
