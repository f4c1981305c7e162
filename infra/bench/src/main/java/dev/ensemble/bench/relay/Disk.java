package dev.ensemble.bench.relay;

import dev.ensemble.local.stack.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the run takes of the disk: looked at before, given back after. */
final class Disk {
  /** The table, its index and its log, of which nothing is forgotten while the slot is there. */
  private static final long BACKLOG_BYTES_PER_ROW = 1_600;

  /** The polling relay's copy, its log and that of its deletes. */
  private static final long POLLED_BYTES_PER_ROW = 2_000;

  /** A topic that was deleted keeps its files for a minute. */
  private static final long TOPIC_BYTES_PER_ROW = 1_000;

  /** Programs, caches, logs, and what everybody else needs of a disk. */
  private static final long BESIDES = 2L << 30;

  private Disk() {}

  /**
   * Looks whether there is room.
   *
   * @throws Refusal where there is not
   */
  static void require(Path folder, Plan plan) {
    long polled = plan.contenders().contains(Contender.POLLING) ? POLLED_BYTES_PER_ROW : 0;
    long perRow = BACKLOG_BYTES_PER_ROW + TOPIC_BYTES_PER_ROW + polled * plan.rounds();
    long needed = BESIDES + plan.rows() * perRow;
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
  static void giveBack(Path folder) {
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
