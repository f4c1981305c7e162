package dev.ensemble.testkit.crash;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What a connection has prepared and bound, so that an execution can be called by its text. */
final class StatementNames {
  private final Map<String, String> prepared = new HashMap<>();
  private final Map<String, String> bound = new HashMap<>();

  /** The text of the statement that this message makes the server execute, if it does. */
  Optional<String> executedBy(Frame frame) {
    switch (frame.kind()) {
      case 'P' -> {
        String[] nameAndText = frame.texts(2);
        prepared.put(nameAndText[0], nameAndText[1]);
      }
      case 'B' -> {
        String[] portalAndName = frame.texts(2);
        bound.put(portalAndName[0], prepared.getOrDefault(portalAndName[1], ""));
      }
      case 'E' -> {
        return Optional.of(oneLine(bound.getOrDefault(frame.texts(1)[0], "")));
      }
      case 'Q' -> {
        return Optional.of(oneLine(frame.texts(1)[0]));
      }
      default -> {
        // The rest neither names nor executes anything.
      }
    }
    return Optional.empty();
  }

  static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }
}
