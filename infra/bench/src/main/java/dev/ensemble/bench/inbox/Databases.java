package dev.ensemble.bench.inbox;

import dev.ensemble.bench.common.Servers;
import dev.ensemble.bench.inbox.contenders.Task;
import dev.ensemble.local.stack.Narrator;
import dev.ensemble.local.stack.Refusal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.LongStream;

/**
 * Every run has a database of its own, copied file by file from one that was filled once: all begin
 * with the same pages.
 */
final class Databases {
  private static final String BASE = "bench_base";
  private static final int CHUNK = 20_000;

  /** The ids are of this many days, less than the window of what is remembered. */
  private static final int DAYS = 13;

  private static final long SECONDS_A_DAY = 86_400;

  private final Servers servers;
  private final Plan plan;
  private final long firstMillis;

  /**
   * @param firstMillis the time in the first event's id
   */
  Databases(Servers servers, Plan plan, long firstMillis) {
    this.servers = servers;
    this.plan = plan;
    this.firstMillis = firstMillis;
  }

  /** Makes what runs are copied from. */
  void prepare(ContenderProcess migrating, Narrator narrator) {
    run(
        "postgres",
        "ALTER SYSTEM SET max_wal_size = '32GB'",
        "ALTER SYSTEM SET checkpoint_timeout = '1h'",
        "SELECT pg_reload_conf()");
    migrating.migrate(servers.jdbcUrl());
    run("postgres", "ALTER DATABASE %s RENAME TO %s".formatted(servers.databaseName(), BASE));
    for (Case one : plan.cases()) {
      if (one.hasLongMemory()) {
        fillLong(one, narrator);
      } else {
        copy(BASE, template(one));
        fill(template(one), Contender.INBOX, plan.memory().usual());
        fill(template(one), Contender.LISTENER, plan.memory().usual());
        repeat(one);
        run(template(one), "VACUUM (ANALYZE)");
      }
    }
  }

  /** Two, because copying what the other remembers would take its time in every run. */
  private void fillLong(Case one, Narrator narrator) {
    for (Contender contender : plan.contenders()) {
      String template = template(one, contender);
      if (contender.remembers() && !exists(template)) {
        long began = System.nanoTime();
        copy(BASE, template);
        fill(template, contender, plan.memory().large());
        run(template, "VACUUM (ANALYZE)");
        narrator.say(
            "  %,d ids remembered in %s in %d s"
                .formatted(
                    plan.memory().large(), template, (System.nanoTime() - began) / 1_000_000_000));
      }
    }
  }

  private static String template(Case one) {
    return "bench_" + one.name().toLowerCase(Locale.ROOT);
  }

  private static String template(Case one, Contender contender) {
    String whose = contender == Contender.LISTENER ? "_listener" : "_inbox";
    return template(one) + (one.hasLongMemory() ? whose : "");
  }

  /** Ids of the last days, the oldest first, as they would have come. */
  private void fill(String database, Contender contender, long rows) {
    String columns =
        contender == Contender.LISTENER
            ? "bench.processed_events (consumer, event_id)"
            : "messaging.processed_events (consumer, event_id, digest)";
    String digest = contender == Contender.LISTENER ? "" : ", hashint8extended(n, 7)";
    run(
        database,
        "SET synchronous_commit = off",
        "INSERT INTO %s SELECT '%s', uuidv7(make_interval(secs => -n::double precision * %d / %d))%s FROM generate_series(%d, 1, -1) AS n"
            .formatted(columns, Task.CONSUMER, DAYS * SECONDS_A_DAY, rows, digest, rows));
  }

  private void repeat(Case one) {
    long[] numbers = LongStream.range(0, plan.events()).filter(one::isRepeated).toArray();
    try (Connection connection = servers.connect(template(one));
        PreparedStatement insert =
            connection.prepareStatement(
                """
                WITH known AS (SELECT * FROM unnest(?, ?) AS known (event_id, digest)),
                listener AS (
                  INSERT INTO bench.processed_events (consumer, event_id) SELECT ?, event_id FROM known)
                INSERT INTO messaging.processed_events (consumer, event_id, digest)
                SELECT ?, event_id, digest FROM known
                """)) {
      for (int from = 0; from < numbers.length; from += CHUNK) {
        int count = Math.min(CHUNK, numbers.length - from);
        UUID[] ids = new UUID[count];
        Long[] digests = new Long[count];
        for (int i = 0; i < count; i++) {
          Event event = new Event(numbers[from + i], firstMillis, 0);
          ids[i] = event.id();
          digests[i] = event.digest();
        }
        insert.setArray(1, connection.createArrayOf("uuid", ids));
        insert.setArray(2, connection.createArrayOf("int8", digests));
        insert.setString(3, Task.CONSUMER);
        insert.setString(4, Task.CONSUMER);
        insert.executeUpdate();
      }
    } catch (SQLException e) {
      throw new Refusal("the repeated events cannot be prepared: " + e.getMessage(), e);
    }
  }

  /** Takes away the last run's database and makes the next one. */
  void makeFor(Contender contender, Case one) {
    String name = servers.databaseName();
    run("postgres", "DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(name));
    copy(template(one, contender.remembers() ? contender : Contender.INBOX), name);
    run(name, "CHECKPOINT");
  }

  private void copy(String from, String to) {
    run(
        "postgres",
        "CREATE DATABASE %s OWNER %s TEMPLATE %s STRATEGY file_copy"
            .formatted(to, Servers.OWNER, from));
  }

  /** One number out of the run's database. */
  long number(String sql) {
    try (Connection connection = servers.connect(servers.databaseName());
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new Refusal("the database cannot be looked at: " + e.getMessage(), e);
    }
  }

  private boolean exists(String database) {
    try (Connection connection = servers.connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT FROM pg_database WHERE datname = '%s'".formatted(database))) {
      return row.next();
    } catch (SQLException e) {
      throw new Refusal("the databases cannot be looked at: " + e.getMessage(), e);
    }
  }

  private void run(String database, String... statements) {
    try (Connection connection = servers.connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new Refusal(
          "database %s cannot be prepared: %s".formatted(database, e.getMessage()), e);
    }
  }
}
