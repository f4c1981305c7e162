package dev.ensemble.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** The error page: failures that never reached a controller, or came out of a filter. */
@Controller
final class ProblemErrorController implements ErrorController {
  private final Problems problems;
  private final ProblemWriter writer;

  ProblemErrorController(Problems problems, ProblemWriter writer) {
    this.problems = problems;
    this.writer = writer;
  }

  @RequestMapping("${spring.web.error.path:/error}")
  void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
    // Half an answer is out already where the dispatch came too late to replace it.
    if (!response.isCommitted()) {
      writer.write(problem(request), request, response);
    }
  }

  private Problem problem(HttpServletRequest request) {
    Optional<BodyRefused> refused = BodyRefused.notedAt(request);
    if (refused.isPresent()) {
      return refused.get().problem();
    }
    if (!(request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer status)) {
      return Problems.unknownRoute(); // Nothing failed: a client asked for the error page's path.
    }
    return status >= 500
            && request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable failure
        ? problems.of(failure, request)
        : Problems.of(status);
  }
}
