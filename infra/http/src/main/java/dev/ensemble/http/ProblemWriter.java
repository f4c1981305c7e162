package dev.ensemble.http;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import tools.jackson.databind.json.JsonMapper;

/**
 * The one place that writes problem documents. It does not negotiate: a client that accepts only
 * something else still learns what went wrong.
 */
final class ProblemWriter {
  private final JsonMapper json;

  ProblemWriter(JsonMapper json) {
    this.json = json;
  }

  /** For an answer that has not begun. */
  void write(Problem problem, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    byte[] body = json.writeValueAsBytes(problem.document(instance(request)));
    response.resetBuffer();
    response.setStatus(problem.status().value());
    ApiHeaders.addTo(response);
    problem.headers().forEach(response::setHeader);
    // A tag or a disposition belongs to the answer that failed, not to the problem.
    response.setHeader(HttpHeaders.ETAG, null);
    response.setHeader(HttpHeaders.LAST_MODIFIED, null);
    response.setHeader(HttpHeaders.CONTENT_DISPOSITION, null);
    response.setHeader(HttpHeaders.LOCATION, null);
    response.setContentType(Problem.CONTENT_TYPE);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /**
   * On an error dispatch the request's own path is {@code /error}; the client asked for another.
   */
  private static String instance(HttpServletRequest request) {
    Object original = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
    return original instanceof String uri ? uri : request.getRequestURI();
  }
}
