package dev.ensemble.http;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.PropertyBindingException;
import tools.jackson.databind.exc.ValueInstantiationException;

/**
 * Says where a body is wrong and what was expected there. Jackson's own messages name classes, so
 * none of them is passed on.
 */
final class UnreadableBody {
  private static final Logger log = LoggerFactory.getLogger(UnreadableBody.class);

  private UnreadableBody() {}

  static Problem problem(HttpMessageNotReadableException unreadable) {
    if (!(unreadable.getCause() instanceof JacksonException json)) {
      return missingBody();
    }
    JsonPlace place = JsonPlace.of(json);
    return switch (json) {
      case StreamConstraintsException e ->
          place.bad("limit-exceeded", "The JSON is too deep, or a number, name or text too long");
      case InputCoercionException e ->
          place.bad("number-out-of-range", place.field() + " is too large or too small");
      case StreamReadException e -> unparsable(e, place);
      case RefusedValue e -> place.bad(e.name(), place.field() + " " + e.getOriginalMessage());
      case PropertyBindingException e ->
          place.bad("unknown-field", place.field() + " is not known here");
      case InvalidNullException e -> place.bad("missing-field", place.field() + " is required");
      case ValueInstantiationException e -> refused(e, place);
      case MismatchedInputException e -> mismatched(e, place);
      default -> place.bad("malformed-json", "The body could not be read");
    };
  }

  private static Problem missingBody() {
    return Problem.of(HttpStatus.BAD_REQUEST, "missing-body", "A JSON body is required here.");
  }

  /** The parser has no types of its own for these two; a test holds it to its words. */
  private static Problem unparsable(StreamReadException e, JsonPlace place) {
    String said = e.getOriginalMessage();
    if (said.startsWith("Duplicate")) {
      return place.bad("duplicate-key", "A key stands twice in one object");
    }
    return said.startsWith("Malformed numeric value")
        ? place.bad("number-out-of-range", "A number is too large or too small")
        : place.bad("malformed-json", "The body is not well-formed JSON");
  }

  /**
   * A record's constructor refused its values. What it says in an IllegalArgumentException of its
   * own is written for people; anything else that it threw is the JDK's or a slip of ours.
   */
  private static Problem refused(ValueInstantiationException e, JsonPlace place) {
    Throwable cause = e.getCause();
    String said = cause == null ? null : cause.getMessage();
    if (cause != null && cause.getClass() == IllegalArgumentException.class && said != null) {
      return place.problem(HttpStatus.UNPROCESSABLE_CONTENT, "invalid-value", said);
    }
    log.warn("A request's values broke a constructor that says nothing for people", e);
    return place.problem(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "invalid-value",
        place.field() + " has a value that is not allowed");
  }

  private static Problem mismatched(MismatchedInputException e, JsonPlace place) {
    Class<?> wanted = e.getTargetType();
    if (e.getOriginalMessage().startsWith("No content to map")) {
      return missingBody();
    }
    if (e.getOriginalMessage().startsWith("Trailing token")) {
      return place.bad("malformed-json", "Something stands after the end of the JSON");
    }
    String what = wanted == null ? "of another type" : Expectation.of(wanted);
    return place.bad("wrong-type", place.field() + " must be " + what);
  }
}
