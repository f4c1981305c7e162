package dev.ensemble.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * TLC's counterexample as a story: of each step its action, and of each variable that the step
 * changes what it is now. TLC prints all variables of all states.
 */
final class Story {
  private static final Pattern STATE = Pattern.compile("^State (\\d+): (.*)$");
  // Some say where in the module the action stands; the reader wants its name.
  private static final Pattern ACTION =
      Pattern.compile("^<(\\w+)(\\(.*?\\))? line \\d+.*of module (\\w+)>$");
  private static final Pattern BACK = Pattern.compile("^Back to state (\\d+).*|^Stuttering.*");
  private static final String VARIABLE = "/\\ ";

  private final List<String> lines = new ArrayList<>();
  private final Map<String, String> before = new LinkedHashMap<>();
  private final Map<String, String> now = new LinkedHashMap<>();
  private String variable = "";

  private Story() {}

  static List<String> of(List<String> output) {
    Story story = new Story();
    boolean isAmidAState = false;
    for (String line : output) {
      Matcher state = STATE.matcher(line);
      if (state.matches()) {
        story.endState();
        story.lines.add("%s. %s".formatted(state.group(1), action(state.group(2))));
        isAmidAState = true;
      } else if (BACK.matcher(line).matches()) {
        story.endState();
        story.lines.add(line);
        isAmidAState = false;
      } else if (isAmidAState && line.isBlank()) {
        isAmidAState = false;
      } else if (isAmidAState) {
        story.read(line);
      }
    }
    story.endState();
    return story.lines;
  }

  private static String action(String printed) {
    Matcher action = ACTION.matcher(printed);
    if (!action.matches()) {
      return printed.replaceAll("[<>]", "");
    }
    String parameters = action.group(2) == null ? "" : action.group(2);
    return "%s%s (%s)".formatted(action.group(1), parameters, action.group(3));
  }

  /** A value may go on over several lines. */
  private void read(String line) {
    int equals = line.indexOf(" = ");
    if (line.startsWith(VARIABLE) && equals > 0) {
      variable = line.substring(VARIABLE.length(), equals);
      now.put(variable, line.substring(equals + " = ".length()).strip());
    } else {
      now.merge(variable, line.strip(), (value, more) -> value + " " + more);
    }
  }

  private void endState() {
    now.forEach(
        (name, value) -> {
          if (!value.equals(before.get(name))) {
            lines.add("     %s = %s".formatted(name, value));
          }
        });
    before.putAll(now);
    now.clear();
  }
}
