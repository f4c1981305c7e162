package dev.ensemble.chaos.fault;

import dev.ensemble.chaos.system.Layout;
import dev.ensemble.chaos.system.SystemUnderTest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** The database server ends sessions, several times in a row: whoever comes back meets it again. */
public final class SessionsEnded implements Fault {
  private static final int TIMES = 3;
  private static final Duration BETWEEN = Duration.ofMillis(700);

  private static final String SENDERS = "the senders of the log";

  private final String whose;
  private final String condition;

  private long ended;

  private SessionsEnded(String whose, String condition) {
    this.whose = whose;
    this.condition = condition;
  }

  /** Those of one service: {@code order}, say. */
  public static SessionsEnded ofService(String service) {
    return new SessionsEnded(sessions(service), "usename = '%s_app'".formatted(service));
  }

  /** Those that send the log to the relays. */
  public static SessionsEnded ofSenders() {
    return new SessionsEnded(SENDERS, "backend_type = 'walsender'");
  }

  /** Everybody whose sessions may be ended. */
  static List<String> all() {
    return Stream.concat(
            Layout.SERVICES.stream().map(service -> sessions(service.shortName())),
            Stream.of(SENDERS))
        .toList();
  }

  private static String sessions(String service) {
    return service + "'s sessions";
  }

  @Override
  public List<String> targets() {
    return List.of(whose);
  }

  @Override
  public long inject(SystemUnderTest system) throws SQLException, InterruptedException {
    for (int time = 1; time <= TIMES; time++) {
      ended +=
          system
              .server()
              .ask(
                  "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE "
                      + condition);
      Thread.sleep(BETWEEN);
    }
    return ended;
  }

  @Override
  public long heal(SystemUnderTest system) {
    return 0;
  }

  @Override
  public String toString() {
    return "end " + whose;
  }
}
