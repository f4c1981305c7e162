package dev.ensemble.relay;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What others ask of the thread that publishes: it does so between two slices, and so nothing that
 * it does races with the rows of the stream.
 */
final class Commands {
  // Longer than a retry of all that may be set aside takes on a slow broker.
  private static final long ANSWER_SECONDS = 120;

  private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();

  /** Done by the thread that publishes. */
  interface Command<T> {
    T run() throws InterruptedException;
  }

  <T> T ask(Command<T> command) throws InterruptedException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    waiting.add(
        () -> {
          if (answer.isCancelled()) {
            return; // Whoever asked has been told that it did not happen.
          }
          try {
            answer.complete(command.run());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.completeExceptionally(e);
          } catch (RuntimeException e) {
            answer.completeExceptionally(e);
            throw e;
          }
        });
    try {
      return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw RelayFailure.of("The command failed", e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(false);
      throw new RelayFailure(
          ExitCode.FAILED,
          "The source did not come to the command within %d s".formatted(ANSWER_SECONDS),
          e);
    }
  }

  /** What fails here fails as a batch does. */
  void runWaiting() {
    Runnable next;
    while ((next = waiting.poll()) != null) {
      next.run();
    }
  }

  /** Waits that long for the first. */
  void runOneWithin(Duration limit) throws InterruptedException {
    Runnable next = waiting.poll(limit.toMillis(), TimeUnit.MILLISECONDS);
    if (next != null) {
      next.run();
    }
  }
}
