package dev.ensemble.messaging;

import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Spans by Micrometer Tracing, whatever is behind it, named after OpenTelemetry's conventions for
 * messaging. One order is one trace: each event's span goes on from the context in its record, and
 * a link joins it to the batch in whose transaction it ran.
 */
final class MicrometerTracing implements Tracing {

  /** What OpenTelemetry keeps of a span's links unless it is told otherwise. */
  static final int LINKS_MAX = 128;

  private final TelemetryGuard guard = new TelemetryGuard();
  private final Tracer tracer;
  private final Propagator propagator;

  MicrometerTracing(Tracer tracer, Propagator propagator) {
    this.tracer = tracer;
    this.propagator = propagator;
  }

  @Override
  public <T> T batch(String consumer, List<? extends Reading<?>> batch, Supplier<T> work) {
    return within(
        guard.orNull(() -> batchSpan(consumer, batch)),
        span -> SpanTags.ofBatch(span, consumer, batch.size()),
        work);
  }

  private Span batchSpan(String consumer, List<? extends Reading<?>> batch) {
    Span.Builder builder = tracer.spanBuilder().setNoParent().name("inbox " + consumer);
    linkAll(
        builder,
        batch.stream()
            .filter(Reading.Fact.class::isInstance)
            .map(fact -> (Reading.Fact<?>) fact)
            .toList());
    return builder.start();
  }

  @Override
  public void reaction(String consumer, List<? extends Reading.Fact<?>> facts, Runnable reaction) {
    Reading.Fact<?> first = facts.getFirst();
    boolean one = facts.size() == 1;
    if (one && isUnsampled(first.cause().traceparent())) {
      reaction.run();
      return;
    }
    within(
        guard.orNull(() -> reactionSpan(facts)),
        span -> {
          if (one) {
            SpanTags.of(span, consumer, first);
          } else {
            SpanTags.ofSet(span, consumer, facts);
          }
        },
        () -> {
          reaction.run();
          return facts;
        });
  }

  private Span reactionSpan(List<? extends Reading.Fact<?>> facts) {
    Reading.Fact<?> first = facts.getFirst();
    boolean one = facts.size() == 1;
    Span.Builder builder = one ? goingOnFrom(first.cause()) : tracer.spanBuilder();
    builder.name("process " + first.record().topic()).kind(Span.Kind.CONSUMER);
    if (one) {
      linkTo(builder, tracer.currentSpan());
    } else {
      linkAll(builder, facts);
    }
    return builder.start();
  }

  /**
   * A short span of its own, so that a trace shows where an event comes from, and how long it was
   * on its way. It belongs to the trace of the fact's event, or to the kept one, even where the
   * thread's span is of another: a reaction to a set runs in none of its events' traces.
   */
  @Override
  public OutboxRow.Trail told(UUID id, Outgoing fact, OutboxRow.Trail trail) {
    return isUnsampled(trail.traceparent())
        ? trail
        : guard.get(() -> created(id, fact, trail), trail);
  }

  private OutboxRow.Trail created(UUID id, Outgoing fact, OutboxRow.Trail trail) {
    Span current = tracer.currentSpan();
    if (trail.traceparent() == null && current != null && isUnsampled(current)) {
      return trailOf(current.context(), trail);
    }
    Span.Builder builder;
    if (trail.traceparent() == null || (current != null && isOf(current, trail.traceparent()))) {
      builder = tracer.spanBuilder();
    } else {
      builder = extracted(trail.traceparent(), trail.tracestate());
      linkTo(builder, current);
    }
    Span span = builder.name("create " + fact.topic()).kind(Span.Kind.PRODUCER).start();
    guard.run(() -> SpanTags.ofTold(span, id, fact));
    guard.run(span::end);
    return trailOf(span.context(), trail);
  }

  @Override
  public @Nullable String current() {
    return guard.orNull(this::currentTraceparent);
  }

  private @Nullable String currentTraceparent() {
    Span current = tracer.currentSpan();
    return current == null ? null : trailOf(current.context(), OutboxRow.Trail.NONE).traceparent();
  }

