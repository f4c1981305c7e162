package dev.ensemble.http;

import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Lets each request begin a trace of its own, which links to the caller's. Whoever may send
 * requests would otherwise decide which of them are recorded, and could give all of them one trace.
 */
final class TracesOfCallers implements Propagator {

  /** By W3C: two digits of version, the trace, the caller's span, and flags. */
  private static final String TRACEPARENT = "traceparent";

  private static final Pattern FORM =
      Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  private final Tracer tracer;
  private final Propagator propagator;

  TracesOfCallers(Tracer tracer, Propagator propagator) {
    this.tracer = tracer;
    this.propagator = propagator;
  }

  @Override
  public List<String> fields() {
    return propagator.fields();
  }

  @Override
  public <C> void inject(TraceContext context, @Nullable C carrier, Setter<C> setter) {
    propagator.inject(context, carrier, setter);
  }

  @Override
  public <C> Span.Builder extract(@Nullable C carrier, Getter<C> getter) {
    Span.Builder own = tracer.spanBuilder().setNoParent();
    @Nullable String theirs = carrier == null ? null : getter.get(carrier, TRACEPARENT);
    return theirs != null && FORM.matcher(theirs).matches()
        ? own.addLink(new Link(context(theirs)))
        : own;
  }

  private TraceContext context(String traceparent) {
    return tracer
        .traceContextBuilder()
        .traceId(traceparent.substring(3, 35))
        .spanId(traceparent.substring(36, 52))
        .sampled(Character.digit(traceparent.charAt(54), 16) % 2 == 1)
        .build();
  }
}
