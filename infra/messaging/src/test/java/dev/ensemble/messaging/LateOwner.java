package dev.ensemble.messaging;

import dev.ensemble.messaging.leases.Lease;
import dev.ensemble.messaging.leases.LeaseLost;
import dev.ensemble.messaging.leases.Leases;
import dev.ensemble.testkit.TestDatabase;
import dev.ensemble.testkit.faults.Frozen;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A process that takes the lease for a second, and writes under it when it is told to. */
final class LateOwner {
  private LateOwner() {}

  public static void main(String[] settings) throws IOException {
    // The log must not stand between the answers.
    PrintStream answers = System.out;
    System.setOut(System.err);
    try (var context =
        new SpringApplicationBuilder(Shop.Application.class)
            .web(WebApplicationType.NONE)
            .run(settings)) {
      Leases leases = context.getBean(Leases.class);
      Lease lease = leases.acquire("work", "late", Leases.TTL_MIN).granted().orElseThrow();
      answers.println(lease.token());
      if (System.in.read() < 0) {
        return;
      }
      try {
        new TransactionTemplate(context.getBean(PlatformTransactionManager.class))
            .executeWithoutResult(
                status -> {
                  context
                      .getBean(JdbcClient.class)
                      .sql("INSERT INTO shop.effects (key, amount) VALUES ('late', 1)")
                      .update();
                  leases.fence(lease);
                });
        answers.println("written");
      } catch (LeaseLost late) {
        answers.println("refused: " + late.getMessage());
      }
    }
  }

  static Started start(TestDatabase database) throws IOException {
    var command = new java.util.ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(LateOwner.class.getName());
    Shop.settings(database).forEach((name, value) -> command.add("--" + name + "=" + value));
    return new Started(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start());
  }

  /** The process, seen from the test. */
  static final class Started implements AutoCloseable {
    private final Process process;
    private final BufferedReader answers;

    private Started(Process process) {
      this.process = process;
      this.answers =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    long acquired() throws IOException {
      return Long.parseLong(answer());
    }

    Frozen frozen() {
      return Frozen.process(process.pid());
    }

    void tellToWrite() throws IOException {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    }

    String answer() throws IOException {
      String answer = answers.readLine();
      if (answer == null) {
        throw new AssertionError("the process has ended without an answer");
      }
      return answer;
    }

    @Override
    public void close() throws IOException {
      process.getOutputStream().close();
      try {
        if (process.waitFor(20, TimeUnit.SECONDS)) {
          return;
        }
      } catch (InterruptedException hurry) {
        Thread.currentThread().interrupt();
      }
      process.destroyForcibly();
    }
  }
}
