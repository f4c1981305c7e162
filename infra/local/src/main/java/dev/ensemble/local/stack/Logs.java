package dev.ensemble.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/** The log folder at the start of a run: this run's logs begin empty, the last run's are kept. */
final class Logs {
  private static final String LAST_RUN = ".last-run";

  private Logs() {}

  static void turnOver(Path folder) {
    try {
      Files.createDirectories(folder);
      try (Stream<Path> files = Files.list(folder)) {
        List<Path> logs = files.filter(file -> file.toString().endsWith(".log")).toList();
        for (Path log : logs) {
          Path kept = folder.resolve(log.getFileName() + LAST_RUN);
          Files.move(log, kept, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
