package dev.ensemble.local.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;

/** The end of a log, for the moment when a process does not come up. */
public final class LogTail {
  private static final int LINES_MAX = 15;

  /** Enough for that many lines, and little enough to read of a log of any size. */
  private static final int BYTES_MAX = 16 * 1024;

  private LogTail() {}

  public static List<String> of(Path log) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      int length = (int) Math.min(file.length(), BYTES_MAX);
      byte[] end = new byte[length];
      file.seek(file.length() - length);
      file.readFully(end);
      List<String> lines = new String(end, UTF_8).lines().filter(line -> !line.isBlank()).toList();
      return lines.subList(Math.max(0, lines.size() - LINES_MAX), lines.size());
    } catch (IOException unreadable) {
      return List.of("(its log cannot be read: " + unreadable.getMessage() + ")");
    }
  }
}
