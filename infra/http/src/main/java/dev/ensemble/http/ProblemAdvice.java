package dev.ensemble.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** Catches what controllers throw; last in line, so that a service's own advice comes first. */
@ControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
final class ProblemAdvice {
  private final Problems problems;
  private final ProblemWriter writer;

  ProblemAdvice(Problems problems, ProblemWriter writer) {
    this.problems = problems;
    this.writer = writer;
  }

  @ExceptionHandler(Exception.class)
  void answer(Exception failure, HttpServletRequest request, HttpServletResponse response)
      throws Exception {
    if (BodyRefused.isReportedByServer(request, response)) {
      return;
    }
    if (response.isCommitted()) {
      throw failure; // The server breaks the connection off, so that half an answer shows as half.
    }
    writer.write(problems.of(failure, request), request, response);
  }
}
