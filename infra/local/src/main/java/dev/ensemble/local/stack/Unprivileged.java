package dev.ensemble.local.stack;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** PostgreSQL refuses to run as root; this is how root starts it all the same. */
final class Unprivileged {
  private static final int NOBODY = 65534;

  static final Unprivileged AS_WE_ARE = new Unprivileged(List.of());

  private final List<String> prefix;

  private Unprivileged(List<String> prefix) {
    this.prefix = prefix;
  }

  /**
   * Chooses a way: none is needed for a normal user; a user namespace, in which root's files stay
   * readable although nobody is root; or, where such namespaces are forbidden (many containers),
   * the user {@code nobody}, to whom the folders are given.
   */
  static Unprivileged over(DataFolder data) {
    if (new UnixSystem().getUid() != 0) {
      return AS_WE_ARE;
    }
    if (works(List.of("unshare", "-U", "true"))) {
      return new Unprivileged(List.of("unshare", "-U"));
    }
    List<String> asNobody =
        List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--");
    give(data);
    List<String> reaches = new ArrayList<>(asNobody);
    reaches.addAll(List.of("test", "-x", data.postgres().toString()));
    if (!works(reaches)) {
      throw new Refusal(
          "PostgreSQL does not run as root, and the user nobody cannot reach %s: run as a normal user, or give --data a folder that everybody can reach, such as /var/tmp/ensemble"
              .formatted(data.path()));
    }
    return new Unprivileged(asNobody);
  }

  List<String> command(List<String> command) {
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    return whole;
  }

  private static void give(DataFolder data) {
    try {
      // Others may pass through the folder, but into no other part of it than these two.
      for (Path closed : List.of(data.kafka(), data.logs(), data.run(), data.secrets())) {
        Files.createDirectories(closed);
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
      }
      Files.setPosixFilePermissions(data.path(), PosixFilePermissions.fromString("rwx--x--x"));
      for (Path part : List.of(data.postgres(), data.programs())) {
        Files.createDirectories(part);
        try (Stream<Path> tree = Files.walk(part)) {
          for (Path file : tree.toList()) {
            Files.setAttribute(file, "unix:uid", NOBODY, LinkOption.NOFOLLOW_LINKS);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean works(List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.redirectErrorStream(true).redirectOutput(Redirect.DISCARD);
      return builder.start().waitFor() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
