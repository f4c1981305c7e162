package dev.ensemble.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.ConversionNotSupportedException;
import org.springframework.beans.TypeMismatchException;
import org.springframework.http.HttpStatus;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.util.DisconnectedClientHelper;

/** Turns any failure into the problem that the client is told, and logs what is our own fault. */
final class Problems {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  private final Outages outages;

  Problems(Outages outages) {
    this.outages = outages;
  }

  Problem of(Throwable failure, HttpServletRequest request) {
    Optional<BodyRefused> refused = Causes.first(failure, BodyRefused.class);
    if (refused.isPresent()) {
      return refused.get().problem();
    }
    // First, because a database that hangs up looks like a client that does.
    Optional<Problem> outage = outages.problem(failure);
    if (outage.isPresent()) {
      return outage.get();
    }
    if (DisconnectedClientHelper.isClientDisconnectedException(failure)) {
      return Problem.of(HttpStatus.BAD_REQUEST, "client-gone", "The client closed the connection.");
    }
    return switch (failure) {
      case ProblemException refusal -> refusal.problem();
      case HttpMessageNotReadableException unreadable -> UnreadableBody.problem(unreadable);
      case ConversionNotSupportedException bug -> ourFault(bug, request);
      case TypeMismatchException mismatch -> SpringProblems.of(mismatch);
      case InvalidParameterException garbled ->
          SpringProblems.badParameter("The query string is not properly encoded.");
      case ErrorResponse known -> ofSpring(known, failure, request);
      default -> ourFault(failure, request);
    };
  }

  private static Problem ofSpring(
      ErrorResponse known, Throwable failure, HttpServletRequest request) {
    return known.getStatusCode().isSameCodeAs(HttpStatus.INTERNAL_SERVER_ERROR)
        ? ourFault(failure, request)
        : SpringProblems.of(known, request);
  }

  /** For a status that was sent without an exception: by a filter, or by the server itself. */
  static Problem of(int code) {
    HttpStatus status =
        Optional.ofNullable(HttpStatus.resolve(code))
            .filter(HttpStatus::isError)
            .orElse(code < 500 ? HttpStatus.BAD_REQUEST : HttpStatus.INTERNAL_SERVER_ERROR);
    if (status == HttpStatus.NOT_FOUND) {
      return unknownRoute();
    }
    String detail = status.is4xxClientError() ? "The request was refused" : "The service failed";
    return Problem.of(status, nameOf(status), detail + ": " + status.getReasonPhrase() + ".");
  }

  static Problem unknownRoute() {
    return Problem.of(HttpStatus.NOT_FOUND, "unknown-route", "Nothing is served at this path.");
  }

  static String nameOf(HttpStatus status) {
    return status.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The id joins the answer to the log line; the answer itself says nothing of the cause. */
  private static Problem ourFault(Throwable failure, HttpServletRequest request) {
    String id = UUID.randomUUID().toString();
    log.error(
        "{} {} failed, error id {}", request.getMethod(), request.getRequestURI(), id, failure);
    return Problem.of(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "internal-error",
            "The service failed at this request. Its log tells more under the error id.")
        .with("errorId", id);
  }
}
