package dev.ensemble.messaging;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.databind.DatabindException;

/** Says where JSON does not fit, and never what it holds: payloads do not belong into logs. */
final class Misfit {
  private Misfit() {}

  static String of(JacksonException broken, Class<?> as) {
    if (broken instanceof DatabindException misfit) {
      String place =
          misfit.getPath().stream()
              .map(Misfit::step)
              .reduce((outer, inner) -> outer + inner)
              .map(path -> " at " + (path.startsWith(".") ? path.substring(1) : path))
              .orElse("");
      return "its JSON does not fit "
          + as.getSimpleName()
          + place
          + " ("
          + broken.getClass().getSimpleName()
          + ")";
    }
    if (broken instanceof InputCoercionException) {
      return "its JSON does not fit " + as.getSimpleName() + ": a number is out of range";
    }
    TokenStreamLocation place = broken.getLocation();
    if (place == null) {
      // What breaks a limit, of depth or of a number's length, says no place.
      return "its payload is not JSON (" + broken.getClass().getSimpleName() + ")";
    }
    return "its payload is not JSON (line "
        + place.getLineNr()
        + ", column "
        + place.getColumnNr()
        + ")";
  }

  /** The names in a map are the payload's, where those of a record are the code's. */
  private static String step(JacksonException.Reference step) {
    String property = step.getPropertyName();
    if (property == null) {
      return "[" + step.getIndex() + "]";
    }
    return isOfMap(step.from()) ? "[*]" : "." + property;
  }

  private static boolean isOfMap(@Nullable Object from) {
    return from instanceof Map
        || (from instanceof Class<?> type && Map.class.isAssignableFrom(type));
  }
}
