package dev.ensemble.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** What became of the records, per consumer: {@code ensemble.inbox.records}. */
final class InboxMeters {
  private final Counter fresh;
  private final Counter repeated;
  private final Counter ignored;
  private final Counter parked;
  private final Counter failed;

  InboxMeters(MeterRegistry registry, String consumer) {
    this.fresh = counter(registry, consumer, "fresh");
    this.repeated = counter(registry, consumer, "repeated");
    this.ignored = counter(registry, consumer, "ignored");
    this.parked = counter(registry, consumer, "parked");
    this.failed = counter(registry, consumer, "failed");
  }

  private static Counter counter(MeterRegistry registry, String consumer, String outcome) {
    return Counter.builder("ensemble.inbox.records")
        .description(
            "Records by what became of them; each attempt that is not the last counts as failed")
        .tag("consumer", consumer)
        .tag("outcome", outcome)
        .register(registry);
  }

  void count(Progress progress) {
    fresh.increment(progress.done().applied());
    repeated.increment(progress.done().repeated());
    ignored.increment(progress.done().ignored());
    parked.increment(progress.done().parked());
    failed.increment(progress.failures().size());
  }
}
