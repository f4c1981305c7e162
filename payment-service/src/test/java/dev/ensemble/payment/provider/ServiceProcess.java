package dev.ensemble.payment.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.TestDatabase;
import dev.ensemble.testkit.TestKafka;
import dev.ensemble.testkit.stripe.FakeStripe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged service as a process of its own, with the fake for its provider. */
final class ServiceProcess implements AutoCloseable {
  private static final long SECONDS_MAX = 60;

  private final Process process;

  private ServiceProcess(Process process) {
    this.process = process;
  }

  static ServiceProcess start(TestDatabase database, String stripe) {
    Map<String, String> settings = new LinkedHashMap<>(database.springProperties());
    settings.remove("ensemble.messaging.inbox.auto-start");
    settings.remove("payment.workers.auto-start");
    settings.keySet().removeIf(name -> name.endsWith("password"));
    settings.put("ensemble.messaging.kafka.bootstrap-servers", TestKafka.bootstrapServers());
    settings.put("payment.provider.kind", "stripe");
    settings.put("payment.provider.stripe.api-base", stripe);
    // Short, so that a claim of the killed runs out soon.
    settings.put("payment.provider.stripe.connect-timeout", "200ms");
    settings.put("payment.provider.stripe.read-timeout", "3s");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(List.of("-jar", Path.of("target", "payment-service.jar").toString()));
    settings.forEach((name, value) -> command.add("--" + name + "=" + value));
    try {
      Path log = Files.createTempFile(Path.of("target"), "provider", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
      // Secrets come by the environment, not by a command line that everybody can list.
      builder.environment().put("SPRING_DATASOURCE_PASSWORD", database.password());
      builder.environment().put("SPRING_FLYWAY_PASSWORD", database.password());
      builder.environment().put("PAYMENT_PROVIDER_STRIPE_API_KEY", FakeStripe.API_KEY);
      return new ServiceProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** SIGKILL: nothing is flushed, nothing is rolled back in order. */
  void kill() {
    process.destroyForcibly();
    try {
      assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    kill();
  }
}
