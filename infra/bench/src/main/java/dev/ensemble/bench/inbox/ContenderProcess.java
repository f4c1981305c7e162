package dev.ensemble.bench.inbox;

import dev.ensemble.bench.common.AtExit;
import dev.ensemble.bench.common.Jvm;
import dev.ensemble.bench.inbox.contenders.ContenderMain;
import dev.ensemble.bench.inbox.contenders.Task;
import dev.ensemble.local.stack.LogTail;
import dev.ensemble.local.stack.Refusal;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A contender's JVM, which stays warm between its runs. It is gone when this is closed. */
final class ContenderProcess implements AutoCloseable {
  private static final Set<String> PASSED_ON = Set.of("PATH", "HOME", "TMPDIR", "LANG", "TZ");
  private static final long STOP_SECONDS_MAX = 30;

  private final String name;
  private final Path log;
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter tasks;
  private final BufferedWriter logged;
  private final AtExit atExit;

  ContenderProcess(String name, Task.Settings settings, Jvm jvm, Path log) {
    this.name = name;
    this.log = log;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvm.options());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Dlogback.configurationFile=contender-logback.xml");
    // A service on the class path brings an application.yaml of its own, which is not meant here.
    command.add("-Dspring.config.name=contender");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ContenderMain.class.getName(), name));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().retainAll(PASSED_ON);
    builder.environment().putAll(settings.asEnvironment());
    builder.redirectError(Redirect.appendTo(log.resolveSibling(name + ".err.log").toFile()));
    try {
      Files.createDirectories(log.getParent());
      logged = Files.newBufferedWriter(log);
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
    atExit = new AtExit(process::destroyForcibly);
    answers = process.inputReader(StandardCharsets.UTF_8);
    tasks = process.outputWriter(StandardCharsets.UTF_8);
    answer();
  }

  void migrate(String jdbcUrl) {
    send("migrate " + jdbcUrl);
    answer();
  }

  /** Lets it consume, until it has; each of its answers is handed on. */
  void consume(Task task, Consumer<String> each) {
    send(task.line());
    String answer;
    do {
      answer = answer();
      each.accept(answer);
    } while (!answer.startsWith("end "));
  }

  private void send(String line) {
    try {
      tasks.write(line);
      tasks.newLine();
      tasks.flush();
    } catch (IOException gone) {
      throw failed();
    }
  }

  /** What it prints besides goes into its log. */
  private String answer() {
    try {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith(ContenderMain.MARK)) {
          return line.substring(ContenderMain.MARK.length());
        }
        logged.write(line);
        logged.newLine();
        logged.flush();
      }
    } catch (IOException gone) {
      throw failed();
    }
    throw failed();
  }

  private Refusal failed() {
    return new Refusal(
        "%s has ended. Its logs, %s and *.err.log, end:%n    %s%n    %s"
            .formatted(
                name,
                log,
                String.join("\n    ", LogTail.of(log)),
                String.join("\n    ", LogTail.of(log.resolveSibling(name + ".err.log")))));
  }

  /** It ends with its input. */
  @Override
  public void close() {
    try (logged) {
      tasks.close();
      if (!process.waitFor(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException gone) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    atExit.close();
  }
}
