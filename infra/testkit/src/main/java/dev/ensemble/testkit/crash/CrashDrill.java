package dev.ensemble.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ensemble.testkit.TestDatabase;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Kills a packaged service with SIGKILL between the statements of a call, sends the call again to
 * the next process, and asserts that there was one effect and one answer.
 *
 * <p>The points are found out: a first call runs undisturbed, and each statement that it sent is
 * one. PostgreSQL's own log must name the same. What the undisturbed call added to each table is
 * what every killed and repeated one must add in all: no less, and no more.
 */
public final class CrashDrill {
  private static final int SIGKILLED = 128 + 9;

  // A call takes milliseconds; a machine that does other things, too, may hold it up for long.
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final UnpackedService service;
  private final TestDatabase database;
  private final Map<String, String> settings;
  private final JdbcClient superuser;

  private CrashDrill(UnpackedService service, TestDatabase database) {
    this.service = service;
    this.database = database;
    this.settings = new HashMap<>(database.springProperties());
    this.superuser = JdbcClient.create(database.superuser());
  }

  /**
   * A drill for a service whose workers stand still, so that what happens is the call's doing.
   *
   * @param jar the packaged service, in the folder of the build
   * @param database of this service alone
   */
  public static CrashDrill of(Path jar, TestDatabase database) {
    return new CrashDrill(UnpackedService.of(jar), database);
  }

  /**
   * Kills a process at each of the points.
   *
   * @param which of the points that there are
   * @return those at which a process was killed
   */
  public List<CrashPoint> run(Points which, Scenario scenario) {
    Undisturbed undisturbed = undisturbed(scenario);
    List<CrashPoint> points = which.among(undisturbed.statements());
    System.out.printf(
        "%d statements; a process is killed at %d points:%n",
        undisturbed.statements().size(), points.size());
    try (Standbys standbys = new Standbys(points.size() + 1, this::start)) {
      ServiceProcess process = standbys.next();
      try {
        for (CrashPoint point : points) {
          ServiceProcess next = standbys.next();
          try {
            killAndRetry(process, next, point, scenario, undisturbed);
          } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("Killed " + point, e);
          } finally {
            process.close();
            process = next;
          }
          System.out.println("  " + point);
        }
      } finally {
        process.close();
      }
    }
    return points;
  }

  private ServiceProcess start() {
    return ServiceProcess.start(service, settings);
  }

  /** A call that nothing happens to, by a process that ends in peace. */
  private Undisturbed undisturbed(Scenario scenario) {
    try (ServerLog log = new ServerLog(database)) {
      ServiceProcess process = start();
      try {
        return undisturbed(scenario, process, log);
      } finally {
        process.stop();
      }
    }
  }

  private Undisturbed undisturbed(Scenario scenario, ServiceProcess process, ServerLog log) {
    Client client = new Client(process);
    Call call = scenario.prepare(client);
    Map<String, Long> before = database.counts();
    int line = log.lines();
    Watch watch = process.tap().watch(null);
    Answer answer = client.send(call);
    process.tap().watch(null);
    // A refusal is an answer, too, and is stored as one.
    assertThat(answer.status()).as(answer.body()).isBetween(200, 499);
    assertThat(watch.strangers()).as("statements on other connections").isZero();
    assertThat(log.statementsUpToCommit(watch.serverProcess(), line))
        .as("what PostgreSQL's log says, and then what the tap saw")
        .isEqualTo(watch.statements());
    return new Undisturbed(watch.statements(), added(before));
  }

  private void killAndRetry(
      ServiceProcess victim,
      ServiceProcess next,
      CrashPoint point,
      Scenario scenario,
      Undisturbed undisturbed) {
    Client client = new Client(victim);
    Call call = scenario.prepare(client);
    Map<String, Long> counts = database.counts();
    Map<String, List<String>> before = database.rows();
    Optional<Answer> lost = kill(victim, client, call, point);
    Map<String, List<String>> killed = database.rows();
    if (!point.isCommitted()) {
      assertThat(killed).isEqualTo(before);
    }
    Client heir = new Client(next);
    Answer retry = heir.send(call);
    Map<String, List<String>> retried = database.rows();
    if (point.isCommitted()) {
      assertThat(retried).isEqualTo(killed);
    }
    Answer again = heir.send(call);
    assertThat(database.rows()).isEqualTo(retried);
    assertThat(added(counts)).isEqualTo(undisturbed.added());
    scenario.check(new Attempt(call, point, lost, retry, again));
  }

  private Optional<Answer> kill(ServiceProcess victim, Client client, Call call, CrashPoint point) {
    Watch watch = victim.tap().watch(point);
    CompletableFuture<HttpResponse<String>> sent = client.begin(call);
    Optional<Answer> lost = Optional.empty();
    switch (point) {
      case CrashPoint.Before before -> assertThat(at(watch, sent)).isEqualTo(before.statement());
      case CrashPoint.Committed committed -> assertThat(at(watch, sent)).isEqualTo(Points.COMMIT);
      case CrashPoint.Answered answered ->
          lost = Optional.of(Answer.of(sent.orTimeout(seconds(), TimeUnit.SECONDS).join()));
    }
    victim.kill();
    assertThat(victim.exitCode()).isEqualTo(SIGKILLED);
    if (lost.isEmpty()) {
      assertThatThrownBy(sent::join).as("the call's end").hasRootCauseInstanceOf(Exception.class);
    }
    awaitEndOfSession(watch.serverProcess());
    return lost;
  }

  /** The statement at which the call stands; an answer instead means that it was never reached. */
  private static String at(Watch watch, CompletableFuture<HttpResponse<String>> sent) {
    return (String)
        CompletableFuture.anyOf(watch.reached(), sent.thenApply(answer -> "answered: " + answer))
            .orTimeout(seconds(), TimeUnit.SECONDS)
            .join();
  }

  private static long seconds() {
    return PATIENCE.toSeconds();
  }

  /** Until then the dead process's locks are held, and a retry is rightly told to come again. */
  private void awaitEndOfSession(int serverProcess) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(5))
        .until(
            () ->
                superuser
                    .sql("SELECT count(*) FROM pg_stat_activity WHERE pid = :pid")
                    .param("pid", serverProcess)
                    .query(Long.class)
                    .single(),
            sessions -> sessions == 0);
  }

  private Map<String, Long> added(Map<String, Long> before) {
    Map<String, Long> added = new TreeMap<>(database.counts());
    added.replaceAll((table, rows) -> rows - before.getOrDefault(table, 0L));
    added.values().removeIf(rows -> rows == 0);
    return added;
  }

  /**
   * What a call does where nothing is in its way.
   *
   * @param added rows by table
   */
  private record Undisturbed(List<String> statements, Map<String, Long> added) {
    Undisturbed {
      statements = List.copyOf(statements);
    }
  }
}
