package dev.ensemble.payment.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged service as a process of its own, as a harness drives it. */
final class StdioProcess implements AutoCloseable {
  // A cold start beside other builds on two cores.
  private static final long SECONDS_MAX = 120;

  private final Process process;
  private final Writer in;
  private final BufferedReader out;
  private final Path log;

  private StdioProcess(Process process, Path log) {
    this.process = process;
    this.in = process.outputWriter(StandardCharsets.UTF_8);
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.log = log;
  }

  static StdioProcess start(Path data, String... more) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
    command.addAll(List.of("-jar", Path.of("target", "payment-service.jar").toString()));
    command.addAll(List.of("--stdio", "--payment.stdio.data=" + data));
    command.addAll(List.of(more));
    try {
      Path log = Files.createTempFile(Path.of("target"), "stdio", ".log");
      return new StdioProcess(
          new ProcessBuilder(command).redirectError(Redirect.to(log.toFile())).start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends one line and reads one. */
  String ask(String line) throws IOException {
    in.write(line + "\n");
    in.flush();
    return String.valueOf(out.readLine());
  }

  /** The input ends; what is still said, and the exit code. */
  int end() throws IOException, InterruptedException {
    in.close();
    return awaitExit();
  }

  int terminate() throws InterruptedException {
    process.destroy();
    return awaitExit();
  }

  void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitExit();
  }

  int awaitExit() throws InterruptedException {
    assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  /** What is left on standard output. */
  List<String> rest() {
    return out.lines().toList();
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      awaitExit();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
