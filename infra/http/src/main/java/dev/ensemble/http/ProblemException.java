package dev.ensemble.http;

import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * A refusal that a client is told about: thrown by a service's room {@code http}, answered as a
 * problem document with {@code type: urn:ensemble:problem:<name>}. It is an answer and no bug, so
 * it carries no stack trace and is not logged.
 */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /**
   * @param status 4xx or 5xx
   * @param name lower case with hyphens, such as {@code unknown-order}; stable, clients match on it
   * @param detail one sentence for the person who reads the answer, free of internals
   * @throws IllegalArgumentException where status or name is of another form
   */
  public ProblemException(HttpStatus status, String name, String detail) {
    this(Problem.of(status, name, detail));
  }

  private ProblemException(Problem problem) {
    super(problem.status().value() + " " + problem.name(), null, false, false);
    this.problem = problem;
  }

  /**
   * The same problem with one more member in the document.
   *
   * @throws IllegalArgumentException where RFC 9457 owns the member's name
   */
  public ProblemException with(String member, Object value) {
    return new ProblemException(problem.with(member, value));
  }

  /** The same problem with a {@code Retry-After} header, rounded up to whole seconds. */
  public ProblemException retryAfter(Duration pause) {
    return new ProblemException(problem.header(HttpHeaders.RETRY_AFTER, seconds(pause)));
  }

  /** The status that the client sees. */
  public HttpStatus status() {
    return problem.status();
  }

  /** The problem's name, the last part of its type. */
  public String name() {
    return problem.name();
  }

  Problem problem() {
    return problem;
  }

  static String seconds(Duration pause) {
    return Long.toString(Math.max(1, pause.plusMillis(999).toSeconds()));
  }
}
