package dev.ensemble.chaos.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A history to be read, as often as wanted, line by line, so that its length does not matter. What
 * was cut off in the middle of its last line is read without it; any other line that cannot be read
 * is an {@link IllegalStateException}, because what it told is not known.
 */
public final class Past {
  private final JsonMapper json = JsonMapper.builder().build();
  private final Path file;

  private Past(Path file) {
    this.file = file;
  }

  /** The history in a run's folder. */
  public static Past in(Path folder) {
    return new Past(folder.resolve(History.FILE));
  }

  /** Tells each line, in the order in which they were written. */
  public void each(Consumer<Line> reader) {
    each(List.of(reader));
  }

  /** Tells each line to all of them, so that a long history is read once. */
  public void each(List<? extends Consumer<Line>> readers) {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      int number = 0;
      String text = lines.readLine();
      while (text != null) {
        number++;
        String next = lines.readLine();
        JsonNode node;
        try {
          node = json.readTree(text);
        } catch (JacksonException e) {
          if (next == null) {
            return; // Cut off in the middle of its last line.
          }
          throw new IllegalStateException("line %d of %s is none".formatted(number, file), e);
        }
        Line line = line(number, node);
        readers.forEach(reader -> reader.accept(line));
        text = next;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the history " + file, e);
    }
  }

  private static Line line(int number, JsonNode node) {
    Happening what = Happening.of(node.path("what").asString());
    return new Line(number, node.path("at").asLong(), what, node);
  }

  /** Whether the run came to its end: a history without one tells of a part only. */
  public boolean hasEnd() {
    boolean[] ended = new boolean[1];
    each(line -> ended[0] |= line.what() == Happening.END);
    return ended[0];
  }
}
