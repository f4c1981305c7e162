package dev.ensemble.testkit.crash;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged service as a process of its own, with a tap on what it says to PostgreSQL. */
final class ServiceProcess implements AutoCloseable {
  // A cold start beside other builds on two cores.
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String URL = "spring.datasource.url";

  /** The service's own port is told before that of its management. */
  private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

  private static final Pattern STARTED = Pattern.compile("Started \\w+ in ");

  private final Process process;
  private final Path log;
  private final PostgresTap tap;
  private int port;

  private ServiceProcess(Process process, Path log, PostgresTap tap) {
    this.process = process;
    this.log = log;
    this.tap = tap;
  }

  /** Starts it, and waits until it answers. */
  static ServiceProcess start(UnpackedService service, Map<String, String> settings) {
    String url = settings.get(URL);
    if (url == null) {
      throw new IllegalArgumentException(URL + " is not set");
    }
    int serverPort = URI.create(url.substring("jdbc:".length())).getPort();
    PostgresTap tap = new PostgresTap(serverPort);
    try {
      Path log = service.newLog();
      ProcessBuilder builder =
          new ProcessBuilder(service.command())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      settings.forEach((name, value) -> builder.environment().put(variable(name), value));
      builder
          .environment()
          .put(variable(URL), url.replace(":" + serverPort + "/", ":" + tap.port() + "/"));
      builder.environment().put(variable("logging.level.org.springframework.boot.tomcat"), "INFO");
      ServiceProcess started = new ServiceProcess(builder.start(), log, tap);
      // A build that is broken off leaves none behind.
      Runtime.getRuntime().addShutdownHook(new Thread(started.process::destroyForcibly));
      try {
        started.awaitStart();
      } catch (RuntimeException late) {
        started.close();
        throw late;
      }
      return started;
    } catch (IOException e) {
      tap.close();
      throw new UncheckedIOException(e);
    }
  }

  /** As Spring Boot binds environment variables. Secrets stay out of the command line. */
  private static String variable(String setting) {
    return setting.toUpperCase(Locale.ROOT).replace("-", "").replace('.', '_');
  }

  private void awaitStart() {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> STARTED.matcher(log()).find() || !process.isAlive());
    Matcher told = PORT.matcher(log());
    if (!told.find()) {
      close();
      throw new IllegalStateException("The service did not start:\n" + log());
    }
    port = Integer.parseInt(told.group(1));
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  PostgresTap tap() {
    return tap;
  }

  /** SIGKILL, and its end. */
  void kill() {
    process.destroyForcibly();
    awaitExit();
    tap.close();
  }

  /** SIGTERM, and its end. */
  void stop() {
    process.destroy();
    awaitExit();
    tap.close();
  }

  private void awaitExit() {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException("The process does not end:\n" + log());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  int exitCode() {
    return process.exitValue();
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }
}
