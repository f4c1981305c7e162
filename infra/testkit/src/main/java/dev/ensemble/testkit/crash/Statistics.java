package dev.ensemble.testkit.crash;

import dev.ensemble.testkit.TestDatabase;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What PostgreSQL itself counts of statements: a witness beside the tap. */
final class Statistics {
  private final JdbcClient superuser;
  private final TestDatabase database;

  /** Counts from each connection's start on, so it comes before the process. */
  Statistics(TestDatabase database) {
    this.database = database;
    superuser = JdbcClient.create(database.superuser());
    run("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
    run("ALTER ROLE %s IN DATABASE %s SET pg_stat_statements.track = 'top'");
  }

  private void run(String statement) {
    superuser.sql(statement.formatted(database.appUser(), database.name())).update();
  }

  /**
   * Whether its count can be relied on. Of commits over the extended protocol PostgreSQL 18 counts
   * some and misses others; that there was one shows in the tables.
   */
  static boolean counts(String statement) {
    return !statement.equals("COMMIT");
  }

  /** The statements of the service's role that count, each as often as it was executed. */
  long executed() {
    return superuser
        .sql(
            """
            SELECT coalesce(sum(calls), 0) FROM pg_stat_statements
            WHERE userid = CAST(:role AS regrole) AND query <> 'COMMIT'
              AND dbid = (SELECT oid FROM pg_database WHERE datname = :database)
            """)
        .param("role", database.appUser())
        .param("database", database.name())
        .query(Long.class)
        .single();
  }

  void stop() {
    run("ALTER ROLE %s IN DATABASE %s RESET pg_stat_statements.track");
  }
}
