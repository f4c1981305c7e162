package dev.ensemble.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Thrown by the body's stream in the middle of reading, so that every reader stops there. */
final class BodyRefused extends IOException {
  private static final long serialVersionUID = 1L;

  private static final String NOTE = BodyRefused.class.getName();

  private final transient Problem problem;

  BodyRefused(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }

  /** Leaves it where the error page finds it. */
  BodyRefused noteAt(HttpServletRequest request) {
    request.setAttribute(NOTE, this);
    return this;
  }

  static Optional<BodyRefused> notedAt(HttpServletRequest request) {
    return request.getAttribute(NOTE) instanceof BodyRefused refused
        ? Optional.of(refused)
        : Optional.empty();
  }

  /** Where reading itself failed, Tomcat has sent an error already, and its error page is ours. */
  static boolean isReportedByServer(HttpServletRequest request, HttpServletResponse response) {
    return response.isCommitted() && response.getStatus() >= 400 && notedAt(request).isPresent();
  }
}
