package dev.ensemble.chaos.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A history to be read, as often as wanted, line by line, so that its length does not matter. */
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
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      int number = 0;
      for (String text = lines.readLine(); text != null; text = lines.readLine()) {
        JsonNode node = parsed(text);
        if (node == null) {
          return; // Cut off in the middle of its last line.
        }
        number++;
        Happening what = Happening.of(node.path("what").asString());
        reader.accept(new Line(number, node.path("at").asLong(), what, node));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the history " + file, e);
    }
  }

  private @Nullable JsonNode parsed(String text) {
    try {
      return json.readTree(text);
    } catch (JacksonException cutOff) {
      return null;
    }
  }
}
