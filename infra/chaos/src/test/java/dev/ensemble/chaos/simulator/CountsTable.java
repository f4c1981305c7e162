package dev.ensemble.chaos.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** A table of the README, which is where the counts stand that a search must come to. */
record CountsTable(List<String> rows) {
  private static final Path README = Path.of("README.md");

  static CountsTable ofDuplicateAndCrash() {
    return below("| kind, one duplicate and one crash |");
  }

  static CountsTable ofDuplicateAndParkedEvent() {
    return below("| kind, one duplicate and one parked event |");
  }

  private static CountsTable below(String head) {
    try {
      return new CountsTable(
          Files.readAllLines(README).stream()
              .dropWhile(line -> !line.startsWith(head))
              .skip(2)
              .takeWhile(line -> line.startsWith("|"))
              .toList());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  List<String> titles() {
    return rows.stream().map(row -> row.split("\\|", -1)[1].strip()).toList();
  }

  static String row(String title, Exploration found) {
    return String.format(
        Locale.ROOT,
        "| %s | %,d | %,d | %,d |",
        title,
        found.stateCount(),
        found.transitionCount(),
        found.interleavings());
  }
}
