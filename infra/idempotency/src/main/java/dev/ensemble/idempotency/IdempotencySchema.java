package dev.ensemble.idempotency;

import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Brings the schema {@code idempotency} up to date when the application starts: with a Flyway
 * history of its own, before the application's migrations, and with a partition for today, which a
 * service that stood still for weeks would otherwise lack.
 */
final class IdempotencySchema implements InitializingBean {
  private final DataSource owner;
  private final String appRole;
  private final Upkeep upkeep;

  /**
   * @param owner connects as the role that owns the schema
   * @param appRole is granted what the application needs
   * @param upkeep over the same connections
   */
  IdempotencySchema(DataSource owner, String appRole, Upkeep upkeep) {
    this.owner = owner;
    this.appRole = appRole;
    this.upkeep = upkeep;
  }

  @Override
  public void afterPropertiesSet() {
    Flyway.configure(IdempotencySchema.class.getClassLoader())
        .dataSource(owner)
        .locations("classpath:dev/ensemble/idempotency/db")
        .failOnMissingLocations(true)
        .validateMigrationNaming(true)
        .defaultSchema("idempotency")
        .createSchemas(true)
        .cleanDisabled(true)
        .placeholders(Map.of("app_role", appRole))
        .load()
        .migrate();
    upkeep.makeDays();
  }

  /** The role under which a DataSource works. */
  static String roleOf(DataSource application) {
    String role = new JdbcTemplate(application).queryForObject("SELECT current_user", String.class);
    if (role == null) {
      throw new IllegalStateException("the database does not say as whom the application works");
    }
    return role;
  }
}