  /** Only what the work throws leaves this, as without a tracer. */
  private <T> T within(@Nullable Span span, Consumer<Span> tags, Supplier<T> work) {
    if (span == null) {
      return work.get();
    }
    guard.run(() -> tags.accept(span));
    Tracer.@Nullable SpanInScope scope = guard.orNull(() -> tracer.withSpan(span));
    try {
      return work.get();
    } catch (RuntimeException | Error failure) {
      guard.run(() -> span.error(new Failed(failure)));
      throw failure;
    } finally {
      if (scope != null) {
        guard.run(scope::close);
      }
      guard.run(span::end);
    }
  }

  /** What a failure says of itself may be a payload's, and traces are for more eyes than that. */
  private static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Failed(Throwable cause) {
      super(Reasons.of(cause), null, false, false);
    }
  }

  private Span.Builder goingOnFrom(Cause cause) {
    return cause.traceparent() == null
        ? tracer.spanBuilder().setNoParent()
        : extracted(cause.traceparent(), cause.tracestate());
  }

  private Span.Builder extracted(String traceparent, @Nullable String tracestate) {
    return propagator.extract(
        new OutboxRow.Trail(null, traceparent, tracestate),
        (trail, field) ->
            switch (field) {
              case "traceparent" -> trail.traceparent();
              case "tracestate" -> trail.tracestate();
              // Whatever else an application propagates: a record of ours does not carry it.
              default -> null;
            });
  }

  /** Whatever cannot stand in the table is left out: a trace never fails a transaction. */
  private OutboxRow.Trail trailOf(TraceContext context, OutboxRow.Trail otherwise) {
    Map<String, String> fields = new HashMap<>();
    propagator.inject(context, fields, MicrometerTracing::put);
    String traceparent = fields.get("traceparent");
    String tracestate = fields.get("tracestate");
    if (traceparent == null || !Wire.isTraceparent(traceparent)) {
      return otherwise;
    }
    boolean stateFits = tracestate != null && Wire.isTracestate(tracestate);
    return new OutboxRow.Trail(otherwise.causationId(), traceparent, stateFits ? tracestate : null);
  }

  private static void put(@Nullable Map<String, String> fields, String name, String value) {
    if (fields != null) {
      fields.put(name, value);
    }
  }

  /** A span that nobody records cannot be found by a link either. */
  private static void linkTo(Span.Builder builder, @Nullable Span span) {
    if (span != null && Boolean.TRUE.equals(span.context().sampled())) {
      builder.addLink(new Link(span.context()));
    }
  }

  private void linkAll(Span.Builder builder, List<? extends Reading.Fact<?>> facts) {
    int links = 0;
    for (Reading.Fact<?> fact : facts) {
      String traceparent = fact.cause().traceparent();
      if (traceparent != null && Wire.isSampled(traceparent) && links < LINKS_MAX) {
        builder.addLink(new Link(context(traceparent)));
        links++;
      }
    }
  }

  private TraceContext context(String traceparent) {
    return tracer
        .traceContextBuilder()
        .traceId(Wire.traceId(traceparent))
        .spanId(Wire.spanId(traceparent))
        .sampled(Wire.isSampled(traceparent))
        .build();
  }

  /**
   * Where a trace begins it is decided whether it is recorded. For one that is not, which are most,
   * its context is handed on and nothing else done: spans that nobody sees cost as much as a
   * reaction.
   */
  private static boolean isUnsampled(@Nullable String traceparent) {
    return traceparent != null && !Wire.isSampled(traceparent);
  }

  private static boolean isUnsampled(Span span) {
    return Boolean.FALSE.equals(span.context().sampled());
  }

  /** Some tracers make ids of half the length, which the field fills up with zeros. */
  private static boolean isOf(Span span, String traceparent) {
    String traceId = span.context().traceId();
    return !traceId.isEmpty() && Wire.traceId(traceparent).endsWith(traceId);
  }
}
