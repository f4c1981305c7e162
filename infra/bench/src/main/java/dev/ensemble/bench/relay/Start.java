package dev.ensemble.bench.relay;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a contender's JVM is started.
 *
 * @param program class path or jar, main class, arguments: what stands behind the JVM's options
 * @param environment its settings, the password among them
 * @param folder where it runs
 */
record Start(List<String> program, Map<String, String> environment, Path folder) {
  private static final Set<String> PASSED_ON = Set.of("PATH", "HOME", "TMPDIR", "LANG", "TZ");

  Start {
    program = List.copyOf(program);
    environment = Map.copyOf(environment);
  }

  /** Runs it, its output appended to the log. */
  Process run(List<String> jvmOptions, Path log) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(program);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().retainAll(PASSED_ON);
    builder.environment().putAll(environment);
    builder.directory(folder.toFile());
    builder.redirectErrorStream(true);
    builder.redirectOutput(Redirect.appendTo(log.toFile()));
    builder.redirectInput(Redirect.from(new File("/dev/null")));
    try {
      Files.createDirectories(log.getParent());
      Files.createDirectories(folder);
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + program, e);
    }
  }
}
