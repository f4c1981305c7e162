package dev.ensemble.idempotency;

import dev.ensemble.http.HttpJson;
import dev.ensemble.http.ProblemException;
import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** What of a controller's answer is stored, and how it looks when it is sent. */
final class HttpAnswers {

  /** What says something about the answer itself. No cookie is ever handed out twice. */
  private static final Set<String> HEADERS_KEPT =
      Set.of(
          "cache-control",
          "content-language",
          "content-location",
          "content-type",
          "etag",
          "last-modified",
          "link",
          "location",
          "retry-after");

  /**
   * Refusals that hold for this attempt alone: it was malformed, not authenticated, too early, too
   * slow or one too many. Kept, they would refuse the attempt that is none of it.
   */
  private static final Set<Integer> PASSING = Set.of(400, 401, 408, 425, 429);

  private final HttpJson json;

  HttpAnswers(HttpJson json) {
    this.json = json;
  }

  /** Runs the action and writes its answer while the transaction is open. */
  Answer storable(Supplier<? extends ResponseEntity<?>> action, String path) {
    ResponseEntity<byte[]> written;
    try {
      written = written(action.get());
    } catch (ProblemException refusal) {
      ResponseEntity<byte[]> document = json.problem(refusal, path);
      if (isPassing(document)) {
        throw refusal;
      }
      throw new Refusal(answer(document));
    }
    if (isPassing(written)) {
      throw new NotStored(written);
    }
    return answer(written);
  }

  static ResponseEntity<byte[]> response(Answer answer) {
    ResponseEntity.BodyBuilder response = ResponseEntity.status(answer.status());
    answer.headers().forEach(response::header);
    return response.body(answer.body());
  }

  private static boolean isPassing(ResponseEntity<?> answer) {
    int status = answer.getStatusCode().value();
    return status >= 500
        || PASSING.contains(status)
        || (status >= 400 && answer.getHeaders().containsHeader(HttpHeaders.RETRY_AFTER));
  }

  private ResponseEntity<byte[]> written(ResponseEntity<?> answer) {
    Object body = answer.getBody();
    HttpHeaders headers = new HttpHeaders(answer.getHeaders());
    byte[] bytes = new byte[0];
    if (body instanceof byte[] ready) {
      bytes = ready;
    } else if (body != null) {
      bytes = json.write(body);
      if (headers.getContentType() == null) {
        headers.setContentType(MediaType.APPLICATION_JSON);
      }
    }
    return ResponseEntity.status(answer.getStatusCode()).headers(headers).body(bytes);
  }

  /**
   * A header that a replay would lack is a mistake that shows at the first call, and not at the
   * first retry.
   */
  private static Answer answer(ResponseEntity<byte[]> written) {
    Map<String, String> headers = new LinkedHashMap<>();
    written
        .getHeaders()
        .forEach(
            (name, values) -> {
              if (!HEADERS_KEPT.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalStateException(
                    "An answer that may be told again cannot have the header " + name);
              }
              headers.put(name, String.join(", ", values));
            });
    byte[] body = written.getBody();
    return new Answer(written.getStatusCode().value(), headers, body == null ? new byte[0] : body);
  }

  /** Takes an answer past the transaction, which it undoes. */
  static final class NotStored extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final transient ResponseEntity<byte[]> answer;

    NotStored(ResponseEntity<byte[]> answer) {
      super("not stored", null, false, false);
      this.answer = answer;
    }

    ResponseEntity<byte[]> answer() {
      return answer;
    }
  }
}
