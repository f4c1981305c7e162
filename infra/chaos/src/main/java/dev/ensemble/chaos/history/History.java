package dev.ensemble.chaos.history;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * What happens in a run, written down as it happens. Each line is there before the next thing is
 * done, so that a run that is killed has a history, too.
 */
public final class History implements AutoCloseable {
  /** Its name within a run's folder. */
  public static final String FILE = "history.jsonl";

  private final JsonMapper json = JsonMapper.builder().build();
  private final BufferedWriter out;
  private boolean closed;

  private History(BufferedWriter out) {
    this.out = out;
  }

  /** Begins a new history in a run's folder. */
  public static History in(Path folder) {
    try {
      Files.createDirectories(folder);
      return new History(Files.newBufferedWriter(folder.resolve(FILE)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a history", e);
    }
  }

  /**
   * Writes a line.
   *
   * @param details names and values: text, numbers, truth values, lists of them
   */
  public synchronized void note(Happening happening, Map<String, ?> details) {
    if (closed) {
      return; // Somebody was still at it when the run had ended.
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", System.currentTimeMillis());
    line.put("what", happening.word());
    line.putAll(details);
    try {
      out.write(json.writeValueAsString(line));
      out.write('\n');
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the history", e);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
