package dev.ensemble.payment.application;

import dev.ensemble.payment.PaymentSettings;
import dev.ensemble.payment.application.Errands.Errand;
import dev.ensemble.payment.domain.ProviderAnswer;
import dev.ensemble.payment.domain.ProviderCall;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the payment provider what is still to be asked, one call per payment and pass. The first
 * attempt, a retry and the way on after a crash are this same code.
 */
public final class AskProvider {
  private static final Logger log = LoggerFactory.getLogger(AskProvider.class);

  private final PaymentProvider provider;
  private final ErrandBook book;
  private final ProviderState state;
  private final int callsAtOnceMax;
  private final Duration lease;

  AskProvider(
      PaymentProvider provider, ErrandBook book, ProviderState state, PaymentSettings settings) {
    this.provider = provider;
    this.book = book;
    this.state = state;
    this.callsAtOnceMax = settings.provider().callsAtOnceMax();
    this.lease = settings.provider().lease();
  }

  /**
   * One bounded pass: claims, asks side by side, records each answer by itself.
   *
   * @return how many payments were asked for
   */
  public int runOnce() {
    List<Errand> claimed = book.claim(lease, callsAtOnceMax);
    if (claimed.isEmpty()) {
      return 0;
    }
    // Not virtual ones: while those wait for a class to be initialised they keep their carriers, so
    // the first calls of a process, side by side through a large SDK, could wait for each other for
    // ever. Daemons, as no interrupt ends the reading of a socket, which must not keep the process.
    ExecutorService threads =
        Executors.newFixedThreadPool(
            claimed.size(), Thread.ofPlatform().daemon().name("ask-provider-", 1).factory());
    try {
      List<Callable<Void>> tasks =
          claimed.stream().map(this::task).collect(Collectors.toUnmodifiableList());
      // A read timeout ends a silence, not an answer that comes byte by byte. Nobody is listened to
      // longer than the claim is believed, so that one call cannot hold up all others for ever.
      for (Future<Void> asked : threads.invokeAll(tasks, lease.toMillis(), TimeUnit.MILLISECONDS)) {
        if (asked.isCancelled()) {
          log.warn("A call of the payment provider was given up after {}", lease);
        } else {
          asked.get();
        }
      }
    } catch (InterruptedException stopping) {
      // What was abandoned is asked again, with the same key, when its claim has run out.
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw failed(e.getCause());
    } finally {
      threads.shutdownNow();
    }
    return claimed.size();
  }

  /** What a task says of its failure is said of the pass. */
  private static RuntimeException failed(@Nullable Throwable cause) {
    return cause instanceof RuntimeException said
        ? said
        : new IllegalStateException("a pass over the payment provider failed", cause);
  }

  private Callable<Void> task(Errand errand) {
    return () -> {
      ask(errand);
      return null;
    };
  }

  private void ask(Errand errand) {
    UUID orderId = errand.payment().orderId();
    ProviderCall call = ProviderCall.next(errand.payment(), errand.generation()).orElseThrow();
    try {
      record(orderId, answer(call));
    } catch (ProviderTrouble trouble) {
      if (state.isNews(trouble)) {
        log.warn(
            "Order {} waits for the payment provider, as others may, silently while the reason is"
                + " the same: {}",
            orderId,
            trouble.reason());
      }
      book.postpone(errand, trouble);
    }
  }

  private ProviderAnswer answer(ProviderCall call) throws ProviderTrouble {
    try {
      return state.during(call, () -> provider.ask(call));
    } catch (RuntimeException bug) {
      throw new IllegalStateException("a call of the payment provider failed unexpectedly", bug);
    }
  }

  private void record(UUID orderId, ProviderAnswer answer) {
    try {
      book.record(orderId, answer);
    } catch (RuntimeException e) {
      throw new IllegalStateException("an answer of the payment provider could not be recorded", e);
    }
  }
}
