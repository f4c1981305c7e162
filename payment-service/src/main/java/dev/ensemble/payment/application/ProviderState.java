package dev.ensemble.payment.application;

import dev.ensemble.payment.domain.ProviderAnswer;
import dev.ensemble.payment.domain.ProviderCall;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** How it goes with the payment provider: meters, and whether a trouble is news. */
final class ProviderState {

  /** One call, which may fail. */
  @FunctionalInterface
  interface Asking {
    ProviderAnswer ask() throws ProviderTrouble;
  }

  private final MeterRegistry meters;
  private final AtomicReference<@Nullable ProviderTrouble> trouble = new AtomicReference<>();

  ProviderState(MeterRegistry meters, Errands errands, Clock clock) {
    this.meters = meters;
    Gauge.builder("payment.provider.waiting", errands, all -> all.waiting().count())
        .description("Payments that wait for the provider")
        .register(meters);
    Gauge.builder("payment.provider.waiting.age", errands, all -> oldestSeconds(all, clock))
        .description("How long the payment that waits longest has waited")
        .baseUnit("seconds")
        .register(meters);
  }

  private static double oldestSeconds(Errands errands, Clock clock) {
    return errands
        .waiting()
        .since()
        .map(since -> (double) Duration.between(since, clock.instant()).toMillis() / 1000)
        .orElse(0.0);
  }

  ProviderAnswer during(ProviderCall call, Asking asking) throws ProviderTrouble {
    Timer.Sample sample = Timer.start(meters);
    String result = "failed";
    try {
      ProviderAnswer answer = asking.ask();
      result = name(answer);
      trouble.set(null);
      return answer;
    } catch (ProviderTrouble none) {
      result = none.kind().name().toLowerCase(Locale.ROOT);
      throw none;
    } finally {
      sample.stop(
          Timer.builder("payment.provider.calls")
              .description("Calls of the payment provider")
              .tag("operation", name(call))
              .tag("result", result)
              .register(meters));
    }
  }

  /** Whether it was not so the last time. */
  boolean isNews(ProviderTrouble now) {
    ProviderTrouble before = trouble.getAndSet(now);
    return before == null || !before.reason().equals(now.reason());
  }

  private static String name(Object part) {
    return part.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
