package dev.ensemble.messaging;

import tools.jackson.core.JacksonException;
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
    return "its payload is not JSON (line "
        + broken.getLocation().getLineNr()
        + ", column "
        + broken.getLocation().getColumnNr()
        + ")";
  }

  private static String step(JacksonException.Reference step) {
    String property = step.getPropertyName();
    return property == null ? "[" + step.getIndex() + "]" : "." + property;
  }
}
