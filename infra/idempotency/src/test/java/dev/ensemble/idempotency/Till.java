package dev.ensemble.idempotency;

import dev.ensemble.http.ProblemException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A service as small as can be: it sells, and refuses in many ways after having sold. */
@RestController
final class Till {

  /** What a client may buy. */
  record Slip(String item, BigDecimal price, @Nullable String note) {
    Slip {
      if (price.signum() < 0) {
        throw new IllegalArgumentException("A price is nothing or more.");
      }
    }
  }

  private final Idempotency idempotency;
  private final JdbcClient sql;

  /** What a test adds between the sale and its answer. */
  private volatile UnaryOperator<ResponseEntity<?>> afterwards = UnaryOperator.identity();

  Till(Idempotency idempotency, JdbcClient sql) {
    this.idempotency = idempotency;
    this.sql = sql;
  }

  void afterwards(UnaryOperator<ResponseEntity<?>> does) {
    afterwards = does;
  }

  @PostMapping("/sales")
  ResponseEntity<byte[]> sell(IdempotentRequest request, @RequestBody Slip slip) {
    return idempotency.once(request, slip, () -> afterwards.apply(sold(slip.item())));
  }

  @PostMapping("/sales/{place}/returns")
  ResponseEntity<byte[]> takeBack(
      IdempotentRequest request,
      @PathVariable String place,
      @RequestParam(defaultValue = "") String why) {
    return idempotency.once(request, null, () -> sold("returned " + place + why));
  }

  @PostMapping("/gifts")
  ResponseEntity<byte[]> give(IdempotentRequest request, @RequestBody Slip slip) {
    return idempotency.once(request, slip, () -> sold(slip.item()));
  }

  /** The same without a key, to compare with. */
  @PostMapping("/plain")
  ResponseEntity<?> plain(@RequestBody Slip slip) {
    return sold(slip.item());
  }

  private ResponseEntity<?> sold(String item) {
    long place =
        sql.sql("INSERT INTO till.sales (item) VALUES (?) RETURNING place")
            .param(item)
            .query(Long.class)
            .single();
    return ResponseEntity.created(URI.create("/sales/" + place))
        .eTag("\"" + place + "\"")
        .body(Map.of("place", place, "item", item));
  }

  static ProblemException refusal(HttpStatus status) {
    return new ProblemException(status, "till-shut", "Not today.").with("openAgain", "tomorrow");
  }

  static ProblemException passingRefusal() {
    return refusal(HttpStatus.CONFLICT).retryAfter(Duration.ofSeconds(9));
  }
}
