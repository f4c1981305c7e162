package dev.ensemble.testkit.crash;

import static org.awaitility.Awaitility.await;

import dev.ensemble.testkit.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What PostgreSQL's own log says that it was sent: a witness beside the tap. */
final class ServerLog implements AutoCloseable {
  // The server writes a line within milliseconds, where it gets a processor.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** In PostgreSQL's default prefix the process stands in brackets. */
  private static final Pattern STATEMENT =
      Pattern.compile(".* \\[(\\d+)] LOG:  (?:statement|execute [^:]+): (.*)");

  private final TestDatabase database;

  /**
   * Each new session of the service's role logs what it is sent; so it comes before the process.
   */
  ServerLog(TestDatabase database) {
    this.database = database;
    alterRole("SET log_statement = 'all'");
  }

  /** What this process of the server was sent from the line on, up to a COMMIT. */
  List<String> statementsUpToCommit(int serverProcess, int fromLine) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> statements(serverProcess, fromLine).contains("COMMIT"));
    return statements(serverProcess, fromLine);
  }

  /** How many lines there are so far. */
  int lines() {
    return read().size();
  }

  private List<String> read() {
    try {
      return Files.readAllLines(database.serverLog());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> statements(int serverProcess, int fromLine) {
    List<String> statements = new ArrayList<>();
    boolean goesOn = false;
    for (String line : read().stream().skip(fromLine).toList()) {
      Matcher begins = STATEMENT.matcher(line);
      if (begins.matches() && begins.group(1).equals(String.valueOf(serverProcess))) {
        statements.add(begins.group(2));
        goesOn = true;
      } else if (goesOn && line.startsWith("\t")) {
        statements.add(statements.removeLast() + " " + line);
      } else {
        goesOn = false;
      }
    }
    return statements.stream().map(StatementNames::oneLine).filter(one -> !one.isEmpty()).toList();
  }

  private void alterRole(String change) {
    JdbcClient.create(database.superuser())
        .sql(
            "ALTER ROLE %s IN DATABASE %s %s"
                .formatted(database.appUser(), database.name(), change))
        .update();
  }

  @Override
  public void close() {
    alterRole("RESET log_statement");
  }
}
