package dev.ensemble.local.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line of a JVM of ours: small, quick to start, and dead rather than half alive. */
final class JavaCommand {
  private JavaCommand() {}

  static List<String> of(int heapMegabytesMax, List<String> rest) {
    // Six JVMs share two cores at start: the quick compiler and the collector without threads.
    return with(
        List.of(
            "-Xmx" + heapMegabytesMax + "m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto"),
        rest);
  }

  /** The same with other choices of memory, compiler and collector. */
  static List<String> with(List<String> jvmOptions, List<String> rest) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    // Out of memory is a crash like any other; the supervisor starts the process again.
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.addAll(rest);
    return command;
  }
}
