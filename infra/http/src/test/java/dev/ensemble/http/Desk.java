package dev.ensemble.http;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** A tiny service to be refused by. */
@RestController
final class Desk {

  /** What a client may order. */
  record Slip(
      String customer,
      List<Line> lines,
      @Nullable BigDecimal tip,
      @Nullable Duration patience,
      @Nullable Paper paper) {
    Slip {
      if (lines.isEmpty()) {
        throw new IllegalArgumentException("A slip has at least one line.");
      }
    }
  }

  record Line(String sku, int quantity) {
    Line {
      if (quantity < 1) {
        throw new IllegalArgumentException("A quantity is 1 or more, not " + quantity);
      }
    }
  }

  enum Paper {
    WHITE,
    BLUE
  }

  @PostMapping(path = "/slips", consumes = "application/json")
  Slip take(@RequestBody Slip slip) {
    return slip;
  }

  @GetMapping("/slips/{id}")
  Map<String, Object> read(@PathVariable UUID id) {
    if (id.toString().endsWith("1")) {
      return Map.of("id", id);
    }
    throw new ProblemException(HttpStatus.NOT_FOUND, "unknown-slip", "There is no slip " + id + ".")
        .with("slipId", id);
  }

  @GetMapping("/slips")
  Map<String, Object> list(
      @RequestParam(defaultValue = "10") int limit, @RequestParam String customer) {
    return Map.of("limit", limit, "customer", customer);
  }

  /** Takes any JSON whatever. */
  @PostMapping("/anything")
  JsonNode any(@RequestBody JsonNode any) {
    return any;
  }

  /** Never looks at a body. */
  @PostMapping("/deaf")
  Map<String, Object> deaf() {
    return Map.of("heard", false);
  }

  @GetMapping("/cached")
  ResponseEntity<String> cached() {
    return ResponseEntity.ok().header("Cache-Control", "max-age=60").body("\"kept\"");
  }

  /** Begins an answer of unknown length and then fails. */
  @GetMapping("/half")
  void half(HttpServletResponse response) throws IOException {
    response.getOutputStream().write(new byte[100_000]);
    response.flushBuffer();
    requireDecent("secret half");
  }

  /** Sends an error of its own, past every exception handler, without a look at the body. */
  @PostMapping("/steeped")
  void sendsAnErrorUnread(HttpServletResponse response) throws IOException {
    response.sendError(418, "secret reason");
  }

  @GetMapping("/teapot")
  void sendsAnErrorByItself(HttpServletResponse response) throws IOException {
    response.sendError(418, "secret reason");
  }

  @GetMapping("/broken")
  String broken() {
    return requireDecent("secret internals");
  }

  private static String requireDecent(String word) {
    if (word.startsWith("secret")) {
      throw new IllegalArgumentException(word);
    }
    return word;
  }
}
