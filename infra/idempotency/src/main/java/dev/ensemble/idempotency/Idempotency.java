package dev.ensemble.idempotency;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ensemble.http.HttpJson;
import dev.ensemble.http.ProblemException;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;

/**
 * The HTTP door of {@link Once}: one visible call in a controller, around what changes something.
 *
 * <p>The answer is written to bytes in the transaction that stores it, so the first answer and each
 * replay are equal byte by byte; a replay also has the header {@code Idempotent-Replayed: true}.
 */
public final class Idempotency {
  static final String REPLAYED = "Idempotent-Replayed";

  private final Once once;
  private final HttpJson json;
  private final HttpAnswers answers;

  Idempotency(Once once, HttpJson json) {
    this.once = once;
    this.json = json;
    this.answers = new HttpAnswers(json);
  }

  /**
   * Answers the request, executing the action if nobody has yet.
   *
   * @param body the request's body as it was understood, null where there is none. Two requests
   *     with one key are retries of each other where method, path, query and this are equal
   * @param action what is executed at most once. Its answer is stored if it is 2xx or 3xx, or a
   *     final refusal: a {@link ProblemException} with 4xx, whose writes are undone first. A 5xx, a
   *     400, 401, 408, 425, 429 and whatever says {@code Retry-After} with a 4xx undo everything
   *     and are not stored, and so is any other exception
   * @throws ProblemException 409 {@code idempotency-key-in-use} with {@code Retry-After} while the
   *     first request is executed, 422 {@code idempotency-key-reused} where the key was used for
   *     another request
   */
  public ResponseEntity<byte[]> once(
      IdempotentRequest request,
      @Nullable Object body,
      Supplier<? extends ResponseEntity<?>> action) {
    Command command =
        new Command(
            request.client(), request.operation(), request.key(), fingerprint(request, body));
    try {
      return switch (once.run(command, () -> answers.storable(action, request.path()))) {
        case Outcome.First first -> HttpAnswers.response(first.answer());
        case Outcome.Replayed replay -> replayed(replay.answer());
        case Outcome.Running running -> throw inUse(running.retryAfter());
        case Outcome.Mismatch mismatch -> throw reused();
      };
    } catch (HttpAnswers.NotStored passing) {
      return passing.answer();
    }
  }

  /** Method and route are in the operation; each part counts with its length. */
  private Fingerprint fingerprint(IdempotentRequest request, @Nullable Object body) {
    return Fingerprint.of(
        request.operation().getBytes(UTF_8),
        request.path().getBytes(UTF_8),
        request.query().getBytes(UTF_8),
        body == null ? new byte[0] : Canonical.bytesOf(json.tree(body), body instanceof Record));
  }

  private static ResponseEntity<byte[]> replayed(Answer answer) {
    ResponseEntity<byte[]> first = HttpAnswers.response(answer);
    return ResponseEntity.status(first.getStatusCode())
        .headers(first.getHeaders())
        .header(REPLAYED, "true")
        .body(first.getBody());
  }

  private static ProblemException inUse(Duration retryAfter) {
    return new ProblemException(
            HttpStatus.CONFLICT,
            "idempotency-key-in-use",
            "A request with this key is being executed; come again for its answer.")
        .retryAfter(retryAfter);
  }

  private static ProblemException reused() {
    return new ProblemException(
        HttpStatus.UNPROCESSABLE_CONTENT,
        "idempotency-key-reused",
        "This key was used for another request; another request needs a key of its own.");
  }
}
