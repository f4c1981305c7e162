package dev.ensemble.relay;

import static org.awaitility.Awaitility.await;

import dev.ensemble.testkit.faults.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One replica of the packaged relay, as a supervisor keeps it: a process that is started again
 * whenever it ends.
 */
final class Replica implements AutoCloseable {
  // A cold start beside other builds on two cores.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** Health is asked of this machine; a frozen process does not answer at all. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(2);

  // What is no HTTP status: it is gone, or too slow.
  private static final int NONE = -1;

  private static final Path LOGS = Path.of("target", "drills");

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build();
  private final String name;
  private final String password;
  private final List<String> command;
  private final ExecutorService supervisor = Executors.newVirtualThreadPerTaskExecutor();
  private final int port = freePort();
  private final List<Integer> exitCodes = new CopyOnWriteArrayList<>();
  private boolean closing;
  private boolean held;
  private volatile @Nullable Process process;
  private int starts;

  private Replica(String name, String password, List<String> command) {
    this.name = name;
    this.password = password;
    this.command = command;
  }

  /**
   * Not started yet.
   *
   * @param password comes by the environment, not by a command line that everybody can list
   */
  static Replica of(String name, String password, List<String> arguments) {
    List<String> command = new ArrayList<>(RelayJar.command());
    command.addAll(arguments);
    Replica replica = new Replica(name, password, command);
    command.add("--server.port=" + replica.port);
    return replica;
  }

  /**
   * @param onlyNow arguments of this one start; those that follow by themselves go without
   */
  synchronized void start(String... onlyNow) {
    List<String> whole = new ArrayList<>(command);
    whole.addAll(List.of(onlyNow));
    held = false;
    launch(whole);
  }

  /** Starts it with nobody to start it again; returns how it ended. */
  int runToItsEnd() throws InterruptedException {
    synchronized (this) {
      held = true;
      launch(command);
    }
    if (!process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError(name + " goes on running");
    }
    return process().exitValue();
  }

  private void launch(List<String> whole) {
    try {
      Files.createDirectories(LOGS);
      starts++;
      ProcessBuilder builder =
          new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(log().toFile());
      builder.environment().put("RELAY_SOURCES_ORDERS_PASSWORD", password);
      Process started = builder.start();
      process = started;
      // A build that is broken off leaves none behind.
      Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
      supervisor.execute(() -> ended(started));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ended(Process old) {
    exitCodes.add(old.onExit().join().exitValue());
    synchronized (this) {
      if (old.equals(process) && !held && !closing) {
        launch(command);
      }
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return name;
  }

  private Path log() {
    return LOGS.resolve("%s-%d.log".formatted(name, starts));
  }

  /** The process of this moment; the next one has another. */
  Process process() {
    Process now = process;
    if (now == null) {
      throw new IllegalStateException(name + " was never started");
    }
    return now;
  }

  /** How its processes have ended so far. */
  List<Integer> exitCodes() {
    return exitCodes;
  }

  /** Whether it says that it is the one who relays, and not one who waits for its turn. */
  boolean leads() {
    return ask("/actuator/health").body().contains("\"phase\":\"STREAMING\"");
  }

  /** Whether it says itself that it does not relay. One that is gone says nothing. */
  boolean saysNotReady() {
    return ask("/actuator/health/readiness").status() == HttpURLConnection.HTTP_UNAVAILABLE;
  }

  /** Whether it says that it relays, or could at once. */
  boolean saysReady() {
    return ask("/actuator/health/readiness").status() == HttpURLConnection.HTTP_OK;
  }

  /** What it says of its one source. */
  String status() {
    return ask("/actuator/relay/orders").body();
  }

  /** Gives it a command; returns its answer. */
  String tell(String command) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri("/actuator/relay/orders"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"command\":\"%s\"}".formatted(command)))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** Whether it is there, ready or not. */
  boolean answers() {
    return ask("/actuator/health/liveness").status() > 0;
  }

  private Answer ask(String path) {
    HttpRequest request = HttpRequest.newBuilder(uri(path)).timeout(ANSWER_WITHIN).build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body());
    } catch (IOException e) {
      return new Answer(NONE, "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(NONE, "");
    }
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  private record Answer(int status, String body) {}

  Replica awaitAnswer() {
    await().atMost(PATIENCE).until(this::answers);
    return this;
  }

  /**
   * Ends the present process and returns when it is gone. The next one waits for {@link #start}: on
   * a machine of its own it would not take the other's time.
   */
  int end(Signal signal) throws InterruptedException {
    Process present;
    synchronized (this) {
      held = true;
      present = process();
    }
    signal.to(present.pid());
    return present.waitFor();
  }

  @Override
  public void close() {
    synchronized (this) {
      closing = true;
    }
    Process last = process;
    if (last != null) {
      last.destroyForcibly();
    }
    supervisor.close();
  }
}
