package dev.ensemble.http;

import java.util.List;
import org.springframework.http.HttpStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/** Where in a body something is wrong: the field's path, and line and column. */
record JsonPlace(String path, int line, int column) {

  /** A field's name comes from the client: enough of it to recognise, not all that it may send. */
  private static final int PATH_CHARS_MAX = 120;

  static JsonPlace of(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    return new JsonPlace(
        shortened(path(e.getPath())),
        at == null ? 0 : at.getLineNr(),
        at == null ? 0 : at.getColumnNr());
  }

  /** The field as the subject of a sentence. */
  String field() {
    return path.isEmpty() ? "The body" : "'" + path + "'";
  }

  Problem bad(String name, String what) {
    return problem(HttpStatus.BAD_REQUEST, name, what);
  }

  Problem problem(HttpStatus status, String name, String what) {
    String where = line > 0 ? " (line " + line + ", column " + column + ")" : "";
    String end = what.endsWith(".") ? "" : ".";
    Problem problem = Problem.of(status, name, what + (where.isEmpty() ? end : where + end));
    return path.isEmpty() ? problem : problem.with("field", path);
  }

  private static String path(List<JacksonException.Reference> references) {
    StringBuilder path = new StringBuilder();
    for (JacksonException.Reference step : references) {
      String property = step.getPropertyName();
      if (property == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(property);
      }
    }
    return path.toString();
  }

  private static String shortened(String path) {
    return path.length() <= PATH_CHARS_MAX ? path : path.substring(0, PATH_CHARS_MAX) + "…";
  }
}
