package dev.ensemble.idempotency;

import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.flyway.autoconfigure.FlywayConnectionDetails;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/** Connections of the role that owns the schema: the same that the application's Flyway takes. */
final class OwnerDataSource {
  private OwnerDataSource() {}

  static DataSource of(
      @Nullable DataSource flyway,
      @Nullable FlywayConnectionDetails flywayConnection,
      DataSource application) {
    if (flyway != null) {
      return flyway;
    }
    if (flywayConnection == null || flywayConnection.getUsername() == null) {
      return application;
    }
    DataSourceBuilder<?> owner =
        flywayConnection.getJdbcUrl() == null
            ? DataSourceBuilder.derivedFrom(application)
            : DataSourceBuilder.create().url(flywayConnection.getJdbcUrl());
    return owner
        .type(SimpleDriverDataSource.class)
        .username(flywayConnection.getUsername())
        .password(flywayConnection.getPassword())
        .build();
  }
}
