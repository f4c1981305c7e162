package dev.ensemble.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ensemble.local.stack.GuestFiles;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What {@code --beside} makes for a service of somebody's own. */
@Order(5)
@ExtendWith(LiveSystem.class)
class GuestIT {

  /** Fails for a role that may not. */
  private static final String MAY_REPLICATE =
      """
      DO $$ BEGIN
        IF NOT (SELECT rolreplication FROM pg_roles WHERE rolname = current_user) THEN
          RAISE EXCEPTION 'no replication for %', current_user;
        END IF;
      END $$
      """;

  @Test
  void a_service_of_somebody_s_own_finds_its_database_its_roles_and_its_topic(
      LiveSystem.Running system) throws Exception {
    GuestFiles files = system.session().stack().guest().orElseThrow();
    Properties service = read(files.service());

    run(service, "spring.flyway.user", "spring.flyway.password", "CREATE SCHEMA mine");
    run(service, "spring.datasource.username", "spring.datasource.password", "SELECT 1");
    assertThatExceptionOfType(SQLException.class)
        .isThrownBy(
            () ->
                run(
                    service,
                    "spring.datasource.username",
                    "spring.datasource.password",
                    "CREATE SCHEMA theirs"))
        .withMessageContaining("permission denied");
    try (Admin admin = Admin.create(bootstrap(service))) {
      assertThat(admin.listTopics().names().get()).contains(LiveSystem.GUEST + ".events");
    }
  }

  @Test
  void its_relay_reads_its_database_and_nobody_else_reads_the_files(LiveSystem.Running system)
      throws Exception {
    GuestFiles files = system.session().stack().guest().orElseThrow();
    Properties relay = read(files.relay());
    String source = "relay.sources." + LiveSystem.GUEST + ".";
    relay.setProperty("spring.datasource.url", relay.getProperty(source + "url"));

    run(relay, source + "username", source + "password", MAY_REPLICATE);
    for (Path file : new Path[] {files.service(), files.relay()}) {
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  private static Properties read(Path file) throws Exception {
    Properties properties = new Properties();
    try (Reader text = Files.newBufferedReader(file)) {
      properties.load(text);
    }
    return properties;
  }

  private static Properties bootstrap(Properties service) {
    Properties settings = new Properties();
    settings.put(
        "bootstrap.servers", service.getProperty("ensemble.messaging.kafka.bootstrap-servers"));
    return settings;
  }

  private static void run(Properties as, String user, String password, String statement)
      throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", as.getProperty(user));
    login.setProperty("password", as.getProperty(password));
    try (Connection session =
            DriverManager.getConnection(as.getProperty("spring.datasource.url"), login);
        Statement sql = session.createStatement()) {
      sql.execute(statement);
    }
  }
}
