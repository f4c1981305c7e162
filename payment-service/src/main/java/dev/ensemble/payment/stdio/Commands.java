package dev.ensemble.payment.stdio;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs PostgreSQL's programs. PostgreSQL refuses to run as root; root runs it in a user namespace,
 * in which nobody is root, or, where such namespaces are forbidden (many containers), as the user
 * {@code nobody}, to whom the data is given.
 */
final class Commands {
  private static final int NOBODY = 65534;
  private static final List<String> IN_A_NAMESPACE = List.of("unshare", "-U");
  private static final List<String> AS_NOBODY =
      List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--");

  private final Path home;
  private final Path log;
  private final List<String> prefix;

  Commands(Path home, Path log) throws IOException {
    this.home = home;
    this.log = log;
    this.prefix = prefix();
  }

  private static List<String> prefix() throws IOException {
    if (new UnixSystem().getUid() != 0) {
      return List.of();
    }
    return worksInANamespace() ? IN_A_NAMESPACE : AS_NOBODY;
  }

  private static boolean worksInANamespace() throws IOException {
    List<String> command = new ArrayList<>(IN_A_NAMESPACE);
    command.add("true");
    try {
      return ended(new ProcessBuilder(command).redirectErrorStream(true).start()) == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }

  /** Makes the folder theirs who run the programs. */
  void give(Path folder) throws IOException {
    if (prefix.equals(AS_NOBODY)) {
      try (Stream<Path> tree = Files.walk(folder)) {
        for (Path file : tree.toList()) {
          Files.setAttribute(file, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
        }
      }
    }
  }

  /** Whether the program is this PostgreSQL's server. */
  boolean isServer(ProcessHandle process) {
    return process
        .info()
        .command()
        .filter(command -> command.equals(home.resolve("bin").resolve("postgres").toString()))
        .isPresent();
  }

  void require(String input, String program, String... arguments) throws IOException {
    int code = run(input, program, arguments);
    if (code != 0) {
      throw new IOException("%s ended with exit code %d; see %s".formatted(program, code, log));
    }
  }

  int run(String input, String program, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(home.resolve("bin").resolve(program).toString());
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()))
            .start();
    try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
      in.write(input);
    }
    return ended(process);
  }

  static int ended(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + process.info().command(), e);
    }
  }
}
