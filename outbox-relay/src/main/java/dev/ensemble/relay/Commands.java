package dev.ensemble.relay;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What others ask of the thread that publishes: it does so between two slices, and so nothing that
 * it does races with the rows of the stream.
 */
final class Commands {
  // Longer than a retry of all that may be set aside takes on a slow broker.
  private static final long ANSWER_SECONDS = 120;

  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

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
}
