package dev.ensemble.relay;

import static org.awaitility.Awaitility.await;

import dev.ensemble.testkit.crash.UnpackedService;
import dev.ensemble.testkit.faults.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

  /** The least that a deployment would give it. */
  private static final int HEAP_MEGABYTES = 192;

  // What is no HTTP status.
  private static final int GONE = -1;
  private static final int SLOW = -2;

  private static final Path LOGS = Path.of("target", "drills");

  private static final UnpackedService RELAY = unpacked();

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(ANSWER_WITHIN).build();
  private final String name;
  private final String password;
  private final List<String> command;
  private final ExecutorService supervisor = Executors.newVirtualThreadPerTaskExecutor();
  private final int port = freePort();
  private final List<Integer> exitCodes = new CopyOnWriteArrayList<>();
  private volatile boolean closing;
  private volatile boolean held;
  private volatile @Nullable Process process;
  private int starts;

  private Replica(String name, String password, List<String> command) {
    this.name = name;
    this.password = password;
    this.command = command;
  }

  private static UnpackedService unpacked() {
    try {
      UnpackedService relay = UnpackedService.of(Path.of("target", "outbox-relay.jar"));
      List<String> inVain = new ArrayList<>(relay.command(HEAP_MEGABYTES));
      inVain.addAll(
          List.of(
              "--server.port=0",
              "--relay.patience=1s",
              "--relay.kafka.bootstrap-servers=127.0.0.1:1",
              "--relay.sources.none.url=jdbc:postgresql://127.0.0.1:1/none",
              "--relay.sources.none.username=none",
              "--relay.sources.none.slot=none"));
      // Ends by itself, for want of a database, and leaves its classes behind for all later starts.
      new ProcessBuilder(inVain)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
      return relay;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param password comes by the environment, not by a command line that everybody can list
   */
  static Replica start(String name, String password, List<String> arguments) {
    List<String> command = new ArrayList<>(RELAY.command(HEAP_MEGABYTES));
    command.addAll(arguments);
    Replica replica = new Replica(name, password, command);
    command.add("--server.port=" + replica.port);
    replica.startOnce();
    return replica;
  }

  private synchronized void startOnce() {
    if (closing || held) {
      return;
    }
    try {
      Files.createDirectories(LOGS);
      starts++;
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log().toFile());
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
    startOnce();
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

  /** Whether it says that it does not relay, or is gone. A slow answer is none. */
  boolean saysNotReady() {
    int answer = ask("/actuator/health/readiness").status();
    return answer == HttpURLConnection.HTTP_UNAVAILABLE || answer == GONE;
  }

  /** Whether it is there, ready or not. */
  boolean answers() {
    return ask("/actuator/health/liveness").status() > 0;
  }

  private Answer ask(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(ANSWER_WITHIN)
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body());
    } catch (HttpTimeoutException e) {
      return new Answer(SLOW, "");
    } catch (IOException e) {
      return new Answer(GONE, "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Answer(SLOW, "");
    }
  }

  private record Answer(int status, String body) {}

  Replica awaitAnswer() {
    await().atMost(PATIENCE).until(this::answers);
    return this;
  }

  /**
   * Ends the present process and returns when it is gone. The next one waits for {@link
   * #startAgain()}: on a machine of its own it would not take the other's time.
   */
  int end(Signal signal) throws InterruptedException {
    held = true;
    Process present = process();
    signal.to(present.pid());
    return present.waitFor();
  }

  void startAgain() {
    supervisor.execute(
        () -> {
          process().onExit().join();
          held = false;
          startOnce();
        });
  }

  @Override
  public void close() {
    synchronized (this) {
      closing = true;
    }
    process().destroyForcibly();
    supervisor.close();
  }
}
