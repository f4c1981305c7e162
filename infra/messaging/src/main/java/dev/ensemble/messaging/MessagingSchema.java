package dev.ensemble.messaging;

import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Brings the schema {@code messaging} up to date when the application starts: with a Flyway history
 * of its own, before the application's migrations, and with partitions for today, which a service
 * that stood still for weeks would otherwise lack.
 */
final class MessagingSchema implements InitializingBean {

  /** The roles that are granted what they need. */
  record Roles(String app, String relay) {}

  private final DataSource owner;
  private final Roles roles;
  private final PartitionUpkeep upkeep;

  /**
   * @param owner connects as the role that owns the schema
   * @param upkeep over the same connections
   */
  MessagingSchema(DataSource owner, Roles roles, PartitionUpkeep upkeep) {
    this.owner = owner;
    this.roles = roles;
    this.upkeep = upkeep;
  }

  @Override
  public void afterPropertiesSet() {
    try {
      migrate();
      upkeep.runOnce();
    } catch (RuntimeException failure) {
      throw new SchemaNotMigrated(failure);
    }
  }

  private void migrate() {
    migrations(owner, roles).load().migrate();
  }

  /** The schema's history, and what it needs to know. */
  static FluentConfiguration migrations(DataSource owner, Roles roles) {
    return Flyway.configure(MessagingSchema.class.getClassLoader())
        .dataSource(owner)
        .locations("classpath:dev/ensemble/messaging/db")
        .failOnMissingLocations(true)
        .validateMigrationNaming(true)
        .defaultSchema("messaging")
        .createSchemas(true)
        .cleanDisabled(true)
        .placeholders(Map.of("app_role", roles.app(), "relay_role", roles.relay()));
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
