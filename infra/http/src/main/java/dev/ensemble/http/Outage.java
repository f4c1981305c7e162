package dev.ensemble.http;

import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Optional;

/** The ways in which a database is there no longer, or not now. */
enum Outage {
  UNREACHABLE("The service cannot reach its data at the moment."),
  BUSY("The service could not get at its data in time.");

  private final String detail;

  Outage(String detail) {
    this.detail = detail;
  }

  String detail() {
    return detail;
  }

  /** By SQLSTATE (PostgreSQL, appendix A), which says more than the driver's exception types. */
  static Optional<Outage> of(SQLException failure) {
    String state = failure.getSQLState();
    if (state != null && state.length() == 5) {
      Optional<Outage> known = ofState(state);
      if (known.isPresent()) {
        return known;
      }
    }
    // The pool's own timeout is transient and has, where no connection ever came, no SQLSTATE.
    return failure instanceof SQLTransientException || failure instanceof SQLRecoverableException
        ? Optional.of(UNREACHABLE)
        : Optional.empty();
  }

  private static Optional<Outage> ofState(String state) {
    return switch (state) {
      // Serialisation failure, deadlock, lock_timeout, statement_timeout.
      case "40001", "40P01", "55P03", "57014" -> Optional.of(BUSY);
      // Idle in a transaction, or in one at all, for too long: the server has cut the connection.
      // And a read-only server where a writable one was: a failover is under way.
      case "25P03", "25P04", "25006" -> Optional.of(UNREACHABLE);
      default ->
          switch (state.substring(0, 2)) {
            // Connection lost, out of resources, shut down or starting, a disk that fails.
            case "08", "53", "57", "58" -> Optional.of(UNREACHABLE);
            default -> Optional.empty();
          };
    };
  }
}
