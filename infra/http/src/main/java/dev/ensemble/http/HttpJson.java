package dev.ensemble.http;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as this service speaks it over HTTP, for a library that has to have an answer's bytes before
 * Spring writes them. Controllers need it not.
 */
public final class HttpJson {
  private final JsonMapper mapper;

  HttpJson(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /** The bytes that a controller's answer with this body would have. */
  public byte[] write(Object body) {
    return mapper.writeValueAsBytes(body);
  }

  /** What {@link #write} would write, as a tree. */
  public JsonNode tree(Object body) {
    return mapper.valueToTree(body);
  }

  /**
   * The problem document that this refusal is answered with, and its headers.
   *
   * @param path the request's, without its query
   */
  public ResponseEntity<byte[]> problem(ProblemException refusal, String path) {
    Problem problem = refusal.problem();
    HttpHeaders headers = new HttpHeaders();
    problem.headers().forEach(headers::set);
    headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
    return ResponseEntity.status(problem.status())
        .headers(headers)
        .body(mapper.writeValueAsBytes(problem.document(path)));
  }
}
