package dev.ensemble.http;

import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.springframework.boot.tomcat.TomcatContextCustomizer;

/**
 * What Tomcat says where a request never reached Spring, such as a path with an encoded slash: a
 * problem document in place of its page in HTML.
 */
final class ProblemReportValve extends ErrorReportValve {

  static TomcatContextCustomizer installer() {
    return context -> {
      if (context.getParent() instanceof StandardHost host) {
        // By its class name the host sees that its reporter is there, and adds no other inside it.
        host.setErrorReportValveClass(ProblemReportValve.class.getName());
        host.getPipeline().addValve(new ProblemReportValve());
      }
    };
  }

  @Override
  protected void report(Request request, Response response, Throwable failure) {
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    AtomicBoolean open = new AtomicBoolean(false);
    response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, open);
    if (open.get()) {
      write(Problems.of(status), response);
    }
  }

  /** Name and detail are our own words, so that nothing in them needs escaping. */
  private void write(Problem problem, Response response) {
    String document =
        """
        {"type":"%s","title":"%s","status":%d,"detail":"%s"}"""
            .formatted(problem.type(), problem.title(), problem.status().value(), problem.detail());
    try {
      response.setContentType(Problem.CONTENT_TYPE);
      response.setCharacterEncoding("UTF-8");
      ApiHeaders.addTo(response);
      Writer writer = response.getReporter();
      if (writer != null) {
        writer.write(document);
        response.finishResponse();
      }
    } catch (IOException | IllegalStateException e) {
      container.getLogger().debug("A client left before its problem was told", e);
    }
  }
}
