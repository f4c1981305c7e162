package dev.ensemble.bench.common;

import dev.ensemble.local.stack.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a run takes of the disk: looked at before, given back after. */
public final class Disk {
  /** Programs, caches, logs, and what everybody else needs of a disk. */
  private static final long BESIDES = 2L << 30;

  private Disk() {}

  /**
   * Looks whether there is room for so many bytes, and for what everybody else needs.
   *
   * @throws Refusal where there is not
   */
  public static void require(Path folder, long bytes) {
    long needed = BESIDES + bytes;
    try {
      Files.createDirectories(folder);
      long usable = Files.getFileStore(folder).getUsableSpace();
      if (usable < needed) {
        throw new Refusal(
            "The run takes %,d MB of disk, and %s has %,d MB left."
                .formatted(needed >> 20, folder, usable >> 20));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes databases and topics; logs, programs and results stay. */
  public static void giveBack(Path folder) {
    for (String part : List.of("postgres", "kafka")) {
      Path tree = folder.resolve(part);
      if (Files.exists(tree)) {
        try (Stream<Path> files = Files.walk(tree)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        } catch (IOException e) {
          throw new UncheckedIOException("cannot remove " + tree, e);
        }
      }
    }
  }
}
