package dev.ensemble.inventory.http;

import dev.ensemble.http.ProblemException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ETag;
import org.springframework.http.HttpStatus;

/**
 * What a client believes of a SKU's stock when it sets it (RFC 9110, section 13). A count is made
 * of what somebody saw, so where there is stock it needs such a belief: {@code If-Match} with the
 * tag that was seen, or {@code *} for "whatever it is". A new SKU needs none, and {@code
 * If-None-Match: *} says that it must be new.
 */
record StockCondition(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
  private static final String ANY = "*";

  StockCondition {
    if (ifNoneMatch != null && !ifNoneMatch.strip().equals(ANY)) {
      throw new ProblemException(
          HttpStatus.BAD_REQUEST, "invalid-header", "If-None-Match is '*' here, or left out.");
    }
    if (ifNoneMatch != null && ifMatch != null) {
      throw new ProblemException(
          HttpStatus.BAD_REQUEST,
          "invalid-header",
          "If-Match and If-None-Match: * contradict each other.");
    }
  }

  boolean holds(Optional<StockView> current) {
    if (ifMatch == null) {
      return current.isEmpty();
    }
    return current.map(view -> matches(ifMatch, view.tag())).orElse(false);
  }

  /** Strongly, as If-Match asks: a weak tag matches nothing. */
  private static boolean matches(String ifMatch, String tag) {
    if (ifMatch.strip().equals(ANY)) {
      return true;
    }
    List<ETag> seen = ETag.parse(ifMatch);
    return seen.stream().anyMatch(one -> !one.weak() && one.formattedTag().equals(tag));
  }

  /** 428 where nothing was said of what is there, 412 where it was wrong. */
  ProblemException failed() {
    return ifMatch == null && ifNoneMatch == null
        ? new ProblemException(
            HttpStatus.PRECONDITION_REQUIRED,
            "precondition-required",
            "This SKU has stock: send If-Match with the ETag that you saw, or '*'.")
        : new ProblemException(
            HttpStatus.PRECONDITION_FAILED,
            "precondition-failed",
            "The stock is not as you saw it: read it again, and count anew.");
  }
}
