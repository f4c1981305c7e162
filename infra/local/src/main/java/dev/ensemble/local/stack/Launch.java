package dev.ensemble.local.stack;

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
 * How one process is started.
 *
 * @param name its word in progress lines, and the name of its log and its file of process id
 * @param command what is run; never a secret, everyone on the machine can read it
 * @param environment its settings, secrets among them; nothing else of ours is passed on
 * @param log where its output goes
 */
record Launch(String name, List<String> command, Map<String, String> environment, Path log) {

  /** What a program may need of its surroundings; everything else could change what we start. */
  private static final Set<String> PASSED_ON = Set.of("PATH", "HOME", "TMPDIR", "LANG", "TZ");

  /**
   * Ctrl-C and a closing terminal reach every process of the terminal's group at once; the launcher
   * alone decides who stops when. So each process gets a session of its own where there is a
   * program for that (macOS has none), and ignores both signals in any case: what is ignored stays
   * ignored through exec, and the JVM leaves it so. The process id stays the same throughout.
   */
  private static final String APART_FROM_THE_TERMINAL =
      "trap '' INT HUP; command -v setsid >/dev/null && exec setsid \"$@\"; exec \"$@\"";

  Running start(Path runFolder) {
    return Running.child(process(), runFolder.resolve(name + ".pid"));
  }

  Process process() {
    List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", APART_FROM_THE_TERMINAL, "sh"));
    line.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().keySet().retainAll(PASSED_ON);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    builder.redirectOutput(Redirect.appendTo(log.toFile()));
    builder.redirectInput(Redirect.from(new File("/dev/null")));
    try {
      Files.createDirectories(log.getParent());
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + name, e);
    }
  }
}
