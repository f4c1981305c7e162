package dev.ensemble.messaging;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Says in a paragraph instead of a stack trace why the schema could not be migrated, in the
 * server's words, and what there is to do.
 */
final class SchemaFailureAnalyzer extends AbstractFailureAnalyzer<SchemaNotMigrated> {
  private static final String REFUSED_LOGIN = "28";
  private static final String NO_PRIVILEGE = "42501";

  private static final String ROLES =
      "Make the roles and the database before the first start, as the README of infra/messaging"
          + " says under \"Roles\".";

  @Override
  protected @Nullable FailureAnalysis analyze(Throwable root, SchemaNotMigrated failure) {
    SQLException said = findCause(root, SQLException.class);
    if (said == null) {
      return null; // a migration that was changed, say: Flyway's own words are needed whole
    }
    return new FailureAnalysis(
        "The schema \"messaging\" could not be brought up to date: " + message(said),
        action(said),
        failure);
  }

  private static String message(SQLException said) {
    ServerErrorMessage server = server(said);
    String text = server == null ? said.getMessage() : server.getMessage();
    return text + " (SQLSTATE " + said.getSQLState() + ")";
  }

  private static String action(SQLException said) {
    ServerErrorMessage server = server(said);
    String hint = server == null ? null : server.getHint();
    String state = String.valueOf(said.getSQLState());
    if (hint != null) {
      return hint + " " + ROLES;
    }
    if (state.startsWith(REFUSED_LOGIN)) {
      return "Check spring.flyway.user and spring.flyway.password, the role that migrates. "
          + ROLES;
    }
    if (state.equals(NO_PRIVILEGE)) {
      return "The role that migrates (spring.flyway.user, or else spring.datasource.username) needs"
          + " CREATE on the database. "
          + ROLES;
    }
    return "Check spring.datasource.url, and that PostgreSQL runs and is of version 15 or newer. "
        + ROLES;
  }

  private static @Nullable ServerErrorMessage server(SQLException said) {
    return said instanceof PSQLException ours ? ours.getServerErrorMessage() : null;
  }
}
