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

/**
 * Every run has a database of its own, copied file by file from one that was filled once: all begin
 * with the same pages.
 */
final class Databases {
  private static final String BASE = "bench_base";
  private static final int CHUNK = 20_000;

  private static final long SECONDS_A_DAY = 86_400;

  private final Servers servers;
  private final Plan plan;
  private final long nowMillis;

  /**
   * @param nowMillis the time in the first fresh event's id
   */
  Databases(Servers servers, Plan plan, long nowMillis) {
    this.servers = servers;
    this.plan = plan;
    this.nowMillis = nowMillis;
  }

  Events events(Case one) {
    return events(one, plan.events());
  }

  /** The first of them. */
  Events events(Case one, long count) {
    return one.events(count, nowMillis);
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
    prepare(Case.FRESH, narrator);
    for (Case one : plan.cases()) {
      prepare(one, narrator);
    }
  }

  /**
   * One for each table of ids: copying what the other remembers would take its time in every run.
   */
  private void prepare(Case one, Narrator narrator) {
    for (Contender contender : plan.contenders()) {
      String template = template(one, contender);
      boolean takesPart = contender.takesPartIn(one);
      if (takesPart && !exists(template)) {
        long began = System.nanoTime();
        copy(BASE, template);
        if (contender.remembers()) {
          remember(template, contender, one);
        }
        run(template, "VACUUM (ANALYZE)");
        if (one.hasLongMemory()) {
          narrator.say(
              "  %,d ids remembered in %s in %d s"
                  .formatted(known(one), template, (System.nanoTime() - began) / 1_000_000_000));
        }
      }
    }
  }

  /**
   * With a long memory all cases share one, which knows all events that are repeated in any of
   * them.
   */
  private static String template(Case one, Contender contender) {
    String what = one.hasLongMemory() ? "long" : one.name().toLowerCase(Locale.ROOT);
    String whose =
        switch (contender) {
          case INBOX, INBOX_SETS -> "inbox";
          case LISTENER, LISTENER_POLLS -> "listener";
          case LIMIT -> "nobody";
        };
    return "bench_%s_%s".formatted(what, whose);
  }

  /** The repeated ones among what is remembered. */
  private Events remembered(Case one) {
    return events(one.hasLongMemory() ? Case.ALL_REPEATED : one);
  }

  /** How many ids besides those. */
  private long others(Case one) {
    return one.hasLongMemory() ? plan.memory().large() : plan.memory().usual();
  }

  private long known(Case one) {
    return others(one) + remembered(one).repeated().count();
  }

  /** All in the order of their ids, as they would have come. */
  private void remember(String database, Contender contender, Case one) {
    boolean inbox = !contender.isListener();
    try (Connection connection = servers.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = off");
      statement.execute("SET work_mem = '512MB'");
      statement.execute("CREATE TEMPORARY TABLE known (event_id uuid, digest bigint)");
      addRepeated(connection, remembered(one));
      statement.execute(
          """
          INSERT INTO known
          SELECT uuidv7(make_interval(secs => -n::double precision * %d / %d)), hashint8extended(n, 7)
          FROM generate_series(1, %d) AS n
          """
              .formatted(Events.DAYS * SECONDS_A_DAY, others(one), others(one)));
      statement.execute(
          "INSERT INTO %s (consumer, event_id%s) SELECT '%s', event_id%s FROM known ORDER BY event_id"
              .formatted(
                  memory(contender),
                  inbox ? ", digest" : "",
                  Task.CONSUMER,
                  inbox ? ", digest" : ""));
    } catch (SQLException e) {
      throw new Refusal("what is remembered cannot be prepared: " + e.getMessage(), e);
    }
  }

  private static String memory(Contender contender) {
    return contender.isListener() ? "bench.processed_events" : "messaging.processed_events";
  }

  private static void addRepeated(Connection connection, Events events) throws SQLException {
    long[] numbers = events.repeated().toArray();
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO known SELECT * FROM unnest(?, ?)")) {
      for (int from = 0; from < numbers.length; from += CHUNK) {
        int count = Math.min(CHUNK, numbers.length - from);
        UUID[] ids = new UUID[count];
        Long[] digests = new Long[count];
        for (int i = 0; i < count; i++) {
          Event event = events.get(numbers[from + i]);
          ids[i] = event.id();
          digests[i] = event.digest();
        }
        insert.setArray(1, connection.createArrayOf("uuid", ids));
        insert.setArray(2, connection.createArrayOf("int8", digests));
        insert.executeUpdate();
      }
    }
  }

  /** Takes away the last run's database and makes the next one. */
  void makeFor(Contender contender, Case one) {
    String name = servers.databaseName();
    run("postgres", "DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(name));
    copy(template(one, contender), name);
    run(name, "CHECKPOINT");
  }

  private void copy(String from, String to) {
    run(
        "postgres",
        "CREATE DATABASE %s OWNER %s TEMPLATE %s STRATEGY file_copy"
            .formatted(to, Servers.OWNER, from));
  }

  /** What the run's database shows. */
  Work.Found found(Contender contender, Case one) {
    String schema = contender.isListener() ? "bench" : "messaging";
    long known = contender.remembers() ? known(one) : 0;
    try (Connection connection = servers.connect(servers.databaseName());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT count(*), count(DISTINCT causation_id),
                  coalesce(
                    sum((convert_from(payload, 'UTF8')::jsonb ->> 'amount')::bigint), 0),
                  (SELECT sum(balance) FROM bench.accounts), (SELECT count(*) FROM %s)
                FROM %s.outbox
                """
                    .formatted(memory(contender), schema))) {
      row.next();
      return new Work.Found(
          row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5) - known);
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
