package dev.ensemble.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** Names for what Spring MVC itself refuses, in words that name no class. */
final class SpringProblems {
  private static final List<String> HEADERS_KEPT =
      List.of(HttpHeaders.ALLOW, HttpHeaders.ACCEPT, HttpHeaders.RETRY_AFTER);

  private SpringProblems() {}

  static Problem of(ErrorResponse known, HttpServletRequest request) {
    Problem problem =
        switch (known) {
          case NoHandlerFoundException e -> Problems.unknownRoute();
          case NoResourceFoundException e -> Problems.unknownRoute();
          case HttpMediaTypeNotSupportedException e -> unsupported(e.getSupportedMediaTypes());
          case HttpRequestMethodNotSupportedException e -> notAllowed(request);
          case ServletRequestBindingException e -> badParameter(e.getBody().getDetail());
          default -> Problems.of(known.getStatusCode().value());
        };
    for (String header : HEADERS_KEPT) {
      List<String> values = known.getHeaders().getValuesAsList(header);
      problem = values.isEmpty() ? problem : problem.header(header, String.join(", ", values));
    }
    return problem;
  }

  /** A path variable or query parameter that is not of its type. */
  static Problem of(TypeMismatchException mismatch) {
    String name = mismatch.getPropertyName();
    Class<?> wanted = mismatch.getRequiredType();
    String what = wanted == null ? "of another form" : Expectation.of(wanted);
    return name == null
        ? badParameter("A parameter must be " + what + ".")
        : badParameter("'" + name + "' must be " + what + ".").with("parameter", name);
  }

  static Problem badParameter(@Nullable String detail) {
    return Problem.of(
        HttpStatus.BAD_REQUEST,
        "invalid-parameter",
        detail == null ? "A parameter is missing or wrong." : detail);
  }

  private static Problem notAllowed(HttpServletRequest request) {
    return Problem.of(
        HttpStatus.METHOD_NOT_ALLOWED,
        "method-not-allowed",
        "This path does not answer to " + request.getMethod() + ".");
  }

  private static Problem unsupported(List<MediaType> supported) {
    String known = supported.stream().map(MediaType::toString).collect(Collectors.joining(", "));
    return Problem.of(
        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
        "unsupported-media-type",
        known.isEmpty()
            ? "A body of this type is not read here."
            : "The body must be " + known + ".");
  }
}
