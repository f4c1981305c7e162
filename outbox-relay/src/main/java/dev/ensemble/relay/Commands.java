package dev.ensemble.relay;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What others ask of the thread that publishes: it does so between two slices, and so nothing that
 * it does races with the rows of the stream.
 */
final class Commands {
  // Longer than a retry of all that may be set aside takes on a slow broker.
  private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);
  // Each holds up a thread of the admin endpoint; people give a few at a time.
  static final int WAITING_MAX = 16;

  private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>(WAITING_MAX);
  private final Duration answerWithin;

  Commands() {
    this(ANSWER_WITHIN);
  }

  Commands(Duration answerWithin) {
    this.answerWithin = answerWithin;
  }

  /** Done by the thread that publishes. */
  interface Command<T> {
    T run() throws InterruptedException;
  }

  <T> T ask(Command<T> command) throws InterruptedException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    // By whoever is first: the one that runs it, or the one that waits no longer.
    AtomicBoolean decided = new AtomicBoolean();
    Runnable asked =
        () -> {
          if (decided.compareAndSet(false, true)) {
            run(command, answer);
          }
        };
    if (!waiting.offer(asked)) {
      throw failure("%d commands wait already; ask again when they are answered", WAITING_MAX);
    }
    try {
      return answer.get(answerWithin.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw RelayFailure.of("The command failed", e.getCause());
    } catch (TimeoutException e) {
      boolean never = decided.compareAndSet(false, true);
      waiting.remove(asked);
      throw never
          ? failure("The source did not come to the command within %s s", answerWithin.toSeconds())
          : failure(
              "The command has begun and goes on, but was not done within %s s: 'status' and the log"
                  + " tell what comes of it",
              answerWithin.toSeconds());
    }
  }

  private static <T> void run(Command<T> command, CompletableFuture<T> answer) {
    try {
      answer.complete(command.run());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.completeExceptionally(e);
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
      throw e;
    }
  }

  private static RelayFailure failure(String sentence, Object number) {
    return new RelayFailure(ExitCode.FAILED, sentence.formatted(number), null);
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
