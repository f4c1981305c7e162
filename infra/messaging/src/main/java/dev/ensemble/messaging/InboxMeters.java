package dev.ensemble.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** What became of the records, per consumer, and how old they were by then. */
final class InboxMeters {
  private final TelemetryGuard guard = new TelemetryGuard();
  private final Counter fresh;
  private final Counter repeated;
  private final Counter ignored;
  private final Counter parked;
  private final Counter failed;
  private final Counter outages;
  private final DistributionSummary batches;
  private final Timer ages;
  private final BacklogGauges backlogs;

  InboxMeters(MeterRegistry registry, String consumer) {
    this(registry, consumer, System::currentTimeMillis);
  }

  /**
   * @param millis since 1970, by the clock that records are compared with
   */
  InboxMeters(MeterRegistry registry, String consumer, LongSupplier millis) {
    this.fresh = counter(registry, consumer, "fresh");
    this.repeated = counter(registry, consumer, "repeated");
    this.ignored = counter(registry, consumer, "ignored");
    this.parked = counter(registry, consumer, "parked");
    this.failed = counter(registry, consumer, "failed");
    this.outages =
        Counter.builder("ensemble.inbox.outages")
            .description("Batches that met an outage; their records are tried again")
            .baseUnit("batches")
            .tag("consumer", consumer)
            .register(registry);
    this.batches =
        DistributionSummary.builder("ensemble.inbox.batch")
            .description("Records that one poll brought")
            .baseUnit("records")
            .tag("consumer", consumer)
            .register(registry);
    this.ages =
        Timer.builder("ensemble.inbox.age")
            .description("How long records stood on their topic before they were done with")
            .tag("consumer", consumer)
            .register(registry);
    this.backlogs = new BacklogGauges(registry, consumer, millis);
  }

  private static Counter counter(MeterRegistry registry, String consumer, String outcome) {
    return Counter.builder("ensemble.inbox.records")
        .description(
            "Records by what became of them; each attempt that is not the last counts as failed")
        .baseUnit("records")
        .tag("consumer", consumer)
        .tag("outcome", outcome)
        .register(registry);
  }

  /** Where partitions stand, over all workers of the process. */
  BacklogGauges backlogs() {
    return backlogs;
  }

  void age(long millis) {
    guard.run(() -> ages.record(millis, TimeUnit.MILLISECONDS));
  }

  void count(int polled, Progress progress) {
    guard.run(() -> record(polled, progress));
  }

  private void record(int polled, Progress progress) {
    batches.record(polled);
    fresh.increment(progress.done().applied());
    repeated.increment(progress.done().repeated());
    ignored.increment(progress.done().ignored());
    parked.increment(progress.done().parked());
    failed.increment(progress.failures().size());
    if (progress.outage() != null) {
      outages.increment();
    }
  }
}
